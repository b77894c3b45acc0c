import { z } from 'zod';
import { orderText } from '../../src/orders/alerts.js';
import { localeOf } from '../../src/stores/rules.js';
import { type Flow, goTo, handOver, pass } from '../conversation/flow.js';
import type { Deps } from './deps.js';
import { doing, headed } from './seller.js';

const Turn = z.object({ at: z.literal('waiting') });
type Turn = z.infer<typeof Turn>;

/** Two buttons each fill one numbered page. */
const MOST_SHOWN = 4;
const MOST_COUNTED = 100;

/** The orders of all of a seller's stores that wait for an answer, the oldest first. */
export const orders: Flow<Turn, Deps> = {
  id: 'orders',
  schema: Turn,
  start: { at: 'waiting' },
  steps: {
    waiting: {
      rest: true,
      async ask(_, deps) {
        const { contact, t } = deps;
        // linked in this very message: the contact is read anew
        const accountId = contact.accountId ?? (await deps.contacts.find(contact._id))?.accountId ?? '';
        const waiting = await deps.orders.waiting(accountId, MOST_COUNTED);
        if (waiting.length === 0) return { text: t('orders.none'), choices: doing(t, 'share', 'products') };
        const shown = waiting.slice(0, MOST_SHOWN);
        const texts = await Promise.all(
          shown.map(async (order) => {
            const store = await deps.stores.byId(order.storeId);
            return headed(orderText(order, store, t, localeOf(store)), store, deps);
          }),
        );
        const more = waiting.length - shown.length;
        return {
          text: [...texts, ...(more > 0 ? [t('orders.more', { count: more })] : [])].join('\n\n'),
          choices: shown.flatMap(({ _id, number }) => [
            { id: `accept:${_id}`, label: t('orders.accept', { number }) },
            { id: `reject:${_id}`, label: t('orders.reject', { number }) },
          ]),
        };
      },
      accept: () => pass(),
    },
  },
  entries: [
    {
      command: 'orders',
      open: (_, __, { contact }) => (contact.accountId ? goTo({ at: 'waiting' }) : handOver('sign-up')),
    },
  ],
};
