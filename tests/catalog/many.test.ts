import { beforeAll, describe, expect, it } from 'vitest';
import type { RowOutcome } from '../../src/catalog/many.js';
import type { Product } from '../../src/catalog/model.js';
import { judgeRow, type ProductRow, rowKey } from '../../src/catalog/product-rows.js';
import { makeIndexes } from '../../src/platform/mongo.js';
import type { Store } from '../../src/stores/model.js';
import { testClock } from '../support/clock.js';
import { testDb } from '../support/db.js';
import { aMarket } from './shop.js';

const db = testDb();
const { stores, products, aStore, aProduct } = aMarket(db, { clock: testClock() });
beforeAll(() => makeIndexes(db));

const aRow = (row: Partial<ProductRow> = {}): ProductRow => ({
  line: 2,
  name: 'Mango pickle',
  salePrice: 14900,
  ...row,
});
const known: Product = {
  ...{ _id: 'a'.repeat(24), storeId: 's', name: 'Mango pickle', description: 'Hot', mrp: 19900, salePrice: 14900 },
  ...{ categoryId: 'c', category: 'Pickles', stock: 12, photo: null, hidden: false, deleted: false },
  createdAt: new Date(0),
};
const judged = (row: ProductRow, named: Product[] = [known]) => {
  const one = judgeRow(row, named, 'Products');
  return one.kind === 'wrong' ? one.refusal.code : one.kind;
};

describe('a line of a table', () => {
  it.each([
    ['Mango pickle', ' mango  PICKLE '],
    ['Ｍango', 'mango'],
    ['Straße', 'STRASSE'],
    ['a\u200bb', 'ab'],
  ])('means the same product by %j and %j', (one, other) => expect(rowKey(one)).toBe(rowKey(other)));

  it.each<[what: string, row: Partial<ProductRow>, outcome: string]>([
    ['nothing else', {}, 'unchanged'],
    ['all as it is', { mrp: 19900, category: ' pickles', stock: 12, description: ' Hot ' }, 'unchanged'],
    ['another case of the name', { name: 'MANGO PICKLE' }, 'unchanged'],
    ['another price', { salePrice: 15900 }, 'changed'],
    ['another stock', { stock: 11 }, 'changed'],
    ['no limit', { stock: null }, 'changed'],
    ['another category', { category: 'Snacks' }, 'changed'],
    ['no description', { description: '' }, 'changed'],
    ['a price above the MRP that stays', { salePrice: 20000 }, 'price_above_mrp'],
    ['a price above its own MRP', { mrp: 10000 }, 'price_above_mrp'],
    ['a category that is too long', { category: 'x'.repeat(61) }, 'bad_category'],
    ['a description that is too long', { description: 'x'.repeat(2001) }, 'bad_description'],
  ])('of a known product with %s is: %s', (_, row, outcome) => expect(judged(aRow(row))).toBe(outcome));

  it('of a new product has what every product begins with', () => {
    expect(judgeRow(aRow(), [], 'Products')).toMatchObject({
      kind: 'new',
      fields: {
        name: 'Mango pickle',
        mrp: 14900,
        salePrice: 14900,
        category: 'Products',
        stock: null,
        description: '',
      },
    });
    expect(judged(aRow({ name: ' ' }), [])).toBe('bad_product_name');
  });

  it('of two known products means neither', () => expect(judged(aRow(), [known, known])).toBe('name_of_several'));
});

describe('many lines at once', () => {
  const apply = (store: Store, rows: readonly Partial<ProductRow>[], keep = async () => true) =>
    products.applyRows(store, rows.map(aRow), 'Products', keep);
  const kinds = (outcomes: readonly RowOutcome[] | undefined) => outcomes?.map(({ kind }) => kind);
  const versionOf = async ({ _id }: Store) => (await stores.byId(_id)).catalogVersion;

  it('are found by a search, and in their categories', async () => {
    const store = await aStore();
    await apply(store, [
      { name: 'Crème', category: 'Sweets' },
      { name: 'Papad', category: 'sweets' },
      { name: 'Kurta' },
    ]);
    const found = async (q: string) => (await products.list(store._id, { q })).items.map(({ name }) => name);
    expect(await found('creme')).toEqual(['Crème']);
    expect((await found('sweets')).sort()).toEqual(['Crème', 'Papad']);
    await apply(store, [{ name: 'Papad', category: 'Snacks' }]);
    expect(await found('snacks')).toEqual(['Papad']);
    expect(await products.count(store._id, 2)).toBe(2);
    expect(await products.count(store._id, 10)).toBe(3);
  });

  it('are kept like any change, so that each can be taken back', async () => {
    const store = await aStore();
    const pickle = await aProduct(store, { name: 'Lemon', mrp: 20000, salePrice: 10000 });
    await apply(store, [{ name: 'lemon', salePrice: 12000 }]);
    const [change] =
      (await db.model('Product').findById(pickle._id).lean<{ changes: { id: string }[] }>())?.changes ?? [];
    expect((await products.undo(store, change?.id ?? '')).salePrice).toBe(10000);
  });

  it('are all there or none, as whoever records them says', async () => {
    const store = await aStore();
    const before = await versionOf(store);
    expect(await apply(store, [{ name: 'One' }, { name: 'Two' }], async () => false)).toBeUndefined();
    const torn = apply(store, [{ name: 'One' }, { name: 'Two' }], () => Promise.reject(new Error('torn')));
    await expect(torn).rejects.toThrow('torn');
    expect([await products.count(store._id, 9), await versionOf(store)]).toEqual([0, before]);
    expect(kinds(await apply(store, [{ name: 'One' }, { name: 'Two', mrp: 1 }]))).toEqual(['added', 'left']);
    expect([await products.count(store._id, 9), await versionOf(store)]).toEqual([1, before + 1]);
  });

  it('do not touch the shop next door, nor what was deleted', async () => {
    const [store, other] = [await aStore(), await aStore()];
    const [gone, theirs] = [await aProduct(store, { name: 'Gone' }), await aProduct(other, { name: 'Theirs' })];
    await products.remove(store, gone._id);
    expect(kinds(await apply(store, [{ name: 'Gone' }, { name: 'Theirs' }]))).toEqual(['added', 'added']);
    expect((await products.find(other, theirs._id)).salePrice).toBe(theirs.salePrice);
  });

  it('and a change by hand at once both hold', async () => {
    const store = await aStore();
    const lemon = await aProduct(store, { name: 'Lemon', mrp: 20000, salePrice: 10000 });
    await Promise.all([
      apply(store, [{ name: 'Lemon', salePrice: 12000 }]),
      products.change(store, lemon._id, { description: 'Sour' }),
      apply(store, [{ name: 'Lemon', salePrice: 12000, stock: 7 }]),
    ]);
    expect(await products.find(store, lemon._id)).toMatchObject({ salePrice: 12000, description: 'Sour', stock: 7 });
  });
});
