import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeIndexes } from '../../src/platform/mongo.js';
import { testClock } from '../support/clock.js';
import { testDb } from '../support/db.js';
import { aMarket } from './shop.js';

const db = testDb();
const clock = testClock();
const market = aMarket(db, { clock });
const { products, aStore, aProduct } = market;
const photo = { key: 'b'.repeat(64), width: 10, height: 20 };

beforeAll(() => makeIndexes(db));

describe('changing a product', () => {
  it('changes what is named, says what it was, and leaves the rest', async () => {
    const store = await aStore();
    const pickle = await aProduct(store, { description: 'Hot', stock: 5 });
    const { product, before } = await products.change(store, pickle._id, { salePrice: 12_900, photo });
    expect(product).toEqual({ ...pickle, salePrice: 12_900, photo });
    expect(before).toEqual({ salePrice: 14_900, photo: null });
    expect(await products.find(store, pickle._id)).toEqual(product);
  });

  it('clears description, stock and photo with null', async () => {
    const store = await aStore();
    const { _id } = await aProduct(store, { description: 'Hot', stock: 5, photo });
    const { product } = await products.change(store, _id, { description: null, stock: null, photo: null });
    expect(product).toMatchObject({ description: '', stock: null, photo: null });
  });

  it('holds the price rule for the product as it is afterwards', async () => {
    const store = await aStore();
    const { _id } = await aProduct(store);
    const refusal = { code: 'price_above_mrp', status: 422 };
    await expect(products.change(store, _id, { mrp: 14_899 })).rejects.toMatchObject(refusal);
    await expect(products.change(store, _id, { salePrice: 19_901 })).rejects.toMatchObject(refusal);
    const { product } = await products.change(store, _id, { mrp: 30_000, salePrice: 30_000 });
    expect(product).toMatchObject({ mrp: 30_000, salePrice: 30_000 });
  });

  it('holds it also when two changes come at once that only together break it', async () => {
    const store = await aStore();
    const { _id } = await aProduct(store, { mrp: 300, salePrice: 100 });
    const other = aMarket(db, { clock }).products;
    await Promise.allSettled([products.change(store, _id, { mrp: 150 }), other.change(store, _id, { salePrice: 200 })]);
    const { mrp, salePrice } = await products.find(store, _id);
    expect([
      [150, 100],
      [300, 200],
    ]).toContainEqual([mrp, salePrice]);
  });

  it('moves it to another category, which is made when it is missing; another spelling is the same one', async () => {
    const store = await aStore();
    const pickle = await aProduct(store);
    expect((await products.change(store, pickle._id, { category: ' PICKLES' })).product).toEqual(pickle);
    const { product } = await products.change(store, pickle._id, { category: 'Sweets' });
    expect(product.category).toBe('Sweets');
    expect(product.categoryId).not.toBe(pickle.categoryId);
    expect((await products.list(store._id, { q: 'sweets' })).items).toEqual([product]);
  });

  it('asked twice with one key changes it once and gives the first result', async () => {
    const store = await aStore();
    const { _id } = await aProduct(store);
    const first = await products.change(store, _id, { salePrice: 12_900 }, { key: 'c', hash: 'h' });
    await products.change(store, _id, { salePrice: 11_900 });
    const again = await products.change(store, _id, { salePrice: 0 }, { key: 'c', hash: 'h' });
    expect(again).toEqual({ ...first, product: { ...first.product, salePrice: 11_900 } });
    const reused = products.change(store, _id, { salePrice: 1 }, { key: 'c', hash: 'other' });
    await expect(reused).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('of another store is refused', async () => {
    const { _id } = await aProduct(await aStore());
    const change = products.change(await aStore('Ravi'), _id, { salePrice: 1 });
    await expect(change).rejects.toMatchObject({ code: 'no_product', status: 404 });
  });

  it('counts the catalog version up when a buyer can see it, and only then', async () => {
    const store = await aStore();
    const { _id } = await aProduct(store, { stock: 5 });
    const grows = async (patch: Parameters<typeof products.change>[2]) => {
      const before = await market.versionOf(store);
      await products.change(store, _id, patch);
      return (await market.versionOf(store)) - before;
    };
    expect(await grows({ name: 'Lime pickle' })).toBe(1);
    expect(await grows({ stock: 4 })).toBe(0);
    expect(await grows({ stock: 0 })).toBe(1);
    expect(await grows({ name: 'Lime pickle' })).toBe(0);
    expect(await grows({ hidden: true })).toBe(1);
    expect(await grows({ salePrice: 10_000 })).toBe(0);
    expect(await grows({ hidden: false })).toBe(1);
  });
});

describe('undoing', () => {
  const undone = (code: string) => ({ code, status: 409 });

  it('puts back what a change replaced, once', async () => {
    const store = await aStore();
    const pickle = await aProduct(store, { description: 'Hot', stock: 3 });
    const patch = { name: 'X', description: null, category: 'Y', stock: null, photo, hidden: true };
    const { changeId } = await products.change(store, pickle._id, patch);
    expect(await products.undo(store, changeId)).toEqual(pickle);
    expect(await products.find(store, pickle._id)).toEqual(pickle);
    expect((await products.list(store._id, { q: 'mango' })).items).toEqual([pickle]);

    await products.change(store, pickle._id, { name: 'Z' });
    expect(await products.undo(store, changeId)).toMatchObject({ name: 'Z' });
  });

  it('leaves what was changed since in other fields', async () => {
    const store = await aStore();
    const { _id } = await aProduct(store);
    const { changeId } = await products.change(store, _id, { salePrice: 12_900 });
    await products.change(store, _id, { name: 'Lime pickle' });
    expect(await products.undo(store, changeId)).toMatchObject({ salePrice: 14_900, name: 'Lime pickle' });
  });

  it('is refused when the same field was changed since', async () => {
    const store = await aStore();
    const { _id } = await aProduct(store);
    const { changeId } = await products.change(store, _id, { salePrice: 12_900 });
    await products.change(store, _id, { salePrice: 11_900 });
    await expect(products.undo(store, changeId)).rejects.toMatchObject(undone('undo_overtaken'));
    expect(await products.find(store, _id)).toMatchObject({ salePrice: 11_900 });
  });

  it('is refused when the old price would be above an MRP set since, and when the product is gone', async () => {
    const store = await aStore();
    const { _id } = await aProduct(store);
    const { changeId } = await products.change(store, _id, { salePrice: 100 });
    await products.change(store, _id, { mrp: 200 });
    await expect(products.undo(store, changeId)).rejects.toMatchObject(undone('undo_overtaken'));
    const last = await products.change(store, _id, { name: 'Gone' });
    await products.remove(store, _id);
    await expect(products.undo(store, last.changeId)).rejects.toMatchObject(undone('undo_overtaken'));
  });

  it('is possible for 10 minutes', async () => {
    const store = await aStore();
    const { _id } = await aProduct(store);
    const one = await products.change(store, _id, { salePrice: 12_900 });
    const two = await products.change(store, _id, { name: 'Lime pickle' });
    clock.pass(600);
    expect(await products.undo(store, one.changeId)).toMatchObject({ salePrice: 14_900 });
    clock.pass(1);
    await expect(products.undo(store, two.changeId)).rejects.toMatchObject(undone('undo_too_late'));
    await expect(products.undo(store, _id)).rejects.toMatchObject(undone('undo_too_late'));
    expect(await products.undo(store, one.changeId)).toMatchObject({ salePrice: 14_900 });
  });

  it('of a product that was added removes it', async () => {
    const store = await aStore();
    const { _id } = await aProduct(store);
    expect(await products.undo(store, _id)).toMatchObject({ deleted: true });
    expect(await products.undo(store, _id)).toMatchObject({ deleted: true });
    expect((await products.list(store._id)).items).toEqual([]);
    expect(await market.versionOf(store)).toBe(store.catalogVersion + 2);
  });

  it.each(['', 'x', 'f'.repeat(24), `${'f'.repeat(24)}-ABCDEFGH`, '{"$ne":1}'])('of %j finds nothing', async (id) => {
    await expect(products.undo(await aStore(), id)).rejects.toMatchObject({ code: 'no_change', status: 404 });
  });

  it('of somebody else’s change finds nothing', async () => {
    const store = await aStore();
    const { _id } = await aProduct(store);
    const { changeId } = await products.change(store, _id, { name: 'Lime' });
    await expect(products.undo(await aStore('Ravi'), changeId)).rejects.toMatchObject({ code: 'no_change' });
  });

  it('all changes, the last first, leads back to where it began', async () => {
    const store = await aStore();
    const patch = fc.record(
      {
        name: fc.constantFrom('A', 'B'),
        salePrice: fc.integer({ min: 1, max: 500 }),
        mrp: fc.integer({ min: 500, max: 900 }),
        stock: fc.option(fc.integer({ min: 0, max: 3 })),
        hidden: fc.boolean(),
        category: fc.constantFrom('One', 'two'),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(patch, { maxLength: 4 }), async (patches) => {
        const start = await aProduct(store, { mrp: 500, salePrice: 500 });
        const ids: string[] = [];
        for (const one of patches) ids.push((await products.change(store, start._id, one)).changeId);
        for (const id of ids.toReversed()) await products.undo(store, id);
        expect(await products.find(store, start._id)).toEqual(start);
      }),
      { numRuns: 15 },
    );
  });
});
