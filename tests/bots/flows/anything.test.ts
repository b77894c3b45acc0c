import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../../catalog/typed/any-text.js';
import { aPhoto, aSeller, type Chat, chatWith } from '../../support/chat.js';
import { testServices } from '../../support/services.js';

const services = testServices();

const WORDS = [
  'orders',
  'cancel',
  'back',
  'skip',
  'help',
  'yes',
  '0',
  '1',
  '149',
  '-5',
  '1x2, 3',
  'Mango pickle 149',
  'Jeans 32 899',
];
const HOSTILE = [
  '{"$gt":""}',
  '$where: sleep(1000)',
  'x'.repeat(100_000),
  '\u0000\u0007\u202eevil\ud800',
  '🥭'.repeat(3000),
  "'; DROP TABLE products; --",
  '<script>alert(1)</script>',
  '{name} {{price}} $t(common.help)',
  'السلام عليكم ١٤٩',
  '\n\n\n1\n2\n3',
];
const CHOICES = [
  'sell',
  'buy',
  'new-store',
  'add-product',
  'products',
  'orders',
  'share',
  'report',
  'stores',
  'cart',
  'my-orders',
];
const PARTS = [
  'yes',
  'no',
  'skip',
  'back',
  'cancel',
  'mrp',
  'category',
  'describe',
  'stock',
  'photo',
  'unlimited',
  'next',
  'resend',
];
const WITH_IDS = [
  'undo:',
  'store:',
  'category:',
  'product:',
  'order:',
  'accept:',
  'reject:',
  'language:',
  'reading:',
  'add:',
  'page:',
];

/** Something a person, or somebody who means harm, may send at any moment. */
const anything = fc.oneof(
  fc.constantFrom(...WORDS, ...HOSTILE).map((text) => (chat: Chat) => chat.types(text)),
  anyText.map((text) => (chat: Chat) => chat.types(text)),
  fc.constantFrom(...CHOICES, ...PARTS).map((id) => (chat: Chat) => chat.presses(id)),
  fc
    .tuple(
      fc.constantFrom(...WITH_IDS),
      fc.constantFrom('', '0', 'en', '__proto__', '{"$ne":1}', '0123456789abcdef01234567'),
    )
    .map(
      ([prefix, id]) =>
        (chat: Chat) =>
          chat.presses(`${prefix}${id}`),
    ),
  fc
    .constantFrom('', 's_', 's_asha-pickles', 'c_x', 'v_', '../..')
    .map((payload) => (chat: Chat) => chat.starts(payload)),
  fc.constantFrom(...WORDS, ...HOSTILE, undefined).map((caption) => (chat: Chat) => chat.sendsPhoto(1, caption)),
  fc.constantFrom(...HOSTILE, 'A 1\nB 2').map((caption) => (chat: Chat) => chat.sendsAlbum([1, 2], caption)),
  fc.constant((chat: Chat) => chat.sendsPhoto(Buffer.from('no photo'))),
  fc.constantFrom('+919800000000', 'nobody', '').map((phone) => (chat: Chat) => chat.sharesNumber(phone, false)),
  fc.nat(20).map((at) => (chat: Chat) => {
    const ids = chat.ids();
    const id = ids[at % ids.length];
    return id === undefined ? chat.types('hello') : chat.taps(id);
  }),
);

async function answersAlways(chat: Chat, messages: readonly ((chat: Chat) => Promise<string>)[]): Promise<void> {
  for (const send of messages) {
    await send(chat);
    expect(chat.replies.length, chat.transcript()).toBeGreaterThan(0);
    for (const { prompt } of chat.replies) {
      expect(prompt.text.trim(), chat.transcript()).not.toBe('');
      // a key that has no sentence
      expect(prompt.text).not.toMatch(/^(addProduct|signUp|newStore|refusals|common|buy|order|alert)\.[\w.]+$/m);
    }
  }
}

describe('whatever is sent', () => {
  it('a newcomer gets an answer in words', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { minLength: 1, maxLength: 8 }), async (messages) => {
        await answersAlways(await chatWith(services), messages);
      }),
      { numRuns: 12 },
    );
  });

  it.each(['web-chat', 'whatsapp-web'] as const)(
    'a seller gets an answer in words on %s, and sells nothing by mistake',
    async (channel) => {
      await fc.assert(
        fc.asyncProperty(fc.array(anything, { minLength: 1, maxLength: 10 }), async (messages) => {
          const seller = await aSeller(services, { channel });
          await answersAlways(seller, messages);
          for (const { salePrice, mrp, name } of (await services.products.list(seller.store._id)).items) {
            expect(salePrice > 0 && salePrice <= mrp && name !== '').toBe(true);
          }
        }),
        { numRuns: 12 },
      );
    },
  );
});

it('keeps the photo of whoever sends it twice only once', async () => {
  const seller = await aSeller(services);
  const photo = await aPhoto(5);
  await seller.sendsPhoto(photo, 'Mango pickle 149');
  await seller.sendsPhoto(photo, 'Lime pickle 99');
  const { items } = await services.products.list(seller.store._id);
  expect(new Set(items.map((product) => product.photo?.key)).size).toBe(1);
});
