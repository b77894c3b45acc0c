import { beforeAll, expect, it } from 'vitest';
import { createCatalog } from '../../src/catalog/catalog.js';
import { createCategories } from '../../src/catalog/categories.js';
import { createStock } from '../../src/catalog/stock.js';
import { inTransaction, makeIndexes } from '../../src/platform/mongo.js';
import { testClock } from '../support/clock.js';
import { testDb } from '../support/db.js';
import { plansOf } from '../support/plans.js';
import { aMarket, aPickle, mediaUrl } from './shop.js';

const db = testDb();
const clock = testClock();
const { stores, products, aStore, aProduct } = aMarket(db, { clock });
const catalog = createCatalog({ db, clock, stores, mediaUrl, cacheBytes: 1024 * 1024 });
const categories = createCategories({ db });
const stock = createStock({ db });

beforeAll(() => makeIndexes(db));

it('no query of the catalog reads a whole collection, or sorts what it found', async () => {
  const store = await aStore();
  const pickle = await aProduct(store, { stock: 3 });
  for (let n = 0; n < 20; n++) await aProduct(await aStore(`Shop ${n}`), { name: `Jar ${n}` });
  const plans = await plansOf(db, async () => {
    await catalog.viewOf(store.link);
    await catalog.page(store, { category: pickle.categoryId, q: 'mango', cursor: 'f'.repeat(24) });
    await catalog.page(store, { cursor: 'f'.repeat(24) });
    await products.add(store, aPickle({ category: 'New' }), { key: 'k' });
    await products.add(store, aPickle(), { key: 'k' });
    const { changeId } = await products.change(store, pickle._id, { salePrice: 1 });
    await products.undo(store, changeId);
    await products.find(store, pickle._id);
    await products.list(store._id, { q: 'mango' });
    await products.lastCategory(store._id);
    await products.forOrder(store._id, [pickle._id]);
    await products.storesOf([pickle._id]);
    await categories.list(store._id);
    await categories.find(store._id, 'pickles');
    await inTransaction(db, async (session) => {
      const found = await products.forOrder(store._id, [pickle._id], session);
      await stock.take(session, store._id, [{ productId: pickle._id, qty: 1 }], found);
    });
    await inTransaction(db, (session) => stock.giveBack(session, store._id, [{ productId: pickle._id, taken: 1 }]));
  });
  expect(plans.length).toBeGreaterThan(15);
  const slow = plans.filter(({ stages }) => stages.includes('COLLSCAN') || stages.includes('SORT'));
  expect(slow).toEqual([]);
});
