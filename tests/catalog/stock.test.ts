import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Product } from '../../src/catalog/model.js';
import { createStock } from '../../src/catalog/stock.js';
import { inTransaction, makeIndexes, type Session } from '../../src/platform/mongo.js';
import type { Store } from '../../src/stores/model.js';
import { testDb } from '../support/db.js';
import { aMarket } from './shop.js';

const db = testDb();
const announced: string[] = [];
const market = aMarket(db);
const { products, aStore, aProduct } = market;
const stock = createStock({ db, announce: (storeId) => announced.push(storeId) });

let store: Store;
beforeAll(() => makeIndexes(db));
beforeEach(async () => {
  store = await aStore();
  announced.length = 0;
});

type Lines = { productId: string; qty: number }[];
const take = (lines: Lines) =>
  inTransaction(db, async (session: Session) => {
    const ids = lines.map(({ productId }) => productId);
    return stock.take(session, store._id, lines, await products.forOrder(store._id, ids, session));
  });
const giveBack = (lines: { productId: string; taken: number }[]) =>
  inTransaction(db, (session: Session) => stock.giveBack(session, store._id, lines));
const of = (product: Product, qty: number) => ({ productId: product._id, qty });
const left = async ({ _id }: Product) => (await products.find(store, _id)).stock;

describe('taking', () => {
  it('takes limited pieces; unlimited ones are not written', async () => {
    const limited = await aProduct(store, { stock: 5 });
    const unlimited = await aProduct(store);
    await take([of(limited, 3), of(unlimited, 9)]);
    expect([await left(limited), await left(unlimited)]).toEqual([2, null]);
  });

  it('takes all lines or none', async () => {
    const [many, few] = [await aProduct(store, { stock: 9 }), await aProduct(store, { name: 'Rare', stock: 1 })];
    const both = take([of(many, 2), of(few, 2)]);
    await expect(both).rejects.toMatchObject({ code: 'sold_out', status: 409, params: { name: 'Rare' } });
    expect([await left(many), await left(few)]).toEqual([9, 1]);
  });

  it('counts a product that two lines name as one', async () => {
    const few = await aProduct(store, { stock: 3 });
    await expect(take([of(few, 2), of(few, 2)])).rejects.toMatchObject({ code: 'sold_out' });
    await take([of(few, 1), of(few, 2)]);
    expect(await left(few)).toBe(0);
  });

  it('takes nothing of what is hidden, deleted, unknown or another store’s', async () => {
    const product = await aProduct(store, { stock: 3 });
    const theirs = await aProduct(await aStore('Ravi'), { stock: 3 });
    await products.change(store, product._id, { hidden: true });
    const unknown = { ...product, _id: 'f'.repeat(24) };
    for (const wanted of [product, theirs, unknown]) {
      await expect(take([of(wanted, 1)])).rejects.toMatchObject({ code: 'no_product', status: 404 });
    }
  });

  it('sells the last 7 pieces to exactly 7 of 12 buyers who come to three processes at once', async () => {
    const last = await aProduct(store, { stock: 7 });
    const sold = await Promise.all(
      [1, 2, 3].map(async () => {
        let sales = 0;
        for (let buyer = 0; buyer < 4; buyer++) {
          const sale = await take([of(last, 1)]).catch((error: unknown) => error);
          if (sale === undefined) sales += 1;
          else expect(sale).toMatchObject({ code: 'sold_out' });
        }
        return sales;
      }),
    );
    expect(sold.reduce((sum, sales) => sum + sales)).toBe(7);
    expect(await left(last)).toBe(0);
  });

  it('lets two orders of the same two products both go through, whatever order they name them in', async () => {
    const [one, two] = [await aProduct(store, { stock: 50 }), await aProduct(store, { stock: 50 })];
    const lines = [of(one, 1), of(two, 1)];
    await Promise.all(Array.from({ length: 4 }, (_, n) => take(n % 2 ? lines : lines.toReversed())));
    expect([await left(one), await left(two)]).toEqual([46, 46]);
  });
});

describe('giving back', () => {
  it('gives back what was taken, and nothing else', async () => {
    const limited = await aProduct(store, { stock: 5 });
    const unlimited = await aProduct(store);
    await take([of(limited, 3)]);
    await giveBack([
      { productId: limited._id, taken: 3 },
      { productId: unlimited._id, taken: 0 },
    ]);
    expect([await left(limited), await left(unlimited)]).toEqual([5, null]);
  });

  it('gives nothing to a product that became unlimited', async () => {
    const product = await aProduct(store, { stock: 5 });
    await take([of(product, 2)]);
    await products.change(store, product._id, { stock: null });
    await giveBack([{ productId: product._id, taken: 2 }]);
    expect(await left(product)).toBeNull();
  });
});

describe('the catalog version', () => {
  it('grows when the last piece goes and when it comes back, and is announced after the commit', async () => {
    const product = await aProduct(store, { stock: 3 });
    const start = await market.versionOf(store);
    await take([of(product, 2)]);
    expect([await market.versionOf(store), announced]).toEqual([start, []]);
    await take([of(product, 1)]);
    expect([await market.versionOf(store), announced]).toEqual([start + 1, [store._id]]);
    await giveBack([{ productId: product._id, taken: 1 }]);
    expect([await market.versionOf(store), announced]).toEqual([start + 2, [store._id, store._id]]);
    await giveBack([{ productId: product._id, taken: 2 }]);
    expect(await market.versionOf(store)).toBe(start + 2);
  });

  it('does not grow for what buyers do not see', async () => {
    const product = await aProduct(store, { stock: 1 });
    await take([of(product, 1)]);
    await products.change(store, product._id, { hidden: true });
    const start = await market.versionOf(store);
    await giveBack([{ productId: product._id, taken: 1 }]);
    expect(await market.versionOf(store)).toBe(start);
  });
});

it('an undo of the stock is refused once an order took from it', async () => {
  const product = await aProduct(store, { stock: 5 });
  const { changeId } = await products.change(store, product._id, { stock: 50 });
  await take([of(product, 3)]);
  await expect(products.undo(store, changeId)).rejects.toMatchObject({ code: 'undo_overtaken' });
  expect(await left(product)).toBe(47);
});
