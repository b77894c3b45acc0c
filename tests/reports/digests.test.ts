import mongoose from 'mongoose';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LIMITS } from '../../bots/conversation/limits.js';
import { render } from '../../bots/conversation/render.js';
import { tellEvening } from '../../jobs/digest/tell-evening.js';
import type { Product } from '../../src/catalog/model.js';
import { createChats } from '../../src/contacts/chats.js';
import type { Contact } from '../../src/contacts/index.js';
import { newId } from '../../src/platform/ids.js';
import { createLogger } from '../../src/platform/logger.js';
import { createDigests } from '../../src/reports/digests.js';
import { createEvenings } from '../../src/stores/evenings.js';
import type { Store } from '../../src/stores/model.js';
import { plansOf, readBy } from '../support/plans.js';
import { aShopThroughTime } from '../support/shop-through-time.js';

const { services, time, aStore, aProduct, ordered, moved, itIs, aSellersChat, aSeller } = aShopThroughTime();

let store: Store;
let mango: Product;
let contact: Contact;
beforeEach(async () => {
  itIs('2026-11-27T10:00:00Z');
  // its clock goes back to the same morning each time
  for (const { _id } of await services.db.model<Store>('Store').find().lean<Store[]>()) services.catalog.forget(_id);
  await services.db.model('Store').deleteMany({});
  store = await aStore();
  mango = await aProduct({ store });
  contact = await aSellersChat(store);
});

const EIGHT = '2026-11-27T14:30:00Z';
const run = () => tellEvening(services.digests).run({});
const saidTo = async ({ _id }: Contact) =>
  ((await services.chats.find(_id))?.outbox ?? []).flatMap(({ id, prompt }) =>
    id.startsWith('digest.') ? [{ id, text: prompt?.text, choices: prompt?.choices }] : [],
  );

/** One more process over the same database. */
function anotherProcess() {
  const { db } = services;
  const clock = { now: () => time.now };
  const chats = createChats({ db, clock, by: newId(), wake: () => undefined });
  const logger = createLogger('silent');
  return createDigests({ ...services, db, clock, chats, evenings: createEvenings({ db }), logger });
}

describe('in the evening', () => {
  it('a seller is told the day in three lines, with what can be done about it', async () => {
    await ordered('2026-11-27T05:00:00Z', mango, { qty: 3 });
    const answered = await ordered('2026-11-27T06:00:00Z', mango, { qty: 1 });
    await moved(answered, 'accepted');
    itIs(EIGHT);
    await run();
    const [told] = await saidTo(contact);
    expect(told?.id).toBe(`digest.${store._id}.2026-11-27`);
    expect(told?.text).toBe(
      'Asha Pickles today: 2 orders, ₹596.\nMost bought: Mango pickle, 4 pieces.\n1 order waits for your answer.',
    );
    expect(told?.choices?.map(({ id }) => id)).toEqual(['orders', 'report', `digest:off.${store._id}`]);
  });

  it('is answered by words where there are no buttons', async () => {
    await ordered('2026-11-27T05:00:00Z', mango, { status: 'accepted' });
    itIs(EIGHT);
    await run();
    const [told] = await saidTo(contact);
    expect(render({ text: '', choices: told?.choices ?? [] }, LIMITS['whatsapp-web']).text).toBe(
      '*orders* See orders\n*report* See my report\n*digest off* Stop summaries',
    );
    expect(told?.text).toContain('\nNo order waits for you.');
  });

  it('nothing is said before eight, and nothing of a day without orders', async () => {
    await run();
    await ordered('2026-11-27T05:00:00Z', mango);
    itIs('2026-11-27T14:29:59Z');
    await run();
    expect(await saidTo(contact)).toEqual([]);
    const quiet = await aStore();
    const quietSeller = await aSellersChat(quiet);
    const refused = await aStore();
    const refusing = await aSellersChat(refused);
    await ordered('2026-11-27T05:00:00Z', await aProduct({ store: refused }), { status: 'rejected' });
    itIs(EIGHT);
    await run();
    expect(await saidTo(contact)).toHaveLength(1);
    expect(await saidTo(quietSeller)).toEqual([]);
    expect(await saidTo(refusing)).toEqual([]);
  });

  it('whoever was down at eight tells it later that evening, and not the next morning', async () => {
    await ordered('2026-11-27T05:00:00Z', mango);
    itIs('2026-11-27T18:25:00Z');
    await run();
    expect(await saidTo(contact)).toHaveLength(1);
    const other = await aStore();
    const seller = await aSellersChat(other);
    await ordered('2026-11-27T05:00:00Z', await aProduct({ store: other }));
    for (const morning of ['2026-11-27T18:31:00Z', '2026-11-28T03:00:00Z']) {
      itIs(morning);
      await run();
    }
    expect(await saidTo(seller)).toEqual([]);
  });

  it('every zone has its own', async () => {
    const york = await aStore({ timeZone: 'America/New_York' });
    const seller = await aSellersChat(york);
    await ordered('2026-11-27T14:00:00Z', await aProduct({ store: york }));
    itIs(EIGHT);
    await run();
    expect(await saidTo(seller)).toEqual([]);
    itIs('2026-11-28T01:00:00Z');
    await run();
    expect((await saidTo(seller)).map(({ id }) => id)).toEqual([`digest.${york._id}.2026-11-27`]);
  });

  it('the next day is told the next evening', async () => {
    await ordered('2026-11-27T05:00:00Z', mango);
    itIs(EIGHT);
    await run();
    await ordered('2026-11-28T05:00:00Z', mango, { qty: 2 });
    itIs('2026-11-28T14:30:00Z');
    await run();
    expect((await saidTo(contact)).map(({ text }) => text?.split('\n')[0])).toEqual([
      'Asha Pickles today: 1 order, ₹149.',
      'Asha Pickles today: 1 order, ₹298.',
    ]);
  });

  it('every live chat of the seller hears it, and each in its language of one shop among several', async () => {
    const telegram = await aSellersChat(store, 'telegram');
    const dead = await aSellersChat(store, 'whatsapp-web');
    await services.contacts.markDead(dead._id);
    const account = await services.accounts.find(store.accountId);
    if (!account) throw new Error('no account');
    await services.stores.create(account, { name: 'Second', address: 'Pune' });
    await ordered('2026-11-27T05:00:00Z', mango);
    itIs(EIGHT);
    await run();
    expect([contact, telegram, dead].map(({ channel }) => channel)).toEqual(['web-chat', 'telegram', 'whatsapp-web']);
    expect((await Promise.all([contact, telegram, dead].map(saidTo))).map(({ length }) => length)).toEqual([1, 1, 0]);
    const [told] = await saidTo(telegram);
    // the seller has another shop, so that each choice says which one is meant
    expect(told?.choices).toMatchObject([
      { id: 'orders', word: 'orders' },
      { id: `report:${store._id}` },
      { id: `digest:off.${store._id}`, word: `digest off ${store.link}` },
    ]);
  });

  it('a seller who wants none gets none', async () => {
    await services.stores.update(store.accountId, store._id, { digest: false });
    await ordered('2026-11-27T05:00:00Z', mango);
    itIs(EIGHT);
    await run();
    expect(await saidTo(contact)).toEqual([]);
  });
});

describe('it is said once', () => {
  it('by two processes at once, and however often they look', async () => {
    await ordered('2026-11-27T05:00:00Z', mango);
    itIs(EIGHT);
    const other = anotherProcess();
    await Promise.all([run(), other.tellEvening(), run(), other.tellEvening()]);
    await ordered('2026-11-27T14:31:00Z', mango);
    itIs('2026-11-27T15:00:00Z');
    await run();
    expect(await saidTo(contact)).toHaveLength(1);
  });

  it('also when the process was killed between saying it and noting that', async () => {
    await ordered('2026-11-27T05:00:00Z', mango);
    itIs(EIGHT);
    const stores = services.db.model('Store');
    const killed = vi.spyOn(stores, 'updateMany').mockImplementationOnce(() => {
      throw new mongoose.mongo.MongoNetworkError('killed');
    });
    await expect(run()).rejects.toThrow('killed');
    killed.mockRestore();
    await run();
    expect(await saidTo(contact)).toHaveLength(1);
  });

  it('and one shop that cannot be told keeps no other from its evening', async () => {
    await services.db.model('Store').updateOne({ _id: store._id }, { currency: 'no money' });
    const other = await aStore();
    const seller = await aSellersChat(other);
    for (const product of [mango, await aProduct({ store: other })]) {
      await services.db.model('Order').collection.insertOne({
        ...{ _id: new mongoose.Types.ObjectId(), storeId: product.storeId, status: 'placed', total: 14900 },
        ...{ lines: [{ productId: product._id, name: 'Mango', qty: 1 }], number: 'HT-AAAAA' },
        ...{ createdAt: new Date('2026-11-27T05:00:00Z'), once: { by: newId(), key: newId() } },
      });
    }
    itIs(EIGHT);
    await run();
    expect(await saidTo(contact)).toEqual([]);
    expect(await saidTo(seller)).toHaveLength(1);
  });
});

it('asks the database by zones and in batches, and never reads all stores', async () => {
  const seller = await aSeller();
  const stores = await Promise.all([1, 2, 3, 4, 5].map((n) => aStore({ seller, name: `Shop ${n}` })));
  for (const one of stores) await ordered('2026-11-27T05:00:00Z', await aProduct({ store: one }));
  itIs(EIGHT);
  const plans = await plansOf(services.db, run);
  // which zones there are is told by the index, but cannot be explained as a question of its own
  const asked = plans.filter(({ filter }) => Object.keys(filter as object).length > 0);
  expect(asked.length).toBeGreaterThan(10);
  expect(asked.flatMap(({ stages }) => stages)).not.toContain('COLLSCAN');
  expect(await readBy(services.db, run)).toMatchObject({ docs: 0 });
});
