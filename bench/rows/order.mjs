import { openShop } from '../support/a-shop.mjs';
import { buyersOf, orderOf } from '../support/buyers.mjs';
import { load } from '../support/load.mjs';
import { aProductOf, inDatabase, insertMany } from '../support/many-products.mjs';
import { median, PAIRS } from '../support/numbers.mjs';
import { bound, compare, holds, inPairs } from '../support/pairs.mjs';
import { besidePeer } from '../support/peers.mjs';
import { lastPieces, oldPrice } from './order-faults.mjs';

const LINES = 3;
const STOCK = 1_000_000;

/** Orders of three lines that share next to no product, and of three out of 200 hot ones. */
export const order = (world) => ordersOn(world, 'order', 5000, 0.75);
export const hotOrder = (world) => ordersOn(world, 'hot-order', 200, 0.7);

async function ordersOn(world, name, count, least) {
  const server = await world.haat();
  const shop = await openShop(server.url, 1, { photos: false });
  const products = await fill(server, shop, count);
  const buyers = await buyersOf(shop.api);
  const floor = await world.floor('mongo-order.mjs', [], { ...world.part(), PRODUCTS: String(count) });
  let asked = 0;
  let answered = 0;
  const next = () => orderOf(buyers[asked++ % buyers.length], pick(products));
  const post = { method: 'POST', path: '/orders', body: '{}', headers: { 'content-type': 'application/json' } };
  const pairs = await inPairs({
    async ours() {
      const measured = await load({ url: server.url, pid: server.pid, status: 201, next });
      answered += measured.count;
      return measured;
    },
    floor: () => load({ url: floor.url, pid: floor.pid, status: 201, next: () => post }),
  });
  const what = `order of ${LINES} lines, ${count} products`;
  const rate = compare(pairs, { name, what, unit: '/s', least, of: ({ perSecond }) => perSecond });
  const rows = [
    ...[rate, besidePeer('order', rate)],
    compare(pairs, { name, what: 'the same, p99', unit: 'ms', of: ({ p99Ms }) => p99Ms }),
    bound({
      ...{ name, what: `the same, p99, median of ${PAIRS}`, unit: 'ms', most: 150 },
      ours: median(pairs.pairs.map(({ ours }) => ours.p99Ms)),
    }),
    await booksAgree(server, shop, { name, count, answered }),
    await lastPieces(shop, buyers, name),
    await oldPrice(shop, buyers, name),
  ];
  await floor.stop();
  await server.stop();
  return rows;
}

/** Products with so much stock that each has to be counted and none is ever gone. */
const fill = ({ at }, { storeId, products: [first] }, count) =>
  inDatabase(at.MONGODB_URI, async (db) => {
    const { categoryId, category } = await db.collection('products').findOne({ _id: first.id });
    const of = { id: categoryId, name: category };
    return insertMany(db.collection('products'), count, (i) => aProductOf(storeId, of, i, STOCK));
  });

function pick(products) {
  const chosen = new Set();
  while (chosen.size < LINES) chosen.add(products[Math.floor(Math.random() * products.length)]);
  return [...chosen];
}

/**
 * What left the stock is what the orders took, and there are at least as many orders as were answered. All of it is
 * looked at in one moment: what was still under way when the load ended may go on.
 */
const booksAgree = ({ at }, { storeId }, { name, count, answered }) =>
  inDatabase(at.MONGODB_URI, (db) =>
    db.client.withSession((session) =>
      session.withTransaction(
        async () => {
          const one = async (kind, ...stages) =>
            (await db.collection(kind).aggregate(stages, { session }).toArray())[0];
          const left = await one(
            'products',
            { $match: { storeId, stock: { $ne: null } } },
            { $group: { _id: null, pieces: { $sum: '$stock' }, least: { $min: '$stock' } } },
          );
          const sold = await one(
            'orders',
            { $match: { storeId } },
            { $group: { _id: null, orders: { $sum: 1 }, pieces: { $sum: { $sum: '$lines.taken' } } } },
          );
          const { events } = await one('orderevents', { $match: { n: 0 } }, { $count: 'events' });
          const missing = count * STOCK - left.pieces;
          return holds({
            ...{ name, what: 'stock, orders and events agree' },
            saw: `${sold.orders} orders, ${events} events, ${missing} of ${sold.pieces} pieces`,
            so: missing === sold.pieces && left.least >= 0 && sold.orders >= answered && events === sold.orders,
          });
        },
        { readConcern: { level: 'snapshot' } },
      ),
    ),
  );
