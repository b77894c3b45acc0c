import type { Money } from '../platform/money.js';

/** A smaller discount is not worth a chip. */
const LEAST_DISCOUNT = 5;

/** Percent off the printed price, rounded down; undefined below 5. */
export function discountOf({ mrp, salePrice }: { mrp: Money; salePrice: Money }): number | undefined {
  const percent = Math.floor(((mrp - salePrice) * 100) / mrp);
  return percent >= LEAST_DISCOUNT ? percent : undefined;
}

/** What stands for a name where there is no picture: its first letter or digit, else its first sign, as a capital. */
export function initialOf(name: string, language: string): string {
  const signs = [...new Intl.Segmenter(language, { granularity: 'grapheme' }).segment(name.slice(0, 200))];
  const first = signs.find(({ segment }) => /[\p{L}\p{N}]/u.test(segment)) ?? signs[0];
  return (first?.segment ?? '').toLocaleUpperCase(language);
}

/** Whether a text has letters with marks above and below, whose lines need more room. */
export const needsTallLines = (text: string): boolean => /[\p{Script=Devanagari}\p{Script=Arabic}]/u.test(text);

/** A shop this small is shown whole; of a larger one each category shows its newest, the rest is behind it. */
const WHOLE_SHOP = 200;
export const NEWEST_OF_EACH = 12;

/** Products on one page of a category or a search. */
export const PAGE = 60;

/** So many products are easier to search than to look through. */
const WORTH_SEARCHING = 13;

type Counted = { productCount: number };

export const countOf = (categories: readonly Counted[]): number =>
  categories.reduce((sum, { productCount }) => sum + productCount, 0);

export const isShownWhole = (categories: readonly Counted[]): boolean => countOf(categories) <= WHOLE_SHOP;

export const hasSearch = (categories: readonly Counted[]): boolean => countOf(categories) >= WORTH_SEARCHING;
