import type { Order } from '../../src/orders/model.js';
import { formatMoney } from '../../src/platform/money.js';
import type { Store } from '../../src/stores/model.js';
import { localeOf } from '../../src/stores/rules.js';
import { finish } from '../conversation/flow.js';
import type { Deps } from './deps.js';
import { entriesOnly } from './entries-only.js';
import { doing, withStore } from './seller.js';

const PAGE = 100;
/** No day of a small trader has more. */
const MOST_PAGES = 20;

/** Tells a seller what came in today: how many orders, and what they bring. */
export const report = entriesOnly<Deps>('report', [
  {
    command: 'report',
    open: (_, __, deps) =>
      withStore(deps, async (store) => {
        const orders = await ordersOfToday(store, deps);
        // what was turned down or taken back brings nothing
        const standing = orders.filter(({ status }) => status !== 'rejected' && status !== 'cancelled');
        const revenue = standing.reduce((sum, { total }) => sum + total, 0);
        const slots = {
          shop: store.name,
          count: standing.length,
          revenue: formatMoney(revenue, store.currency, localeOf(store)),
        };
        const text = deps.t(standing.length === 0 ? 'report.none' : 'report.today', slots);
        return finish({ text, choices: doing(deps.t, 'orders', 'share') });
      }),
  },
]);

async function ordersOfToday(store: Store, { now, orders }: Deps): Promise<Order[]> {
  const dayOf = new Intl.DateTimeFormat('en', { timeZone: store.timeZone, dateStyle: 'short' });
  const today = dayOf.format(now);
  const found: Order[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { items, nextCursor } = await orders.ofStore(store._id, { limit: PAGE, cursor });
    const ofToday = items.filter(({ createdAt }) => dayOf.format(createdAt) === today);
    found.push(...ofToday);
    if (!nextCursor || ofToday.length < items.length) break;
    cursor = nextCursor;
  }
  return found;
}
