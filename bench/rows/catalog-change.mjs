import { setTimeout as sleep } from 'node:timers/promises';
import { load } from '../support/load.mjs';
import { inDatabase } from '../support/many-products.mjs';
import { bound, compare, holds, inPairs } from '../support/pairs.mjs';

const CHANGE_EVERY_MS = 500;
const LOOKS = 10;
const LOOK_EVERY_MS = 5;
const ASK_AT_ONCE = 200;
const MOST_STALE_MS = 1000;

/** Readers of the catalog while its seller changes it, and how soon each process shows the change. */
export async function catalogChange(world) {
  const { server, ...shop } = await world.shop();
  const url = `${server.url}/api/v1/storefront/${shop.link}/catalog`;
  const { id } = shop.products[0];
  let price = 1000;
  /** @returns the price from now on */
  const change = async () => {
    await shop.api('PATCH', `/products/${id}`, { salePrice: ++price }, shop);
    return price;
  };
  const read = () => load({ url, pid: server.pid, headers: { 'accept-encoding': 'gzip' } });
  const pairs = await inPairs({
    async ours() {
      const reading = read();
      let isOver = false;
      reading.finally(() => (isOver = true)).catch(() => undefined);
      while (!isOver) {
        await change();
        await sleep(CHANGE_EVERY_MS);
      }
      return reading;
    },
    floor: read,
  });
  return [
    compare(pairs, {
      ...{ name: 'catalog-change', what: 'p99 of readers while it changes, beside unchanged' },
      ...{ unit: 'ms', most: 2, of: ({ p99Ms }) => p99Ms },
    }),
    ...(await mostStale(world, server, url, {
      'longest stale, two processes': change,
      'the same where Redis tells nobody': unannounced(server, shop, id, () => ++price),
    })),
    await rebuilds(server, url, change),
  ];
}

/** A change as it is written, of which only the database knows. */
const unannounced =
  ({ at }, { storeId }, id, nextPrice) =>
  () =>
    inDatabase(at.MONGODB_URI, async (db) => {
      const salePrice = nextPrice();
      await db.collection('products').updateOne({ _id: id }, { $set: { salePrice } });
      await db.collection('stores').updateOne({ _id: storeId }, { $inc: { catalogVersion: 1 } });
      return salePrice;
    });

/** The longest that one of two processes, whose readers ask all the time, showed the price of before. */
async function mostStale(world, { at }, url, changes) {
  const other = await world.haat({}, at);
  const addresses = [url, other.url + new URL(url).pathname];
  const rows = [];
  for (const [what, change] of Object.entries(changes)) {
    const took = [];
    for (let look = 0; look < LOOKS; look++) {
      const price = await change();
      const changed = performance.now();
      took.push(...(await Promise.all(addresses.map((address) => staleMs(address, price, changed)))));
    }
    rows.push(bound({ name: 'catalog-change', what, unit: 'ms', most: MOST_STALE_MS, ours: Math.max(...took) }));
  }
  await other.stop();
  return rows;
}

/** How long after the change the last reader asked who was shown the price of before. */
async function staleMs(address, price, changed) {
  for (let last = 0; ; ) {
    const asked = performance.now() - changed;
    const told = await (await fetch(address)).text();
    if (told.includes(`"salePrice":${price},`)) return last;
    last = asked;
    await sleep(LOOK_EVERY_MS);
  }
}

/** How often the products were read for all who asked right after a change, as the database tells it. */
const rebuilds = ({ at }, url, change) =>
  inDatabase(at.MONGODB_URI, async (db) => {
    const reads = { op: 'query', 'command.find': 'products', 'command.filter._id': { $exists: false } };
    await db.command({ profile: 1, filter: reads });
    await change();
    await Promise.all(Array.from({ length: ASK_AT_ONCE }, async () => (await fetch(url)).arrayBuffer()));
    await db.command({ profile: 0, filter: 'unset' });
    const count = await db.collection('system.profile').countDocuments(reads);
    await db.collection('system.profile').drop();
    return holds({
      ...{ name: 'catalog-change', what: `rebuilds for ${ASK_AT_ONCE} who ask at once` },
      ...{ saw: String(count), so: count === 1 },
    });
  });
