import { currencyDigits, MAX_MONEY, type Money } from '../../platform/money.js';

/** Why a written number is no price; each is a code with a sentence under `refusals.` in the locales. */
export type PriceProblem = 'price_not_found' | 'price_not_positive' | 'price_decimals' | 'price_too_large';

/** What a written number may mean: one amount, two where its only separator can be read both ways, or why it is none. */
export type Amount = { amounts: [Money, ...Money[]] } | { problem: PriceProblem };

/** Separators as people type them: `'` stands for all that only group, `d` for the Arabic point that never does. */
const plainSeparators = (text: string): string => text.replace(/[’٬\s_\u00a0\u202f\u2009]/gu, "'").replaceAll('٫', 'd');

/** 1,499 · 14,99,000 · 1,000,000: three digits last, and threes or (in India) twos between. */
const isGrouped = (groups: string[]): boolean =>
  /^[1-9]\d{0,2}('\d{3})+$|^[1-9]\d?('\d{2})+'\d{3}$/.test(groups.join("'"));

type Split = { whole: string; decimals: string };

/** The ways to split a number into what is before and behind its decimal point. */
function splits(text: string, digits: number): Split[] {
  const groups = text.split(/['.,d]/);
  const separators = [...text.replaceAll(/\d/g, '')];
  const last = separators.at(-1);
  const decimals = groups.at(-1) ?? '';
  const before = groups.slice(0, -1);
  if (last === undefined) return [{ whole: text, decimals: '' }];

  const allGroups = separators.every((one) => one === last) && last !== 'd' && isGrouped(groups);
  const firstOfItsKind = separators.indexOf(last) === separators.length - 1;
  const groupsBefore = before.length === 1 || (new Set(separators.slice(0, -1)).size === 1 && isGrouped(before));
  const canPoint =
    last !== "'" && firstOfItsKind && separators.indexOf('d') === (last === 'd' ? separators.length - 1 : -1);

  const found: Split[] = [];
  if (allGroups) found.push({ whole: groups.join(''), decimals: '' });
  if (canPoint && groupsBefore && (!allGroups || decimals.length === digits)) {
    found.push({ whole: before.join(''), decimals });
  }
  return found;
}

/**
 * A number in plain digits with any separators (`1,49,900`, `1.499,00`, `1 499`) as amounts in minor units of `currency`.
 * One separator followed by exactly three digits groups; only where the currency has three decimals it may be either.
 */
export function readAmount(number: string, currency: string): Amount {
  const text = plainSeparators(number);
  const digits = currencyDigits(currency);
  if (!/^\d+(['.,d]\d+)*$/.test(text)) return { problem: 'price_not_found' };
  const ways = splits(text, digits);
  const [first, ...others] = ways.filter((way) => way.decimals.length <= digits);
  if (!first) return { problem: ways.length > 0 ? 'price_decimals' : 'price_not_found' };

  const amountOf = ({ whole, decimals }: Split): Money => Number(whole + decimals.padEnd(digits, '0'));
  const amounts: [Money, ...Money[]] = [amountOf(first), ...others.map(amountOf)];
  if (amounts.some((amount) => amount > MAX_MONEY)) return { problem: 'price_too_large' };
  if (amounts.some((amount) => amount === 0)) return { problem: 'price_not_positive' };
  return { amounts };
}
