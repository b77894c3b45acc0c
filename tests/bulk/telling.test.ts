import { expect, it } from 'vitest';
import { testShop } from '../support/builders.js';
import { testClock } from '../support/clock.js';

// every look at this clock takes a second: nothing is quick here
const standing = testClock();
const clock = {
  now() {
    standing.pass(1);
    return standing.now();
  },
};
const { services, aStore } = testShop({ clock });

const jars = (count: number): Buffer =>
  Buffer.from(['name,salePrice', ...Array.from({ length: count }, (_, n) => `Jar ${n},1`)].join('\n'));

it('who waits is told now and then how far it is, and at the end what came of it, each once', async () => {
  const store = await aStore();
  const { _id: contactId } = await services.contacts.meet('whatsapp-web', 'a-patient-seller');
  const found = await services.imports.preview(store, jars(1000), { contactId });
  await services.imports.apply(store.accountId, found._id);
  await services.imports.run(found._id);
  await services.imports.run(found._id);
  const { outbox = [] } = (await services.chats.find(contactId)) ?? {};
  const said = outbox.map(({ prompt }) => prompt?.text);
  expect(said.at(-1)).toBe('Done: 1,000 new.');
  expect(said.length).toBeGreaterThan(1);
  expect(said.length).toBeLessThanOrEqual(4);
  for (const text of said.slice(0, -1)) expect(text).toMatch(/^\d00 of 1,000 products are done\.$/);
  expect(new Set(said).size).toBe(said.length);
});

it('a seller who was forgotten meanwhile is told nothing, and the products are put in', async () => {
  const store = await aStore();
  const { _id: contactId } = await services.contacts.meet('whatsapp-web', 'a-forgotten-seller');
  const found = await services.imports.preview(store, jars(2), { contactId });
  await services.imports.apply(store.accountId, found._id);
  await services.contacts.erase(contactId);
  await services.imports.run(found._id);
  expect(await services.products.count(store._id, 10)).toBe(2);
  expect(await services.chats.find(contactId)).toBeNull();
});
