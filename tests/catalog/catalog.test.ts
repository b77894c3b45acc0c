import { gunzipSync } from 'node:zlib';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCatalog, MOST_PER_CATEGORY } from '../../src/catalog/catalog.js';
import { defineProduct } from '../../src/catalog/model.js';
import { newId } from '../../src/platform/ids.js';
import { makeIndexes } from '../../src/platform/mongo.js';
import type { Store } from '../../src/stores/model.js';
import { testClock } from '../support/clock.js';
import { testDb } from '../support/db.js';
import { plansOf } from '../support/plans.js';
import { aMarket, mediaUrl } from './shop.js';

const db = testDb();
const clock = testClock();
const { stores, products, aStore, aProduct } = aMarket(db, { clock });
const aCatalog = () => createCatalog({ db, clock, stores, mediaUrl, cacheBytes: 1024 * 1024 });

let store: Store;
let catalog = aCatalog();
beforeAll(() => makeIndexes(db));
beforeEach(async () => {
  store = await aStore();
  catalog = aCatalog();
});

describe('the catalog that a buyer sees', () => {
  it('has the store, and categories with their products', async () => {
    const photo = { key: 'c'.repeat(64), width: 810, height: 1080 };
    const pickle = await aProduct(store, { description: 'Hot', photo, stock: 3 });
    const { catalog: seen, json, gzip } = await catalog.viewOf(store.link);
    expect(seen).toEqual({
      store: {
        storeId: store._id,
        name: 'Asha Pickles',
        address: 'Jaipur',
        link: store.link,
        url: `https://haat.example/s/${store.link}`,
        currency: 'INR',
        openNow: true,
        opensAt: null,
        pickup: false,
      },
      categories: [
        {
          id: pickle.categoryId,
          name: 'Pickles',
          productCount: 1,
          products: [
            {
              id: pickle._id,
              name: 'Mango pickle',
              description: 'Hot',
              mrp: 19_900,
              salePrice: 14_900,
              image: {
                url: `https://haat.example/media/p/${photo.key}-1080.webp`,
                thumbnail: `https://haat.example/media/p/${photo.key}-320.webp`,
              },
              available: true,
            },
          ],
        },
      ],
    });
    expect(JSON.parse(json.toString())).toEqual(seen);
    expect(gunzipSync(gzip).equals(json)).toBe(true);
  });

  it('lists the categories with most products first, then by name, and none that is empty', async () => {
    for (const category of ['Sweets', 'Kurtas', 'Pickles', 'Pickles']) await aProduct(store, { category });
    const hidden = await aProduct(store, { category: 'Hidden' });
    await products.change(store, hidden._id, { hidden: true });
    const gone = await aProduct(store, { category: 'Gone' });
    await products.remove(store, gone._id);
    const { catalog: seen } = await catalog.view(await stores.byId(store._id));
    expect(seen.categories.map(({ name, productCount }) => [name, productCount])).toEqual([
      ['Pickles', 2],
      ['Kurtas', 1],
      ['Sweets', 1],
    ]);
  });

  it('goes on listing what is sold out, as not available', async () => {
    await aProduct(store, { stock: 0 });
    const [category] = (await catalog.viewOf(store.link)).catalog.categories;
    expect(category?.products).toMatchObject([{ name: 'Mango pickle', available: false }]);
    expect(category?.products[0]).not.toHaveProperty('stock');
  });

  it('of a new store is empty', async () => {
    expect((await catalog.viewOf(store.link)).catalog.categories).toEqual([]);
  });

  it('has 200 products of a category, the rest comes by pages', async () => {
    const { _id, ...first } = await aProduct(store);
    const copies = Array.from({ length: MOST_PER_CATEGORY + 4 }, (_, n) => ({
      ...first,
      _id: newId(),
      name: `Jar ${n}`,
      search: `jar ${n}`,
      changes: [],
    }));
    await defineProduct(db).insertMany(copies);
    const [category] = (await catalog.viewOf(store.link)).catalog.categories;
    expect(category?.productCount).toBe(MOST_PER_CATEGORY + 5);
    expect(category?.products).toHaveLength(MOST_PER_CATEGORY);
    const cursor = category?.products.at(-1)?.id;
    const rest = await catalog.page(store, { category: category?.id, limit: 100, cursor });
    expect(rest.items.at(-1)?._id).toBe(_id);
    expect(rest.items).toHaveLength(5);
    expect(rest.nextCursor).toBeNull();
  });
});

describe('a page of products', () => {
  it('is of one category, by id or name, and of what matches a search', async () => {
    const pickle = await aProduct(store);
    const sweet = await aProduct(store, { name: 'Jalebi', category: 'Sweets' });
    const hidden = await aProduct(store, { name: 'Secret', category: 'Sweets' });
    await products.change(store, hidden._id, { hidden: true });
    const ids = async (asked: Parameters<typeof catalog.page>[1]) =>
      (await catalog.page(store, asked)).items.map(({ _id }) => _id);
    expect(await ids({})).toEqual([sweet._id, pickle._id]);
    expect(await ids({ category: sweet.categoryId })).toEqual([sweet._id]);
    expect(await ids({ category: 'SWEETS' })).toEqual([sweet._id]);
    expect(await ids({ category: 'none' })).toEqual([]);
    expect(await ids({ q: 'MANGO' })).toEqual([pickle._id]);
    expect(await ids({ q: 'mango', category: 'Sweets' })).toEqual([]);
    await expect(ids({ cursor: 'x' })).rejects.toMatchObject({ code: 'bad_cursor', status: 422 });
  });
});

describe('a version of the catalog', () => {
  it('has a tag that changes when something that can be seen does', async () => {
    const product = await aProduct(store, { stock: 5 });
    const etag = async () => (await catalog.view(await stores.byId(store._id))).etag;
    const first = await etag();
    expect(first).toBe(catalog.etag(await stores.byId(store._id)));
    await products.change(store, product._id, { stock: 4 });
    expect(await etag()).toBe(first);
    await products.change(store, product._id, { stock: 0 });
    expect(await etag()).not.toBe(first);
  });

  it('is made once for however many ask', async () => {
    await aProduct(store);
    const views = await Promise.all(Array.from({ length: 20 }, () => catalog.viewOf(store.link)));
    expect(new Set(views).size).toBe(1);
  });

  it('is served without the database for a second, then MongoDB is asked', async () => {
    const product = await aProduct(store);
    const first = await catalog.viewOf(store.link);
    expect(await plansOf(db, () => catalog.viewOf(store.link))).toEqual([]);
    await products.change(store, product._id, { name: 'Lime pickle' });
    clock.pass(0.9);
    expect(await catalog.viewOf(store.link)).toBe(first);
    clock.pass(0.1);
    expect((await catalog.viewOf(store.link)).catalog.categories[0]?.products[0]?.name).toBe('Lime pickle');
  });

  it('is dropped at once when a change is announced', async () => {
    const told = aMarket(db, { clock, announce: (storeId) => catalog.forget(storeId) });
    const product = await aProduct(store);
    await catalog.viewOf(store.link);
    await told.products.change(store, product._id, { name: 'Lime pickle' });
    expect((await catalog.viewOf(store.link)).catalog.categories[0]?.products[0]?.name).toBe('Lime pickle');
  });

  it('a store that is not there has none', async () => {
    await expect(catalog.viewOf('nobody')).rejects.toMatchObject({ code: 'no_shop', status: 404 });
  });
});
