import { z } from 'zod';

/** An amount in the currency's minor unit: 14900 is ₹149.00. */
export type Money = number;

/** No amount of the shop is larger: 10^11 minor units. */
export const MAX_MONEY = 100_000_000_000;

const known = new Set(Intl.supportedValuesOf('currency'));

/** An ISO 4217 code in capitals, as `INR`. */
export const CurrencyCode = z
  .string()
  .refine((code) => known.has(code), 'should be an ISO 4217 currency like INR')
  .meta({ format: 'iso-4217', examples: ['INR'] });

/** Digits behind the point on screen: 2 for INR, 0 for JPY, 3 for KWD. */
export const currencyDigits = (currency: string): number => writerOf(currency, 'en').digits;

/** `14900, 'INR', 'en-IN'` → `₹149`; empty decimals are left out. */
export function formatMoney(amount: Money, currency: string, locale: string): string {
  const { digits, format } = writerOf(currency, locale);
  return format(amount / 10 ** digits);
}

type Writer = { digits: number; format(amount: number): string };

/** To make one takes longer than to draw a card, and a page has two prices on each of 200. */
const writers = new Map<string, Writer>();
const MOST_WRITERS = 200;

function writerOf(currency: string, locale: string): Writer {
  const key = `${currency} ${locale}`;
  const known = writers.get(key);
  if (known) return known;
  const formatter = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    trailingZeroDisplay: 'stripIfInteger',
  });
  const { maximumFractionDigits: digits = 2 } = formatter.resolvedOptions();
  const made = { digits, format: (amount: number) => formatter.format(amount) };
  if (writers.size >= MOST_WRITERS) writers.clear();
  writers.set(key, made);
  return made;
}
