import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Product } from '../../../src/catalog/model.js';
import type { Order, OrderEvent } from '../../../src/orders/model.js';
import { testShop } from '../../support/builders.js';
import { testDbUri, uriOf } from '../../support/db.js';
import { testFolder } from '../../support/test-folder.js';
import { aHaat, archiveIn } from './a-haat.js';

const { services, aStore, aProduct, anOrder } = testShop();
const folder = testFolder();
const there = aHaat(testDbUri(), join(folder, 'there'));

const STOCK = 100_000;
const BACKUPS = 4;

it('a backup is one moment of a busy shop: every order in it with its stock, its event, its number and its buyer', async () => {
  const here = aHaat(uriOf(services.db.name), join(folder, 'here'));
  const store = await aStore();
  const pickle = await aProduct({ store, stock: STOCK });
  const papad = await aProduct({ store, name: 'Papad', stock: STOCK });
  const placed: string[] = [];
  let isOver = false;
  const buys = async (): Promise<void> => {
    while (!isOver) {
      const order = await anOrder([
        [pickle, 1],
        [papad, 2],
      ]);
      placed.push(order._id);
      if (placed.length % 3 === 0) {
        await services.orders.cancel(order.customerId, order._id, { key: 'no' });
      }
    }
  };
  const buyers = Promise.all([buys(), buys(), buys(), buys()]);

  try {
    for (let n = 0; n < BACKUPS; n++) {
      await expect.poll(() => placed.length).toBeGreaterThan(n * 20);
      const before = [...placed];
      const file = archiveIn(folder, `${n}.haat`);
      await here.backUp(file);
      await there.restore(file, { replace: true });
      await expectWhole(before);
    }
  } finally {
    isOver = true;
    await buyers;
  }

  async function expectWhole(acknowledged: readonly string[]): Promise<void> {
    const orders = await there.db.collection<Order>('orders').find().toArray();
    const ids = orders.map(({ _id }) => _id);
    expect(ids).toEqual(expect.arrayContaining([...acknowledged]));
    expect(new Set(orders.map(({ number }) => number)).size).toBe(orders.length);

    const open = orders.filter(({ status }) => status !== 'cancelled').length;
    const left = async (_id: string) => (await there.db.collection<Product>('products').findOne({ _id }))?.stock;
    expect([await left(pickle._id), await left(papad._id)]).toEqual([STOCK - open, STOCK - 2 * open]);

    const events = await there.db.collection<OrderEvent>('orderevents').find().toArray();
    const happened = orders.flatMap(({ _id, history }) => history.map((_, n) => `${_id}.${n}`));
    expect(events.map(({ _id }) => _id).sort()).toEqual(happened.sort());

    const customers = await there.db.collection<{ _id: string }>('customers').distinct('_id');
    expect(customers).toEqual(expect.arrayContaining([...new Set(orders.map(({ customerId }) => customerId))]));
  }
}, 120_000);
