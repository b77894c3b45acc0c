import { z } from 'zod';

/** An amount in the currency's minor unit: 14900 is ₹149.00. */
export type Money = number;

/** No amount of the shop is larger: 10^11 minor units. */
export const MAX_MONEY = 100_000_000_000;

const known = new Set(Intl.supportedValuesOf('currency'));

/** An ISO 4217 code in capitals, as `INR`. */
export const CurrencyCode = z.string().refine((code) => known.has(code), 'should be an ISO 4217 currency like INR');

/** Digits behind the point on screen: 2 for INR, 0 for JPY, 3 for KWD. */
export function currencyDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** `14900, 'INR', 'en-IN'` → `₹149`; empty decimals are left out. */
export function formatMoney(amount: Money, currency: string, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    trailingZeroDisplay: 'stripIfInteger',
  }).format(amount / 10 ** currencyDigits(currency));
}
