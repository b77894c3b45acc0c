import QRCode from 'qrcode';
import type { Order } from '../../orders/model.js';
import { currencyDigits } from '../../platform/money.js';
import type { Store } from '../../stores/model.js';
import type { PaymentWay } from './payment-way.js';

/**
 * UPI, from the buyer's bank straight to the seller's: a link that opens a payment app on a phone, and its QR for
 * another screen. Both are made here; nobody is asked.
 */
export const upi: PaymentWay = {
  id: 'upi',
  isTaken: ({ upiVpa }) => upiVpa !== undefined,
  label: (t) => t('storefront.payUpi'),
  async toPay(order, store, { t, money }) {
    const link = upiLink(order, store);
    return (
      <>
        <p>{t('storefront.payByUpi', { total: money(order.total), vpa: store.upiVpa ?? '' })}</p>
        {link !== undefined && (
          <>
            <p>
              <a class="way" href={link}>
                {t('storefront.openUpi')}
              </a>
            </p>
            <Qr
              text={link}
              svg={await QRCode.toString(link, { type: 'svg', margin: 2 })}
              label={t('storefront.upiQr')}
            />
          </>
        )}
      </>
    );
  },
};

/** NPCI's link for a payment; undefined where the shop has no UPI ID. Rupees are the only currency of UPI. */
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

/** The drawing is our library's, of an address that is ours. */
const Qr = ({ svg, label }: { text: string; svg: string; label: string }) => (
  <div class="qr" role="img" aria-label={label} dangerouslySetInnerHTML={{ __html: svg }} />
);
