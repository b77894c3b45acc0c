import { cpus } from 'node:os';
import { openShop } from '../support/a-shop.mjs';
import { buyersOf, orderOf } from '../support/buyers.mjs';
import { load } from '../support/load.mjs';
import { CONNECTIONS } from '../support/numbers.mjs';
import { compare, inPairs } from '../support/pairs.mjs';

/** The second process has a core that neither the first nor the databases need, where there is one. */
const SECOND_CORE = cpus().length > 2 ? 2 : 1;

/** What two api processes of one shop do, beside one of them. */
export async function processes(world) {
  const first = await world.haat();
  const second = await world.haat({}, first.at, SECOND_CORE);
  const shop = await openShop(first.url, 50, { photos: false });
  const buyers = await buyersOf(shop.api);
  const any = (list) => list[Math.floor(Math.random() * list.length)];
  const acts = {
    catalogs: (url) => ({
      url: `${url}/api/v1/storefront/${shop.link}/catalog`,
      headers: { 'accept-encoding': 'gzip' },
    }),
    orders: (url) => ({ url, status: 201, next: () => orderOf(any(buyers), [any(shop.products)]) }),
  };
  const rows = [];
  for (const [name, act] of Object.entries(acts)) {
    const on = ({ url, pid }, connections) => load({ ...act(url), pid, connections });
    const pairs = await inPairs({
      async ours() {
        const both = await Promise.all([first, second].map((server) => on(server, CONNECTIONS / 2)));
        return { perSecond: both.reduce((sum, { perSecond }) => sum + perSecond, 0) };
      },
      floor: () => on(first, CONNECTIONS),
    });
    const what = `${name}, two processes beside one, ${cpus().length} cores`;
    rows.push(compare(pairs, { name: 'processes', what, unit: '/s', of: ({ perSecond }) => perSecond }));
  }
  await second.stop();
  await first.stop();
  return rows;
}
