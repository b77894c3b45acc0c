import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createFetchFile } from '../../bots/telegram/fetch-file.js';
import { parseUpdate } from '../../bots/telegram/parse.js';
import { defineSaid } from '../../bots/web-chat/index.js';
import { makeIndexes } from '../../src/platform/mongo.js';
import { Refusal } from '../../src/platform/refusal.js';
import { aPerson, apiOf } from '../bots/telegram/a-send.js';
import { aVisitor, aWebChat } from '../bots/web-chat/a-web-chat.js';
import { aHeic, noisy } from '../catalog/pictures.js';
import { type Problem, testApi } from '../support/api.js';
import { testShop } from '../support/builders.js';
import { aSeller } from '../support/chat.js';
import { startFakeTelegram } from '../support/telegram/start-fake-telegram.js';
import { HOSTILE_FILES, ODD_PHOTOS } from './hostile-files.js';

const { services, aStore, tokenOf } = testShop();
const api = testApi(services);
beforeAll(async () => {
  defineSaid(services.db);
  await makeIndexes(services.db);
});

const isRefusal = (status: number): boolean => status >= 400 && status < 500;

/** A shop to which somebody sends a product with this photo, in a form. */
async function sentInAForm(photo: Buffer) {
  const store = await aStore();
  const form = new FormData();
  const fields = { name: 'Mango pickle', mrp: '19900', salePrice: '14900', category: 'Pickles' };
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('image', new Blob([new Uint8Array(photo)], { type: 'image/jpeg' }), 'mango.jpg');
  const answer = await api.post<Problem>(`/stores/${store._id}/products`, { token: tokenOf(store), body: form });
  return { answer, shelf: (await services.products.list(store._id)).items };
}

/** A seller who sends it in a chat, as a photo with name and price. */
async function sentInAChat(photo: Buffer) {
  const seller = await aSeller(services);
  await seller.sendsPhoto(photo, 'Mango pickle 149');
  return { said: seller.said(), shelf: (await services.products.list(seller.store._id)).items };
}

/** What the channel hands over of a file that was sent on Telegram, under a name that lies. */
async function sentOnTelegram(bytes: Buffer): Promise<Buffer> {
  await using telegram = await startFakeTelegram();
  aPerson(telegram).sendsFile(bytes, { fileName: 'mango.jpg', mimeType: 'image/jpeg' });
  const parsed = parseUpdate(telegram.unconfirmed().at(-1) ?? { update_id: 0 });
  const ref = (parsed?.kind === 'said' && (parsed.said.photos?.[0] ?? parsed.said.file)?.ref) || '';
  const fileRoot = `${telegram.apiRoot}/file/bot${telegram.token}`;
  return await createFetchFile({ api: apiOf(telegram), fileRoot })(ref);
}

/** What the chat page hands over. @throws Refusal for what it does not even take */
async function sentOnTheChatPage(bytes: Buffer): Promise<Buffer> {
  const { url, heard, channel } = await aWebChat(services.db);
  const visitor = await aVisitor(url);
  const photo = new File([new Uint8Array(bytes)], 'mango.jpg', { type: 'image/jpeg' });
  const answer = await visitor.upload({ photo });
  if (answer.status !== 202) throw new Refusal(((await answer.json()) as Problem).code, answer.status);
  await visitor.said(2);
  return channel.fetch(heard.at(-1)?.photos?.[0]?.ref ?? '');
}

describe.each(HOSTILE_FILES)('%s in place of a photo', (_what, code, make) => {
  it('is refused in words, in a form, in a chat, from the chat page and from Telegram, and nothing is for sale', async () => {
    const bytes = await make();
    const { answer, shelf } = await sentInAForm(bytes);
    expect([isRefusal(answer.status), answer.body.code, shelf]).toEqual([true, code, []]);
    const chat = await sentInAChat(bytes);
    expect(chat.said).toContain(answer.body.detail);
    expect(chat.shelf).toEqual([]);
    for (const send of [sentOnTheChatPage, sentOnTelegram]) {
      const taking = send(bytes).then((handed) => services.photos.take(handed));
      await expect(taking).rejects.toMatchObject({ code, status: expect.toSatisfy(isRefusal) });
    }
  });
});

it.each(ODD_PHOTOS)('%s is a photo like any other', async (_what, make) => {
  const bytes = await make();
  const { answer, shelf } = await sentInAForm(bytes);
  expect([answer.status, shelf[0]?.photo]).toEqual([201, expect.objectContaining({ width: expect.any(Number) })]);
  expect((await sentInAChat(bytes)).shelf).toHaveLength(1);
  for (const send of [sentOnTheChatPage, sentOnTelegram])
    expect(await services.photos.take(await send(bytes))).toEqual(shelf[0]?.photo);
});

it('a photo with bytes that were changed or lost on the way is taken or refused, never a fault', async () => {
  const whole = await Promise.all([
    ...[noisy(60, 40).jpeg(), noisy(60, 40).jpeg({ progressive: true }), noisy(60, 40).png(), noisy(60, 40).webp()].map(
      (picture) => picture.toBuffer(),
    ),
    aHeic(),
  ]);
  const change = fc.record({ at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), to: fc.nat(255) });
  const outcomes = { taken: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...whole),
      fc.array(change, { maxLength: 8 }),
      fc.double({ min: 0.5, max: 1, noNaN: true }),
      async (photo, changes, share) => {
        const bytes = Buffer.from(photo.subarray(0, Math.ceil(photo.length * share)));
        for (const { at, to } of changes) bytes[Math.floor(at * bytes.length)] = to;
        const fault = await services.photos.take(bytes).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (fault === undefined) outcomes.taken++;
        else if (fault instanceof Refusal && /^photo_/.test(fault.code)) outcomes.refused++;
        else throw fault;
      },
    ),
    { numRuns: 150, seed: 20_261_128 },
  );
  expect(outcomes.taken).toBeGreaterThan(0);
  expect(outcomes.refused).toBeGreaterThan(0);
});
