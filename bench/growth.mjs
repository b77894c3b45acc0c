/**
 * `npm run bench:growth` opens towns of 10, 1,000 and 100,000 stores, and shows that what people do costs the same in
 * each, beside the smallest in the same minutes; then a store of 10,000 products and 100,000 orders beside usual ones,
 * and two processes beside one. Prints one table; the same is in `bench/growth.json`. BENCH_STORES, BENCH_PAIRS and
 * BENCH_SECONDS make it shorter.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, stayOn } from './a-haat.mjs';
import { costMs } from './growth/acts.mjs';
import { fillOrders, fillProducts } from './growth/fill.mjs';
import { plansOf } from './growth/plans.mjs';
import { processes } from './growth/processes.mjs';
import { sizesOf } from './growth/sizes.mjs';
import { openTown, orderOnce, townOf } from './growth/town.mjs';
import { openShop } from './support/a-shop.mjs';
import { compare, inPairs, unmeasured } from './support/pairs.mjs';
import { residentMb } from './support/processor.mjs';
import { tableOf } from './support/table.mjs';
import { openWorld } from './support/world.mjs';

const SIZES = (process.env.BENCH_STORES ?? '10,1000,100000').split(',').map(Number);
/** As many times the cost in the smallest. */
const MOST = 1.5;
/** Of the one large store; a town's largest size is given to what else is large, too. */
const MANY_PRODUCTS = Math.min(10_000, SIZES.at(-1));
const MANY_ORDERS = SIZES.at(-1);

stayOn(1);
const world = await openWorld();
const rows = [];
try {
  const towns = [];
  for (const stores of SIZES) {
    process.stderr.write(`a town of ${stores} stores …\n`);
    towns.push(await openTown(world, stores));
  }
  const [smallest, ...larger] = towns;
  for (const town of larger) rows.push(...(await beside(town, smallest, `${town.stores} stores`)));
  const largest = towns.at(-1);
  rows.push(...(await plansOf(largest.server, largest.acts)));
  process.stderr.write('a large store …\n');
  const large = await withLargeStore(largest);
  // a catalog of more products is more bytes, which is no matter of finding them
  const toldOnly = ['catalog', 'any catalog'];
  rows.push(...(await beside(large, largest, `${MANY_PRODUCTS} products, ${MANY_ORDERS} orders`, toldOnly)));
  rows.push(...(await plansOf(large.server, large.acts)));
  rows.push(...(await sizesOf(largest)));
  for (const { stores, server } of towns) {
    rows.push({ name: 'memory', what: `memory, ${stores} stores`, unit: 'MB', ours: residentMb(server.pid) });
  }
  for (const { people } of towns) people.stop();
  process.stderr.write('two processes …\n');
  rows.push(...(await processes(world)));
} finally {
  await world.close();
}
writeFileSync(
  join(root, 'bench', 'growth.json'),
  `${JSON.stringify({ at: new Date(), sizes: SIZES, rows }, null, 2)}\n`,
);
process.stdout.write(`${tableOf(rows)}\n`);
// a row that could not be measured may have left something listening
process.exit(rows.some(({ reached }) => reached === false) ? 1 : 0);

/**
 * Each act in one town beside the same in another.
 * @param toldOnly acts that cannot cost the same: of many shops, most catalogs are not kept ready
 */
async function beside(town, other, what, toldOnly = ['any catalog']) {
  const compared = [];
  for (const name of Object.keys(town.acts)) {
    process.stderr.write(`${name}, ${what} …\n`);
    const most = toldOnly.includes(name) ? undefined : MOST;
    try {
      const pairs = await inPairs({ ours: town.acts[name], floor: other.acts[name] });
      compared.push(compare(pairs, { name, what, unit: 'ms', most, of: costMs }));
    } catch (error) {
      compared.push(unmeasured(name, error));
    }
  }
  return compared;
}

/** The same town, whose people all go to one store that has everything. */
async function withLargeStore({ server, buyers, people, stores }) {
  const shop = await openShop(server.url, 20, { photos: false });
  await orderOnce(server, shop, buyers[0]);
  await fillProducts(server.at.MONGODB_URI, shop.storeId, MANY_PRODUCTS - 20);
  await fillOrders(server.at.MONGODB_URI, shop.storeId, MANY_ORDERS);
  await shop.api('PATCH', `/products/${shop.products[0].id}`, { description: 'Sweet.' }, shop);
  return townOf({ stores, server, shops: [shop], buyers, people });
}
