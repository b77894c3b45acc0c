import { beforeAll, describe, expect, it } from 'vitest';
import { makeIndexes } from '../../src/platform/mongo.js';
import { testClock } from '../support/clock.js';
import { testDb } from '../support/db.js';
import { aMarket, aPickle } from './shop.js';

const db = testDb();
const clock = testClock();
const announced: string[] = [];
const market = aMarket(db, { clock, announce: (storeId) => announced.push(storeId) });
const { products, aStore, aProduct } = market;
const once = (key: string, hash?: string) => ({ key, ...(hash && { hash }) });

beforeAll(() => makeIndexes(db));

describe('adding a product', () => {
  it('puts it up for sale at once, unlimited and visible', async () => {
    const store = await aStore();
    const product = await products.add(store, { ...aPickle(), name: ' Lime  pickle ' });
    expect(product).toEqual({
      _id: expect.stringMatching(/^[0-9a-f]{24}$/),
      storeId: store._id,
      name: 'Lime pickle',
      description: '',
      mrp: 19_900,
      salePrice: 14_900,
      categoryId: expect.any(String),
      category: 'Pickles',
      stock: null,
      photo: null,
      hidden: false,
      deleted: false,
      createdAt: clock.now(),
    });
    expect(await products.find(store, product._id)).toEqual(product);
    expect(await market.versionOf(store)).toBe(store.catalogVersion + 1);
    expect(announced.at(-1)).toBe(store._id);
  });

  it('keeps photo, description and stock', async () => {
    const photo = { key: 'a'.repeat(64), width: 810, height: 1080 };
    const store = await aStore();
    const { _id } = await aProduct(store, { photo, description: 'Hot.\nVery.', stock: 12 });
    expect(await products.find(store, _id)).toMatchObject({ photo, description: 'Hot.\nVery.', stock: 12 });
  });

  it('leaves nothing behind when it is refused', async () => {
    const store = await aStore();
    const above = aProduct(store, { salePrice: 20_000, category: 'Never' });
    await expect(above).rejects.toMatchObject({ code: 'price_above_mrp', status: 422 });
    expect(await market.countOf({ storeId: store._id })).toBe(0);
    expect(await db.model('Category').countDocuments({ storeId: store._id })).toBe(0);
    expect(await market.versionOf(store)).toBe(store.catalogVersion);
  });

  it('asked twice with one key adds one, also when both come at once', async () => {
    const store = await aStore();
    const all = await Promise.all(Array.from({ length: 5 }, () => products.add(store, aPickle(), once('k1', 'h'))));
    const again = await products.add(store, aPickle(), once('k1', 'h'));
    expect(new Set([...all, again].map(({ _id }) => _id)).size).toBe(1);
    expect(await market.countOf({ storeId: store._id })).toBe(1);
    expect(await market.versionOf(store)).toBe(store.catalogVersion + 1);
  });

  it('asked again gives the first result before anything else is looked at', async () => {
    const store = await aStore();
    const first = await products.add(store, aPickle(), once('k2'));
    expect(await products.add(store, { ...aPickle(), salePrice: 0 }, once('k2'))).toEqual(first);
  });

  it('with the key of another request is refused', async () => {
    const store = await aStore();
    await products.add(store, aPickle(), once('k3', 'one'));
    const other = products.add(store, aPickle({ name: 'Other' }), once('k3', 'two'));
    await expect(other).rejects.toMatchObject({ code: 'idempotency_key_reused', status: 422 });
  });

  it('with a key that somebody else used is a product of one’s own', async () => {
    const [asha, ravi] = [await aStore(), await aStore('Ravi')];
    const one = await products.add(asha, aPickle(), once('same'));
    const other = await products.add(ravi, aPickle(), once('same'));
    expect(other).toMatchObject({ storeId: ravi._id });
    expect(other._id).not.toBe(one._id);
  });

  it('works for 30 photos of an album at once', async () => {
    const store = await aStore();
    await Promise.all(Array.from({ length: 30 }, (_, n) => aProduct(store, { name: `Kurta ${n}`, category: 'New' })));
    expect(await market.countOf({ storeId: store._id })).toBe(30);
    expect(await db.model('Category').countDocuments({ storeId: store._id })).toBe(1);
    expect(await market.versionOf(store)).toBe(store.catalogVersion + 30);
  });
});

describe('looking for products', () => {
  it('of another store finds nothing', async () => {
    const product = await aProduct(await aStore());
    const ravi = await aStore('Ravi');
    await expect(products.find(ravi, product._id)).rejects.toMatchObject({ code: 'no_product', status: 404 });
    expect(await products.forOrder(ravi._id, [product._id])).toEqual(new Map());
  });

  it('gives the seller’s list page by page, newest first, hidden ones too', async () => {
    const store = await aStore();
    const names = ['one', 'two', 'three', 'four', 'five'];
    for (const name of names) await aProduct(store, { name });
    const [five] = (await products.list(store._id, { limit: 1 })).items;
    await products.change(store, five?._id ?? '', { hidden: true });
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await products.list(store._id, { limit: 2, cursor });
      seen.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(names.toReversed());
    await expect(products.list(store._id, { cursor: '{"$gt":""}' })).rejects.toMatchObject({ code: 'bad_cursor' });
  });

  it('finds those with every word of a search, in name or category', async () => {
    const store = await aStore();
    await aProduct(store, { name: 'Crème caramel (500g)', category: 'Sweets' });
    await aProduct(store, { name: 'Mango pickle' });
    const found = async (q: string) => (await products.list(store._id, { q })).items.map(({ name }) => name);
    expect(await found('CREME 500')).toEqual(['Crème caramel (500g)']);
    expect(await found('sweets')).toEqual(['Crème caramel (500g)']);
    expect(await found('pickle')).toEqual(['Mango pickle']);
    expect(await found('.*')).toEqual([]);
    expect(await found('\u0000(((((')).toEqual([]);
    expect(await found(' ')).toHaveLength(2);
  });

  it('knows the category used last, and the stores that products are of', async () => {
    const store = await aStore();
    expect(await products.lastCategory(store._id)).toBeUndefined();
    const pickle = await aProduct(store);
    const sweet = await aProduct(store, { category: 'Sweets' });
    expect(await products.lastCategory(store._id)).toBe('Sweets');
    const other = await aProduct(await aStore());
    const stores = await products.storesOf([pickle._id, sweet._id, other._id, 'f'.repeat(24)]);
    expect(stores.toSorted()).toEqual([store._id, other.storeId].toSorted());
  });
});

describe('removing a product', () => {
  it('takes it from list and shop for good, while orders and carts still know it', async () => {
    const store = await aStore();
    const product = await aProduct(store);
    expect((await products.remove(store, product._id)).product).toMatchObject({ name: 'Mango pickle', deleted: true });
    expect((await products.list(store._id)).items).toEqual([]);
    await expect(products.find(store, product._id)).rejects.toMatchObject({ code: 'no_product' });
    await expect(products.remove(store, product._id)).rejects.toMatchObject({ code: 'no_product' });
    const back = products.change(store, product._id, { hidden: false });
    await expect(back).rejects.toMatchObject({ code: 'no_product' });
    expect((await products.forOrder(store._id, [product._id])).get(product._id)).toMatchObject({ deleted: true });
    expect(await market.versionOf(store)).toBe(store.catalogVersion + 2);
  });

  it('asked twice with one key is no fault', async () => {
    const store = await aStore();
    const product = await aProduct(store);
    await products.remove(store, product._id, once('r'));
    expect((await products.remove(store, product._id, once('r'))).product).toMatchObject({ deleted: true });
  });
});
