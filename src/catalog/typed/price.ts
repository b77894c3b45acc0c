import { formatMoney, type Money } from '../../platform/money.js';
import { Refusal } from '../../platform/refusal.js';
import { type PriceProblem, readAmount } from './amount.js';
import { toPlainDigits } from './digits.js';
import { withoutMarks } from './marks.js';

/** What a sentence repeats of a person's text stays short. */
const MOST_REPEATED = 40;
const MINUS = /^[-−‒–]\s*(?=\D*\d)/u;

/** Plain digits, no marks of writing direction (Intl writes them, keyboards too), no outer spaces. */
export const plainText = (text: string): string => toPlainDigits(text.replaceAll(/\p{Cf}/gu, '')).trim();

/** The Refusal that names a number that is no price. `text` is what was typed. */
export function refusePrice(problem: PriceProblem, text: string, currency: string, locale: string): Refusal {
  const shown = text.trim();
  return new Refusal(problem, 422, {
    text: shown.length > MOST_REPEATED ? `${shown.slice(0, MOST_REPEATED)}…` : shown,
    whole: formatMoney(readableExample(currency), currency, locale),
  });
}

const readableExample = (currency: string): Money => {
  const read = readAmount('149', currency);
  return 'amounts' in read ? read.amounts[0] : 1;
};

/**
 * The amounts that a typed price may mean, in minor units: one, or two where the currency has three decimals and its
 * only separator stands before three digits (`1.500` dinars).
 * @throws Refusal (422) `price_not_found`, `price_not_positive`, `price_decimals` (more than the currency has),
 *   `price_too_large`
 */
export function readPrice(text: string, currency: string, locale: string): [Money, ...Money[]] {
  const plain = plainText(text);
  const { bare } = withoutMarks(plain.replace(MINUS, ''), currency, locale);
  if (MINUS.test(plain) || MINUS.test(bare)) throw refusePrice('price_not_positive', text, currency, locale);
  const read = readAmount(bare.trim().replace(/[.,]$/, ''), currency);
  if ('problem' in read) throw refusePrice(read.problem, text, currency, locale);
  return read.amounts;
}

/**
 * A price as a seller types it (`₹1,499`, `149.50`, `Rs. 1,49,900/-`, `१४९`) in minor units of `currency`.
 * One separator followed by exactly three digits groups, unless the currency has three decimals: then it asks.
 * @param locale BCP 47, for the currency's sign and the amounts in a Refusal
 * @throws Refusal (422) as `readPrice`, or `price_two_ways` with the readings `one` and `two`
 */
export function parsePrice(text: string, currency: string, locale: string): Money {
  const [one, two] = readPrice(text, currency, locale);
  if (two === undefined) return one;
  throw new Refusal('price_two_ways', 422, {
    one: formatMoney(one, currency, locale),
    two: formatMoney(two, currency, locale),
  });
}
