import type { Order } from '../../../src/orders/model.js';
import { givesBack, mayMove } from '../../../src/orders/statuses.js';
import { choicesFor, orderText, paymentChoices } from '../../../src/orders/wording.js';
import type { Choice } from '../../../src/platform/prompt.js';
import type { Store } from '../../../src/stores/model.js';
import { localeOf } from '../../../src/stores/rules.js';
import { goTo, pass, type Say, type Step } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import { timeIn } from '../time-in.js';
import { search } from './search.js';
import type { Turn } from './turn.js';

type Here = Extract<Turn, { at: 'order' }>;

/** One order with all that can be done about it; its buttons are those of the alert. */
export const order: Step<Here, Turn, Deps> = {
  rest: true,

  async ask({ orderId }, deps): Promise<Say> {
    const { t } = deps;
    const { order: found, store } = await deps.orders.ofAccountById(deps.contact.accountId ?? '', orderId);
    return {
      text: [orderText(found, store, t, localeOf(store)), ...historyOf(found, store, deps)].join('\n'),
      card: `order:${orderId}`,
      choices: [...choicesOf(found, deps), { id: 'orders', label: t('common.do.orders') }],
    };
  },

  accept: ({ text }, _, deps) => (text === undefined ? pass() : search(text, deps)),

  back: ({ from }) => (from ? { at: 'list', ...from } : { at: 'waiting' }),
};

function choicesOf(found: Order, { t }: Deps): Choice[] {
  const callOff = { id: `call-off:${found._id}`, label: t('order.do.callOff') };
  return [
    ...choicesFor(found, t),
    ...(givesBack(found.status) ? [] : paymentChoices(found, t)),
    ...(found.status !== 'placed' && mayMove(found.status, 'cancelled', 'seller') ? [callOff] : []),
  ];
}

/** When it moved, the last things at most. */
const MOST_TOLD = 4;

function historyOf({ history }: Order, store: Store, deps: Deps): string[] {
  return history
    .filter(({ payment, note }) => payment === undefined && note === undefined)
    .slice(-MOST_TOLD)
    .map(({ status, at }) =>
      deps.t('orders.moved', { status: deps.t(`orders.step.${status}`), time: timeIn(at, store, deps) }),
    );
}

/** The way into one order. */
export const toOrder = (orderId: string, from?: Here['from']) =>
  goTo<Turn>({ at: 'order', orderId, ...(from && { from }) });
