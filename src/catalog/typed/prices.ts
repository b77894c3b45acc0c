import type { Money } from '../../platform/money.js';
import type { PriceToken, Token } from './tokens.js';

/** One way to read the amounts of a caption; the tokens that are not its prices are part of the name. */
export type PriceReading = { salePrice: Money; mrp?: Money; tokens: readonly PriceToken[] };

/** A sale price is rarely less than a third of the printed one; a size or a count beside a price usually is. */
const MOST_REDUCED = 3;

const firstOf = ({ amounts }: PriceToken): Money => amounts[0];
const areClose = (a: Money, b: Money): boolean => Math.min(a, b) * MOST_REDUCED >= Math.max(a, b);
const areExplicit = (a: PriceToken, b: PriceToken): boolean => a.bracketed || b.bracketed || (a.marked && b.marked);

/** No word of the name stands between the two. */
const areTogether = (tokens: readonly Token[], a: Token, b: Token): boolean =>
  tokens.slice(tokens.indexOf(a), tokens.indexOf(b)).every(({ kind }) => kind !== 'word');

/** One price: as many readings as the amount has. */
const alone = (token: PriceToken): PriceReading[] => token.amounts.map((salePrice) => ({ salePrice, tokens: [token] }));

/** Two prices: the lower is the sale price. Where an amount has two readings, those that go together are taken. */
function pair(a: PriceToken, b: PriceToken): PriceReading[] {
  const all = a.amounts.flatMap((one) => b.amounts.map((two) => [one, two] as const));
  const close = all.filter(([one, two]) => areClose(one, two));
  return (close.length > 0 ? close : all).map(([one, two]) => ({
    salePrice: Math.min(one, two),
    mrp: Math.max(one, two),
    tokens: [a, b],
  }));
}

/** Amounts that may be prices: beside one with a currency's mark, a bare number counts only where it goes with it. */
function candidates(tokens: readonly Token[]): PriceToken[] {
  const all = tokens.filter((token) => token.kind === 'price');
  const marked = all.filter(({ marked, mrp }) => marked && !mrp);
  // a printed price alone leaves the sale price to be found
  if (marked.length === 0) return all;
  return all.filter(
    (one) =>
      one.marked ||
      one.bracketed ||
      marked.some((sure) => {
        const [a, b] = all.indexOf(one) < all.indexOf(sure) ? [one, sure] : [sure, one];
        return areTogether(tokens, a, b) && areClose(firstOf(a), firstOf(b));
      }),
  );
}

/**
 * The ways to read the amounts of a caption, likeliest first: one when it is clear, none without an amount. The last
 * amounts count, since a name comes before its price; two that stand together, in brackets or with a mark, are both prices.
 */
export function readPrices(tokens: readonly Token[]): PriceReading[] {
  const found = candidates(tokens);
  const last = found.at(-1);
  const before = found.at(-2);
  const earlier = found.at(-3);
  if (!last) return [];
  if (!before) return alone(last);

  const together = areTogether(tokens, before, last);
  const close = areClose(firstOf(before), firstOf(last));
  if (areExplicit(before, last) || (together && close)) {
    const third = earlier && areClose(firstOf(earlier), Math.min(firstOf(before), firstOf(last)));
    return third && !areExplicit(before, last) ? [...pair(before, last), ...alone(last)] : pair(before, last);
  }
  const printed = [before, last].find(({ mrp }) => mrp);
  if (printed) return close ? pair(before, last) : [...pair(before, last), ...alone(printed)];
  if (together) return [...alone(last), ...pair(before, last)];
  return close ? [...alone(last), ...pair(before, last), ...alone(before)] : alone(last);
}
