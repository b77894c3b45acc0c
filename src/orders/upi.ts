import { currencyDigits } from '../platform/money.js';
import type { Store } from '../stores/model.js';
import type { Order } from './model.js';

/** Whether the buyer of this order has still to pay it, by UPI. */
export const isToPayByUpi = ({ payment, status }: Pick<Order, 'payment' | 'status'>): boolean =>
  payment.method === 'upi' && payment.state !== 'received' && status !== 'rejected' && status !== 'cancelled';

/**
 * NPCI's link for a payment, which opens a payment app on a phone; undefined where the shop has no UPI ID. Rupees are
 * the only currency of UPI.
 */
export function upiLink(
  { total, currency, number }: Pick<Order, 'total' | 'currency' | 'number'>,
  { upiVpa, name }: Pick<Store, 'upiVpa' | 'name'>,
): string | undefined {
  if (upiVpa === undefined || currency !== 'INR') return undefined;
  const amount = (total / 10 ** currencyDigits(currency)).toFixed(2);
  // payment apps read %20 for a space, and not all of them a plus
  const query = new URLSearchParams({ pa: upiVpa, pn: name, am: amount, cu: currency, tn: number });
  return `upi://pay?${query.toString().replaceAll('+', '%20')}`;
}
