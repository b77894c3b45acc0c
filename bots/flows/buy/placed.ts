import { isToPayByUpi } from '../../../src/orders/upi.js';
import { goTo, pass, type Say, type Step } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import { payHow } from './pay-how.js';
import { moneyIn, toShop } from './shop.js';
import type { At, Turn } from './turn.js';

/** The order is with the shop: its number, and what there is to pay. */
export const placed: Step<At<'placed'>, Turn, Deps> = {
  rest: true,

  async ask({ customerId, orderId }, deps): Promise<Say> {
    const { orders, stores, t } = deps;
    const order = await orders.ofCustomerById(customerId, orderId);
    const store = await stores.byId(order.storeId);
    const slots = { number: order.number, shop: store.name, total: moneyIn(store, deps)(order.total) };
    const isUpi = order.payment.method === 'upi';
    const done = t(isUpi ? 'buy.placed' : order.pickup ? 'buy.placedPickup' : 'buy.placedCash', slots);
    const lines =
      order.status === 'placed' ? [done, ...payHow(order, store, deps)] : [t(`buy.status.${order.status}`, slots)];
    const isDue = isToPayByUpi(order) && order.payment.state === 'due';
    return {
      text: lines.join('\n'),
      choices: [
        ...(isDue ? [{ id: `paid:${orderId}`, label: t('buy.iPaid') }] : []),
        { id: `order:${orderId}`, label: t('buy.seeOrder') },
        toShop(deps),
      ],
    };
  },

  accept: ({ choice }, { storeId }) => (choice === 'buy' ? goTo({ at: 'shelf', storeId }) : pass()),

  back: ({ storeId }) => ({ at: 'shelf', storeId }),
};
