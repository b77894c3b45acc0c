import { describe, expect, it } from 'vitest';
import { chatWith } from '../../../support/chat.js';
import { testServices } from '../../../support/services.js';
import { aKnownBuyer, aShop } from '../../../support/shop.js';

const services = testServices();

const HOSTILE = [
  '{"$ne": null}',
  '$where: sleep(1000)',
  '__proto__',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '\u0000\u0007\u001b[31m',
  '\u202eevil\u202c',
  '\ud800',
  '👨‍👩‍👧‍👦'.repeat(50),
  'آشا کی دکان',
  '{name} $t(common.help)',
  'x'.repeat(100_000),
];

/** What a person sees has none of what could mislead them. */
const isClean = (text: string): boolean =>
  !/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\ud800]|\bundefined\b/.test(text.replace(/\p{Emoji}/gu, ''));

describe('hostile words', () => {
  it.each(HOSTILE.map((text, n) => [text.slice(0, 20), text, `98765432${10 + n}`]))(
    '%j are answered at every question of a buyer',
    async (_, text, mobile) => {
      const { store, products } = await aShop(services);
      const buyer = await chatWith(services);
      const say = async (): Promise<void> => {
        expect(isClean(await buyer.types(text))).toBe(true);
      };
      await buyer.presses('buy');
      await say();
      await buyer.starts(`s_${store.link}`);
      await say();
      await buyer.presses(`add:${products[0]?._id}`);
      await buyer.presses('checkout');
      await say();
      if (!buyer.said().startsWith('Your mobile')) await buyer.types('Ravi');
      await say();
      await buyer.types(mobile);
      await say();
      await buyer.types('1234');
      await say();
      if (buyer.said().includes('Where should it go')) await buyer.types('Jaipur');
      await say();
      expect(await buyer.presses(buyer.wire('cod'))).toMatch(/^Done\. Order HT-/);
      const { customerId = '' } = await buyer.contact();
      expect((await services.orders.ofCustomer(customerId, { limit: 5 })).items).toHaveLength(1);
    },
  );

  it.each([
    ...[
      'add:',
      'more:',
      'less:',
      'remove:',
      'product:',
      'category:',
      'order:',
      'cancel:',
      'undo:',
      'accept:',
      'reject:',
    ],
    ...['undo:cart.', 'address:', 'page:'],
  ])('are answered behind %s', async (prefix) => {
    const { store } = await aShop(services);
    const buyer = await aKnownBuyer(services);
    await services.contacts.linkAccount(buyer.contactId, store.accountId, '+919876543218', 'platform');
    for (const text of HOSTILE) expect(await buyer.presses(`${prefix}${text}`)).not.toBe('');
  });

  it.each(['s_', 'c_', 'v_'])('are answered in a deep link behind %s', async (prefix) => {
    const buyer = await chatWith(services);
    for (const text of HOSTILE) expect(await buyer.starts(`${prefix}${text}`)).not.toBe('');
  });
});
