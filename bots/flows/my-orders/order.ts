import { takesNote } from '../../../src/orders/aside.js';
import type { Order } from '../../../src/orders/model.js';
import { mayMove, type Status } from '../../../src/orders/statuses.js';
import { isToPayByUpi } from '../../../src/orders/upi.js';
import type { Choice } from '../../../src/platform/prompt.js';
import type { Store } from '../../../src/stores/model.js';
import { pass, type Say, type Step } from '../../conversation/flow.js';
import { sumLines } from '../buy/cart.js';
import { payHow } from '../buy/pay-how.js';
import { moneyIn } from '../buy/shop.js';
import type { Deps } from '../deps.js';
import { timeIn } from '../time-in.js';
import type { Turn } from './turn.js';

type Here = Extract<Turn, { at: 'order' }>;

/** How an order stands, and what its buyer can do about it. */
export const order: Step<Here, Turn, Deps> = {
  rest: true,

  async ask({ customerId, orderId }, deps): Promise<Say> {
    const found = await deps.orders.ofCustomerById(customerId, orderId);
    const store = await deps.stores.byId(found.storeId);
    return { text: textOf(found, store, deps), choices: choicesOf(found, deps) };
  },

  accept: () => pass(),

  back: ({ customerId }) => ({ at: 'list', customerId }),
};

function choicesOf(found: Order, { t }: Deps): Choice[] {
  const { _id } = found;
  return [
    ...(isToPayByUpi(found) && found.payment.state === 'due' ? [{ id: `paid:${_id}`, label: t('buy.iPaid') }] : []),
    { id: `again:${_id}`, label: t('order.do.again') },
    ...(takesNote(found) ? [{ id: `note:${_id}`, label: t(found.note ? 'buy.changeNote' : 'buy.addNote') }] : []),
    ...(mayMove(found.status, 'cancelled', 'customer') ? [{ id: `cancel:${_id}`, label: t('buy.cancelOrder') }] : []),
    { id: `ask-about:${_id}`, label: t('talk.do.ask') },
    { id: 'my-orders', label: t('common.do.myorders') },
  ];
}

/** Of these the buyer is told when they happened. */
const TOLD: readonly Status[] = ['placed', 'accepted', 'shipped', 'delivered'];

function textOf(found: Order, store: Store, deps: Deps): string {
  const { t } = deps;
  const money = moneyIn(store, deps);
  const { number, status, history, lines, note } = found;
  const moves = history.filter((entry) => entry.payment === undefined && entry.note === undefined);
  const times = moves
    .filter((entry) => TOLD.includes(entry.status))
    .map(({ status: step, at }) =>
      t('orders.moved', { status: t(`orders.step.${step}`), time: timeIn(at, store, deps) }),
    );
  return [
    t(`buy.status.${status}`, { number, shop: store.name, total: money(found.total) }),
    ...lines.map(({ qty, name, lineTotal }) => t('buy.line', { qty, name, total: money(lineTotal) })),
    ...sumLines(found, store, deps),
    ...(found.pickup ? [t('buy.pickupBy', { name: found.name, address: store.address })] : []),
    ...(note ? [t('buy.note', { note })] : []),
    ...payHow(found, store, deps),
    ...times,
  ].join('\n');
}
