import { type Flow, finish, goTo, handOver, pass } from '../conversation/flow.js';
import { isRefused } from './buy/shop.js';
import type { Deps } from './deps.js';
import { found, list, pickText, waiting } from './orders/lists.js';
import { order } from './orders/order.js';
import { Turn } from './orders/turn.js';

/** A seller sees the orders of all stores: those that wait first, the others by how they stand, each with its buttons. */
export const orders: Flow<Turn, Deps> = {
  id: 'orders',
  schema: Turn,
  start: { at: 'waiting' },
  steps: { waiting, list, found, order },
  entries: [
    {
      command: 'orders',
      open: (_, __, { contact }) => (contact.accountId ? goTo({ at: 'waiting' }) : handOver('sign-up')),
    },
    {
      choice: 'pick-list',
      open: async (_, __, deps) => (deps.contact.accountId ? finish(await pickText(deps)) : pass()),
    },
    {
      choice: 'order:',
      async open(orderId, _, { contact, orders: all }) {
        if (!contact.accountId) return pass();
        try {
          await all.ofAccountById(contact.accountId, orderId);
        } catch (error) {
          if (isRefused(error, 'no_order')) return pass();
          throw error;
        }
        return goTo({ at: 'order', orderId });
      },
    },
  ],
};
