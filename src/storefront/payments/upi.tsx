import QRCode from 'qrcode';
import { upiLink } from '../../orders/upi.js';
import { takesUpi } from '../../stores/rules.js';
import type { PaymentWay } from './payment-way.js';

/**
 * UPI, from the buyer's bank straight to the seller's: a link that opens a payment app on a phone, and its QR for
 * another screen. Both are made here; nobody is asked.
 */
export const upi: PaymentWay = {
  id: 'upi',
  isTaken: takesUpi,
  label: (t) => t('storefront.payUpi'),
  async toPay(order, store, { t, money }) {
    const link = upiLink(order, store);
    return (
      <>
        {store.upiVpa !== undefined && (
          <p>{t('storefront.payByUpi', { total: money(order.total), vpa: store.upiVpa })}</p>
        )}
        {store.paymentText !== undefined && <p class="description">{store.paymentText}</p>}
        {link !== undefined && (
          <>
            <p>
              <a class="way" href={link}>
                {t('storefront.openUpi')}
              </a>
            </p>
            <Qr svg={await QRCode.toString(link, { type: 'svg', margin: 2 })} label={t('storefront.upiQr')} />
          </>
        )}
      </>
    );
  },
};

/** The drawing is our library's, of an address that is ours. */
const Qr = ({ svg, label }: { svg: string; label: string }) => (
  <div class="qr" role="img" aria-label={label} dangerouslySetInnerHTML={{ __html: svg }} />
);
