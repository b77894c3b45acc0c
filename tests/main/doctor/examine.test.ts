import { beforeAll, describe, expect, it } from 'vitest';
import { examine, lineOf } from '../../../src/main/doctor/examine.js';
import type { Order } from '../../../src/orders/model.js';
import { newId } from '../../../src/platform/ids.js';
import { aMobile, buildersOf } from '../../orders/builders.js';
import { testServices } from '../../support/services.js';

const services = testServices();
const { aStore, aProduct, aCustomer, aCart, order } = buildersOf(services);
const inTwoMinutes = (): Date => new Date(Date.now() + 120_000);
const found = async (between: () => Promise<unknown> = async () => undefined): Promise<string[]> => {
  const { db, media } = services;
  return (await examine(db, media, { now: inTwoMinutes, between })).map(lineOf);
};

let placed: Order;
let productId: string;
let contactId: string;

beforeAll(async () => {
  const { contacts, orders, telling } = services;
  const store = await aStore();
  const seller = await contacts.meet('telegram', newId());
  await contacts.linkAccount(seller._id, store.accountId, aMobile(), 'otp');
  const product = await aProduct(store, { stock: 5 });
  placed = await order(await aCustomer(), await aCart(store, [product, 2]));
  await telling.tell(placed._id);
  await orders.setStatus(store.accountId, placed._id, { status: 'accepted' });
  await orders.setPayment(store.accountId, placed._id, 'received');
  await telling.tell(placed._id);
  [productId, contactId] = [product._id, seller._id];
});

it('a database in use is sound', async () => {
  expect(await found()).toEqual([]);
});

it('what was half done at the first look and whole at the second is nothing', async () => {
  const all = services.db.collection<{ _id: string }>('orderevents');
  const id = { _id: `${placed._id}.0` };
  await all.updateOne(id, { $set: { told: false } });
  const mend = async () => void (await all.updateOne(id, { $set: { told: true } }));
  expect(await found(mend)).toEqual([]);
});

describe('what must never be so is named', () => {
  /** Breaks one document behind everybody's back, looks, and mends it again. */
  async function broken(collection: string, id: string, change: object): Promise<string[]> {
    const all = services.db.collection<{ _id: string }>(collection);
    const whole = await all.findOne({ _id: id });
    if (!whole) throw new Error(`there is no ${id} in ${collection}`);
    await all.updateOne({ _id: id }, change);
    const lines = await found();
    await all.replaceOne({ _id: id }, whole);
    return lines;
  }
  const set = (fields: object) => ({ $set: fields });

  it.each([
    ['a stock below zero', 'products', () => productId, set({ stock: -1 }), 'there are -1 pieces of it'],
    ['a price above the printed one', 'products', () => productId, set({ salePrice: 99999 }), 'it costs 99999'],
    ['a lost store', 'products', () => productId, set({ storeId: 'x' }), 'its store x is not there'],
    [
      'a lost photo',
      'products',
      () => productId,
      set({ photo: { key: 'ab' } }),
      'its photo p/ab-1080.webp is not kept',
    ],
    ['a total that does not add up', 'orders', () => placed._id, set({ total: 1 }), 'are not the total'],
    ['more taken than ordered', 'orders', () => placed._id, set({ 'lines.0.taken': 9 }), '9 of 2 Mango pickle left'],
    [
      'a way that is not allowed',
      'orders',
      () => placed._id,
      set({ 'history.1.by': 'customer' }),
      'the customer moved it',
    ],
    ['a status from nowhere', 'orders', () => placed._id, set({ status: 'shipped' }), 'it is shipped, and its history'],
    ['a buyer who is gone', 'orders', () => placed._id, set({ customerId: 'x' }), 'its customer x is not there'],
    ['an event that went', 'orderevents', () => `${placed._id}.1`, set({ orderId: 'x' }), 'event 1 is missing'],
    ['news that nobody told', 'orderevents', () => `${placed._id}.0`, set({ told: false }), 'told to nobody since'],
    ['an alert that nobody sends', 'chats', () => contactId, set({ outbox: [] }), 'its chat has nothing to send of it'],
    ['a chat that nobody looks at', 'chats', () => contactId, { $unset: { wakeAt: 1 } }, 'nobody will look at'],
    ['messages out of order', 'chats', () => contactId, set({ seq: 0 }), 'has a number that was not given yet'],
    ['a seller without an account', 'contacts', () => contactId, set({ accountId: 'x' }), 'its account x is not there'],
  ])('%s', async (_, collection, id, change, says) => {
    const lines = await broken(collection, id(), change);
    expect(lines.join('\n')).toContain(says);
    expect(lines.length).toBeLessThanOrEqual(3);
  });

  it('an index that keeps orders apart', async () => {
    await services.db.collection('orders').dropIndex('storeId_1_number_1');
    expect((await found()).join()).toContain('collection Order: it has no index');
  });
});
