import { expect, it } from 'vitest';
import { mediaInUse } from '../../src/main/media-in-use.js';
import { newId } from '../../src/platform/ids.js';
import { makeIndexes } from '../../src/platform/mongo.js';
import { testShop } from '../support/builders.js';
import { aSeller } from '../support/chat.js';
import { plansOf } from '../support/plans.js';

const { services, aProduct, anOrder, storeOf } = testShop();

const photo = (hash: string) => ({ key: hash.repeat(32), width: 1080, height: 1080 });
const keysOf = (hash: string) => [1080, 320].map((size) => `p/${hash.repeat(32)}-${size}.webp`);
const used = async (keys: string[]) =>
  (await Promise.all(mediaInUse(services.db).map((ask) => ask(keys)))).flat().sort();

it('a photo is in use by a product, by an order of one that has another photo now, and by a waiting message', async () => {
  const pickle = await aProduct({ photo: photo('a') });
  await anOrder([[pickle, 1]]);
  await services.products.change(await storeOf(pickle), pickle._id, { photo: photo('b') });
  const { _id } = await services.contacts.meet('web-chat', newId());
  const ref = `private/${_id}/photo.jpg`;
  await services.chats.receive('web-chat', { contactId: _id, messageId: 'm', at: new Date(), photos: [{ ref }] });
  const asked = [...keysOf('a'), ...keysOf('b'), ...keysOf('c'), ref];
  expect(await used(asked)).toEqual([...keysOf('a'), ...keysOf('b'), ref].sort());
});

it('a photo is in use while its seller has not told its price yet, and nothing is to be done in the chat', async () => {
  const seller = await aSeller(services);
  await seller.sendsPhoto(1);
  await seller.sendsPhoto(2);
  const keys = [...JSON.stringify(seller.turn).matchAll(/"key":"([0-9a-f]{64})"/g)].map(
    ([, hash]) => `p/${hash}-320.webp`,
  );
  expect(keys).toHaveLength(2);
  const message = { contactId: seller.contactId, messageId: 'photos', at: new Date() };
  const chat = await services.chats.receive('web-chat', message);
  const first = chat?.inbox[0];
  if (!chat || !first) throw new Error('the chat is held by somebody else');
  const held = await services.holding.commit(chat, first, { turn: seller.turn, shown: null, replies: [] });
  if (held) await services.holding.letGo(held);
  expect(await services.chats.find(seller.contactId)).not.toHaveProperty('wakeAt');
  expect(await used([...keys, ...keysOf('c')])).toEqual(expect.arrayContaining(keys));
  expect(await used(keysOf('c'))).toEqual([]);
});

it('a file is in use while it waits to be sent, and not when it was: it goes after its week', async () => {
  const { _id } = await services.contacts.meet('telegram', newId());
  const key = `private/chat/${_id}/${'d'.repeat(40)}.csv`;
  await services.chats.say(
    { _id, channel: 'telegram' },
    { id: 'f', prompt: { text: 'Here', file: { key, name: 'a.csv' } } },
  );
  expect(await used([key, ...keysOf('c')])).toEqual([key]);
  const chat = await services.holding.take(_id, ['telegram']);
  const [item] = chat?.outbox ?? [];
  if (item) await services.holding.sent(_id, item);
  expect(await used([key])).toEqual([]);
});

it('asking whether media is in use reads no whole collection', async () => {
  for (const hash of ['d', 'e']) await anOrder([[await aProduct({ photo: photo(hash) }), 1]]);
  const ask = mediaInUse(services.db);
  await makeIndexes(services.db);
  const plans = await plansOf(services.db, () => Promise.all(ask.map((one) => one([...keysOf('d'), 'private/x']))));
  expect(plans).toHaveLength(12);
  expect(plans.filter(({ stages }) => stages.includes('COLLSCAN'))).toEqual([]);
});
