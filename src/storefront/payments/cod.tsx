import type { PaymentWay } from './payment-way.js';

/** Cash, when it comes. */
export const cod: PaymentWay = {
  id: 'cod',
  isTaken: () => true,
  label: (t) => t('storefront.payCash'),
  toPay: async (order, _store, { t, money }) => (
    <p>{t(order.pickup ? 'storefront.payAtPickup' : 'storefront.payInCash', { total: money(order.total) })}</p>
  ),
};
