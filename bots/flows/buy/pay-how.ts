import type { Order } from '../../../src/orders/model.js';
import { isToPayByUpi, upiLink } from '../../../src/orders/upi.js';
import type { Store } from '../../../src/stores/model.js';
import type { Deps } from '../deps.js';
import { moneyIn } from './shop.js';

/** How an order is still to be paid, or that it is, in lines; cash is said with the order itself. */
export function payHow(order: Order, store: Store, deps: Pick<Deps, 't' | 'language'>): string[] {
  const { t } = deps;
  const { payment, total } = order;
  if (payment.state === 'received') return [t('buy.isPaid')];
  if (!isToPayByUpi(order)) return [];
  if (payment.state === 'claimed') return [t('buy.isClaimed', { shop: store.name })];
  const { upiVpa, paymentText } = store;
  const link = upiLink(order, store);
  return [
    ...(upiVpa === undefined ? [] : [t('buy.payTo', { total: moneyIn(store, deps)(total), vpa: upiVpa })]),
    ...(link === undefined ? [] : [link]),
    ...(paymentText === undefined ? [] : [paymentText]),
  ];
}
