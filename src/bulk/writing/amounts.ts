import { currencyDigits, type Money } from '../../platform/money.js';

/** An amount as it reads on screen, without the currency's sign: `14900` of INR is `149`, `4550` is `45.50`. */
export function plainAmount(amount: Money, currency: string): string {
  const digits = currencyDigits(currency);
  const text = String(amount).padStart(digits + 1, '0');
  const [whole, decimals] = [text.slice(0, text.length - digits), text.slice(text.length - digits)];
  return /^0*$/.test(decimals) ? whole : `${whole}.${decimals}`;
}
