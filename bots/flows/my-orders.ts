import { takesNote } from '../../src/orders/aside.js';
import type { Order } from '../../src/orders/model.js';
import { mayMove } from '../../src/orders/statuses.js';
import { isToPayByUpi } from '../../src/orders/upi.js';
import { type Flow, finish, goTo, type Next, pass } from '../conversation/flow.js';
import { isRefused } from './buy/shop.js';
import type { Deps } from './deps.js';
import { cancel, note, paid } from './my-orders/asking.js';
import { order } from './my-orders/order.js';
import { Turn } from './my-orders/turn.js';

/** Orders listed at once. */
const AT_ONCE = 8;

/** A buyer looks up what was ordered and how it stands, and takes an order back while the shop has not answered. */
export const myOrders: Flow<Turn, Deps> = {
  id: 'my-orders',
  schema: Turn,
  start: { at: 'list', customerId: '' },
  steps: {
    list: {
      rest: true,
      async ask({ customerId, cursor }, deps) {
        const { items, nextCursor } = await deps.orders.ofCustomer(customerId, { limit: AT_ONCE, cursor });
        if (items.length === 0) return { text: deps.t('buy.noOrders') };
        return {
          text: deps.t('buy.myOrders'),
          choices: [
            ...(await Promise.all(items.map((order) => orderRow(order, deps)))),
            ...(nextCursor === null ? [] : [{ id: 'next', label: deps.t('common.more') }]),
          ],
        };
      },
      async accept({ choice }, here, { orders }) {
        if (choice !== 'next') return pass();
        const { nextCursor } = await orders.ofCustomer(here.customerId, { limit: AT_ONCE, cursor: here.cursor });
        return goTo({ ...here, cursor: nextCursor ?? undefined });
      },
    },
    order,
    cancel,
    paid,
    note,
  },
  entries: [
    {
      command: 'myorders',
      async open(_, __, deps) {
        const customerId = await customerOf(deps);
        return customerId ? goTo({ at: 'list', customerId }) : finish({ text: deps.t('buy.noOrders') });
      },
    },
    { choice: 'order:', open: (orderId, _, deps) => open('order', orderId, deps) },
    { choice: 'cancel:', open: (orderId, _, deps) => open('cancel', orderId, deps) },
    { choice: 'paid:', open: (orderId, _, deps) => open('paid', orderId, deps) },
    { choice: 'note:', open: (orderId, _, deps) => open('note', orderId, deps) },
    {
      quick: 'whereIs',
      async open(part, _, deps) {
        const customerId = await customerOf(deps);
        const newest = customerId ? await deps.orders.newestOf(customerId, part) : null;
        return customerId && newest ? goTo({ at: 'order', customerId, orderId: newest._id }) : pass();
      },
    },
  ],
};

/** The buyer this contact is; a number proved for selling says so too. */
export async function customerOf({ contact, contacts, customers }: Deps): Promise<string | undefined> {
  const { customerId, phone, phoneProof } = contact;
  if (customerId || !phone || !phoneProof) return customerId;
  const { customer } = await customers.ensure(phone);
  await contacts.linkCustomer(contact._id, customer._id, phone, phoneProof);
  return customer._id;
}

/** Opens an order of this buyer, at a question where that can still be asked; passes on what is somebody else's. */
async function open(
  at: 'order' | 'cancel' | 'paid' | 'note',
  orderId: string,
  { contact, orders }: Deps,
): Promise<Next<Turn>> {
  const { customerId } = contact;
  if (!customerId) return pass();
  try {
    const found = await orders.ofCustomerById(customerId, orderId);
    const can = {
      order: true,
      cancel: mayMove(found.status, 'cancelled', 'customer'),
      paid: isToPayByUpi(found),
      note: takesNote(found),
    };
    return goTo({ at: can[at] ? at : 'order', customerId, orderId });
  } catch (error) {
    if (isRefused(error, 'no_order')) return pass();
    throw error;
  }
}

async function orderRow(order: Order, deps: Deps) {
  const store = await deps.stores.byId(order.storeId);
  const { number, status } = order;
  return {
    id: `order:${order._id}`,
    label: deps.t('buy.orderRow', { number, status: deps.t(`buy.short.${status}`), shop: store.name }),
  };
}
