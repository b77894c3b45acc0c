import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createFreshProducts } from '../../src/catalog/fresh-products.js';
import { defineProduct, type Product } from '../../src/catalog/model.js';
import { makeIndexes } from '../../src/platform/mongo.js';
import type { Store } from '../../src/stores/model.js';
import { testClock } from '../support/clock.js';
import { testDb } from '../support/db.js';
import { aMarket } from './shop.js';

const db = testDb();
const clock = testClock();
const { products, stores, aStore, aProduct } = aMarket(db, { clock });

let store: Store;
beforeAll(() => makeIndexes(db));
beforeEach(async () => {
  store = await aStore();
});

/** One process's memory of products, and how often it asked. */
function aMemory() {
  const forOrder = vi.fn(products.forOrder);
  return { asked: forOrder, fresh: createFreshProducts({ products: { forOrder }, clock }) };
}
const sell = ({ _id }: Product, pieces: number) =>
  defineProduct(db)
    .updateOne({ _id }, { $inc: { stock: -pieces } })
    .exec();

it('asks once for all who want to know at once', async () => {
  const { asked, fresh } = aMemory();
  store = await stores.byId(store._id);
  const [pickle, lemon] = [await aProduct(store), await aProduct(store, { name: 'Lemon' })];
  const all = await Promise.all(Array.from({ length: 20 }, () => fresh.find(store, [pickle._id, lemon._id])));
  expect(all.map((found) => found.get(lemon._id)?.name)).toEqual(all.map(() => 'Lemon'));
  expect(asked).toHaveBeenCalledTimes(1);
});

it('knows a price as it is in the version of the store that is asked about', async () => {
  const { fresh } = aMemory();
  const pickle = await aProduct(store, { salePrice: 14_900 });
  const before = await stores.byId(store._id);
  expect((await fresh.find(before, [pickle._id])).get(pickle._id)?.salePrice).toBe(14_900);
  await products.change(store, pickle._id, { salePrice: 15_900 });
  const after = await stores.byId(store._id);
  expect((await fresh.find(after, [pickle._id])).get(pickle._id)?.salePrice).toBe(15_900);
});

it('knows how many pieces are left as it was a second ago at most, or as it is when told to forget', async () => {
  const { fresh } = aMemory();
  const pickle = await aProduct(store, { stock: 9 });
  const left = async () => (await fresh.find(store, [pickle._id])).get(pickle._id)?.stock;
  expect(await left()).toBe(9);
  await sell(pickle, 2);
  clock.pass(1);
  expect(await left()).toBe(7);
  await sell(pickle, 2);
  fresh.forget([pickle._id]);
  expect(await left()).toBe(5);
});

it('asks no more about a product without a limit until the store has a new version', async () => {
  const { asked, fresh } = aMemory();
  const pickle = await aProduct(store);
  const now = await stores.byId(store._id);
  await fresh.find(now, [pickle._id]);
  clock.pass(60);
  await fresh.find(now, [pickle._id]);
  expect(asked).toHaveBeenCalledTimes(1);
  // from now on its pieces are counted, which every cart has to know
  await products.change(store, pickle._id, { stock: 3 });
  const later = await fresh.find(await stores.byId(store._id), [pickle._id]);
  expect(later.get(pickle._id)?.stock).toBe(3);
});

it('leaves out what is no product of the store, and asks again after a fault', async () => {
  const { asked, fresh } = aMemory();
  const theirs = await aProduct(await aStore('Ravi'));
  const ours = await aProduct(store);
  expect([...(await fresh.find(store, [theirs._id, ours._id])).keys()]).toEqual([ours._id]);
  asked.mockRejectedValueOnce(new Error('gone'));
  const other = await aProduct(store, { name: 'Lemon' });
  await expect(fresh.find(store, [other._id])).rejects.toThrow('gone');
  expect((await fresh.find(store, [other._id])).get(other._id)?.name).toBe('Lemon');
});
