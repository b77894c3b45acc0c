import { beforeEach, describe, expect, it } from 'vitest';
import type { Product } from '../../src/catalog/model.js';
import type { Store } from '../../src/stores/model.js';
import { readBy } from '../support/plans.js';
import { aShopThroughTime } from '../support/shop-through-time.js';

const { services, aStore, aProduct, aCustomer, ordered, itIs } = aShopThroughTime();

let store: Store;
let mango: Product;
beforeEach(async () => {
  itIs('2026-11-27T10:00:00Z');
  store = await aStore();
  mango = await aProduct({ store });
});

describe('a report', () => {
  it('counts the day from midnight to midnight where the shop is', async () => {
    // 23:59 yesterday, 00:00 and 23:59 today, 00:00 tomorrow, in India
    for (const moment of [
      '2026-11-26T18:29:59Z',
      '2026-11-26T18:30:00Z',
      '2026-11-27T18:29:59Z',
      '2026-11-27T18:30:00Z',
    ]) {
      await ordered(moment, mango);
    }
    itIs('2026-11-27T18:29:59Z');
    const { orders, revenue, average, bars } = await services.reports.of(store, 1);
    expect({ orders, revenue, average }).toEqual({ orders: 2, revenue: 29800, average: 14900 });
    const busy = bars.flatMap((bar, hour) => (bar.orders > 0 ? [[hour, bar.revenue]] : []));
    expect(busy).toEqual([
      [0, 14900],
      [23, 14900],
    ]);
  });

  it.each([
    [
      '2026-03-08',
      'sleeps an hour less',
      '2026-03-08T04:59:00Z',
      '2026-03-08T05:00:00Z',
      '2026-03-09T03:59:00Z',
      '2026-03-09T04:00:00Z',
      23,
    ],
    [
      '2026-11-01',
      'sleeps an hour more',
      '2026-11-01T03:59:00Z',
      '2026-11-01T04:00:00Z',
      '2026-11-02T04:59:00Z',
      '2026-11-02T05:00:00Z',
      25,
    ],
  ])(
    'of %s, when New York %s, has just the orders of that day',
    async (_day, _what, before, first, last, after, hours) => {
      const york = await aStore({ timeZone: 'America/New_York' });
      const pickle = await aProduct({ store: york });
      for (const moment of [before, first, last, after]) await ordered(moment, pickle);
      itIs(last);
      const report = await services.reports.of(york, 1);
      expect(report.orders).toBe(2);
      expect(report.bars).toHaveLength(hours);
      expect([report.bars[0]?.orders, report.bars.at(-1)?.orders]).toEqual([1, 1]);
    },
  );

  it('has a bar for each of seven days, also for those without an order', async () => {
    await ordered('2026-11-21T06:00:00Z', mango);
    await ordered('2026-11-27T06:00:00Z', mango, { qty: 2 });
    const { bars, orders } = await services.reports.of(store, 7);
    expect(bars.map(({ revenue }) => revenue)).toEqual([14900, 0, 0, 0, 0, 0, 29800]);
    expect(orders).toBe(2);
  });

  it('leaves out what was rejected or cancelled, and says how many those were', async () => {
    const buyer = await aCustomer();
    await ordered('2026-11-27T06:00:00Z', mango);
    await ordered('2026-11-27T06:00:00Z', mango, { status: 'rejected', qty: 7 });
    const { _id } = await ordered('2026-11-27T07:00:00Z', mango, { buyer, qty: 9 });
    await services.orders.cancel(buyer.customer._id, _id);
    const report = await services.reports.of(store, 1);
    expect(report).toMatchObject({ orders: 1, revenue: 14900, lost: 2, buyers: 1 });
    expect(report.best).toEqual([{ productId: mango._id, name: 'Mango pickle', pieces: 1, revenue: 14900 }]);
  });

  it('is held against the period before, up to the same time of day', async () => {
    for (const moment of ['2026-11-26T05:00:00Z', '2026-11-26T09:59:00Z', '2026-11-26T11:00:00Z']) {
      await ordered(moment, mango);
    }
    await ordered('2026-11-27T05:00:00Z', mango);
    expect((await services.reports.of(store, 1)).before).toEqual({ orders: 2, revenue: 29800 });
    expect(await services.reports.of(store, 7)).toMatchObject({ orders: 4, before: { orders: 0, revenue: 0 } });
  });

  it('names the five products of which most pieces were bought, the most first', async () => {
    const products = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((n) => aProduct({ store, name: `Pickle ${n}`, salePrice: 1000 * n, mrp: 10000 })),
    );
    for (const [n, product] of products.entries()) await ordered('2026-11-27T05:00:00Z', product, { qty: n + 1 });
    const [first] = products;
    if (first) await ordered('2026-11-27T06:00:00Z', first, { qty: 9 });
    const { best } = await services.reports.of(store, 30);
    expect(best.map(({ name, pieces }) => [name, pieces])).toEqual([
      ['Pickle 1', 10],
      ['Pickle 6', 6],
      ['Pickle 5', 5],
      ['Pickle 4', 4],
      ['Pickle 3', 3],
    ]);
  });

  it('counts as returning who had ordered here before the period, and nobody else', async () => {
    const [old, twice, turnedDown, elsewhere] = await Promise.all([1, 2, 3, 4].map(() => aCustomer()));
    if (!old || !twice || !turnedDown || !elsewhere) throw new Error('nobody came');
    await ordered('2026-10-01T05:00:00Z', mango, { buyer: old });
    await ordered('2026-10-01T05:00:00Z', mango, { buyer: old });
    await ordered('2026-10-01T05:00:00Z', mango, { buyer: turnedDown, status: 'rejected' });
    await ordered('2026-10-01T05:00:00Z', await aProduct(), { buyer: elsewhere });
    for (const buyer of [old, twice, twice, turnedDown, elsewhere])
      await ordered('2026-11-27T05:00:00Z', mango, { buyer });
    expect(await services.reports.of(store, 1)).toMatchObject({ orders: 5, buyers: 4, returning: 1 });
    itIs('2026-11-28T10:00:00Z');
    await ordered('2026-11-28T05:00:00Z', mango, { buyer: twice });
    expect(await services.reports.of(store, 1)).toMatchObject({ orders: 1, buyers: 1, returning: 1 });
  });

  it('of an empty period is all zero', async () => {
    const report = await services.reports.of(store, 30);
    expect(report).toMatchObject({ orders: 0, revenue: 0, average: null, lost: 0, buyers: 0, returning: 0, best: [] });
    expect(report.bars).toHaveLength(30);
  });

  it('reads the orders of its periods and no others, however many there are', async () => {
    const other = await aProduct();
    for (let n = 0; n < 15; n++) await ordered('2026-08-01T05:00:00Z', mango);
    for (let n = 0; n < 15; n++) await ordered('2026-11-27T05:00:00Z', other);
    for (const day of ['26', '27']) await ordered(`2026-11-${day}T05:00:00Z`, mango);
    let orders = 0;
    const read = await readBy(services.db, async () => {
      ({ orders } = await services.reports.of(store, 1));
    });
    expect(orders).toBe(1);
    // one of today, looked at once more for its buyer's earlier ones, and one of yesterday
    expect(read.docs).toBeLessThanOrEqual(4);
    expect(read.keys).toBeLessThanOrEqual(10);
  });
});
