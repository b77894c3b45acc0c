import { beforeAll, expect, it } from 'vitest';
import { createCategories } from '../../src/catalog/categories.js';
import { makeIndexes } from '../../src/platform/mongo.js';
import { testDb } from '../support/db.js';
import { aMarket } from './shop.js';

const db = testDb();
const { products, aStore, aProduct } = aMarket(db);
const categories = createCategories({ db });

beforeAll(() => makeIndexes(db));

it('a category is made once, however it is spelled and however many ask at once', async () => {
  const store = await aStore();
  const spellings = ['Pickles', ' pickles', 'PICKLES ', 'pIcKlEs'];
  const made = await Promise.all(
    Array.from({ length: 20 }, (_, n) => categories.ensure(store._id, spellings[n % spellings.length] ?? '')),
  );
  expect(new Set(made.map(({ _id }) => _id)).size).toBe(1);
  expect(await db.model('Category').countDocuments({ storeId: store._id })).toBe(1);
});

it('keeps the first spelling', async () => {
  const store = await aStore();
  await aProduct(store, { category: 'Home Made' });
  expect(await aProduct(store, { category: 'HOME MADE' })).toMatchObject({ category: 'Home Made' });
});

it('is each store’s own', async () => {
  const [one, other] = [await aStore(), await aStore()];
  const mine = await categories.ensure(one._id, 'Pickles');
  expect((await categories.ensure(other._id, 'Pickles'))._id).not.toBe(mine._id);
  expect(await categories.find(other._id, mine._id)).toBeUndefined();
});

it('is listed by name while it has a product, hidden or not', async () => {
  const store = await aStore();
  await categories.ensure(store._id, 'Nothing in it');
  await aProduct(store, { category: 'Sweets' });
  const hidden = await aProduct(store, { category: 'Kurtas' });
  const gone = await aProduct(store, { category: 'Gone' });
  await products.change(store, hidden._id, { hidden: true });
  await products.remove(store, gone._id);
  expect((await categories.list(store._id)).map(({ name }) => name)).toEqual(['Kurtas', 'Sweets']);
});

it('is found by its id and by its name', async () => {
  const store = await aStore();
  const made = await categories.ensure(store._id, 'Pickles');
  expect(await categories.find(store._id, made._id)).toEqual(made);
  expect(await categories.find(store._id, ' pickles')).toEqual(made);
  expect(await categories.find(store._id, 'x'.repeat(100_000))).toBeUndefined();
});
