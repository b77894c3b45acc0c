import { z } from 'zod';
import type { Order } from '../../src/orders/model.js';
import { mayMove } from '../../src/orders/statuses.js';
import { type Flow, finish, goTo, type Next, pass } from '../conversation/flow.js';
import { sumLines } from './buy/cart.js';
import { isRefused, moneyIn } from './buy/shop.js';
import type { Deps } from './deps.js';

const Turn = z.discriminatedUnion('at', [
  z.object({ at: z.literal('list'), customerId: z.string(), cursor: z.string().optional() }),
  z.object({ at: z.literal('order'), customerId: z.string(), orderId: z.string() }),
  z.object({ at: z.literal('cancel'), customerId: z.string(), orderId: z.string() }),
]);
type Turn = z.infer<typeof Turn>;

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
    order: {
      rest: true,
      async ask({ customerId, orderId }, deps) {
        const order = await deps.orders.ofCustomerById(customerId, orderId);
        const takeBack = { id: `cancel:${orderId}`, label: deps.t('buy.cancelOrder') };
        return {
          text: await orderText(order, deps),
          choices: [
            ...(mayMove(order.status, 'cancelled', 'customer') ? [takeBack] : []),
            { id: 'my-orders', label: deps.t('common.do.myorders') },
          ],
        };
      },
      accept: () => pass(),
      back: ({ customerId }) => ({ at: 'list', customerId }),
    },
    cancel: {
      async ask({ customerId, orderId }, { orders, t }) {
        const { number } = await orders.ofCustomerById(customerId, orderId);
        return {
          text: t('buy.sureToCancel', { number }),
          choices: [
            { id: 'yes', label: t('buy.yesCancel') },
            { id: 'no', label: t('buy.noKeep') },
          ],
        };
      },
      async accept({ choice }, { customerId, orderId }, { orders, onceKey }) {
        if (choice === 'no') return goTo({ at: 'order', customerId, orderId });
        if (choice !== 'yes') return pass();
        try {
          await orders.cancel(customerId, orderId, { key: onceKey });
        } catch (error) {
          // the shop was quicker: the order itself says how it stands
          if (!isRefused(error, 'illegal_status')) throw error;
        }
        return goTo({ at: 'order', customerId, orderId });
      },
      back: ({ customerId, orderId }) => ({ at: 'order', customerId, orderId }),
    },
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
  ],
};

/** The buyer this contact is; a number proved for selling says so too. */
async function customerOf({ contact, contacts, customers }: Deps): Promise<string | undefined> {
  const { customerId, phone, phoneProof } = contact;
  if (customerId || !phone || !phoneProof) return customerId;
  const { customer } = await customers.ensure(phone);
  await contacts.linkCustomer(contact._id, customer._id, phone, phoneProof);
  return customer._id;
}

/** Opens an order of this buyer; passes on what is somebody else's. */
async function open(at: 'order' | 'cancel', orderId: string, { contact, orders }: Deps): Promise<Next<Turn>> {
  const { customerId } = contact;
  if (!customerId) return pass();
  try {
    const order = await orders.ofCustomerById(customerId, orderId);
    const canCancel = mayMove(order.status, 'cancelled', 'customer');
    return goTo({ at: at === 'cancel' && canCancel ? 'cancel' : 'order', customerId, orderId });
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

async function orderText(order: Order, deps: Deps): Promise<string> {
  const { stores, t } = deps;
  const store = await stores.byId(order.storeId);
  const money = moneyIn(store, deps);
  const slots = { number: order.number, shop: store.name, total: money(order.total) };
  return [
    t(`buy.status.${order.status}`, slots),
    ...order.lines.map(({ qty, name, lineTotal }) => t('buy.line', { qty, name, total: money(lineTotal) })),
    ...sumLines(order, store, deps),
    ...(order.pickup ? [t('buy.pickupBy', { name: order.name, address: store.address })] : []),
  ].join('\n');
}
