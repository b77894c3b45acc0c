import type { Money } from '../../platform/money.js';
import type { PriceProblem } from './amount.js';
import { readMeaning } from './meaning.js';
import { type PriceReading, readPrices } from './prices.js';
import { readTokens, type Token } from './tokens.js';

/** What a seller typed under a photo. `problem` says why a number that stands there is no price. */
export type TypedProduct = {
  name?: string;
  salePrice?: Money;
  mrp?: Money;
  category?: string;
  stock?: number;
  description?: string;
  missing: ('name' | 'price')[];
  problem?: PriceProblem;
};

/** Two or more readings: only the seller knows which. */
export type Readings = [TypedProduct, ...TypedProduct[]];

const NEWLINE: Token = { kind: 'gap', raw: '' };
/** More than any channel lets a person write under a photo; what lies behind it is not read. */
const MOST_READ = 4000;
const EDGES = /^[\s\-–—:,;|.@=/]+|[\s\-–—:,;|@=/]+$/g;

/** A tag is one word; behind a name it goes on to the next price, tag, stock, punctuation or line. */
function readTags(tokens: readonly Token[]): { category?: string; rest: Token[] } {
  const rest: Token[] = [];
  let category: string | undefined;
  let open: string[] | undefined;
  const close = () => {
    category ??= open?.join(' ');
    open = undefined;
  };
  for (const token of tokens) {
    if (token.kind !== 'word' || !open) close();
    if (token.kind === 'tag') {
      const named = rest.some(({ kind }) => kind === 'word');
      if (named) open = [token.raw];
      else category ??= token.raw;
    } else if (open) open.push(token.raw);
    else rest.push(token);
  }
  close();
  return { ...(category && { category: category.replace(EDGES, '') }), rest };
}

function nameOf(tokens: readonly Token[], used: readonly Token[], dropBad: boolean): string {
  const parts = tokens.map((token) => {
    if (used.includes(token) || token.kind === 'stock' || (token.kind === 'bad' && dropBad)) return null;
    return token.raw;
  });
  // punctuation is kept between two words alone: "Salt - Pepper", but not "Pickle - 149"
  const kept = parts.filter((raw, at) => raw && (tokens[at]?.kind !== 'gap' || (parts[at - 1] && parts[at + 1])));
  const name = kept.join(' ').replace(EDGES, '');
  return /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(name) ? name : '';
}

/** Which lines are the name and its prices; what the others say is the description. */
function splitLines(lines: readonly Token[][]): { head: Token[]; description: string } {
  const has = (line: readonly Token[], ...kinds: Token['kind'][]) => line.some(({ kind }) => kinds.includes(kind));
  const words = (line: readonly Token[]) => line.filter(({ kind }) => kind === 'word' || kind === 'gap');
  const named = Math.max(
    0,
    lines.findIndex((line) => has(line, 'word')),
  );
  const top = lines.slice(0, named + 1);
  const below = lines.slice(named + 1);
  const priced = top.some((line) => has(line, 'price'))
    ? undefined
    : (below.find((line) => has(line, 'price') && !has(line, 'word')) ?? below.find((line) => has(line, 'price')));
  const head = [...top];
  const description: string[] = [];
  for (const line of below) {
    const isHead = line === priced || !has(line, 'word');
    if (isHead) head.push(line.filter(({ kind }) => kind !== 'word'));
    else head.push(line.filter(({ kind }) => kind === 'tag' || kind === 'stock'));
    const said = (isHead ? words(line) : line.filter(({ kind }) => kind !== 'tag' && kind !== 'stock')).map(
      ({ raw }) => raw,
    );
    const text = said.join(' ').replace(EDGES, '');
    if (text) description.push(text);
  }
  return {
    head: head.flatMap((line, at) => (at > 0 ? [NEWLINE, ...line] : line)),
    description: description.join('\n'),
  };
}

/**
 * What a seller typed for one product, `Mango pickle 500g 149 (199) #Pickles x12`: the name, its price, the printed
 * price in whichever order, the category and the stock. The first line with a name counts; others describe.
 * @param locale BCP 47, of the store: whether a space groups digits, and the currency's sign
 * @returns one reading, or as many as there are, likeliest first
 */
export function parseCaption(text: string, currency: string, locale: string): Readings {
  const lines = text
    .slice(0, MOST_READ)
    .split(/\n/)
    .map((line) => readMeaning(readTokens(line, currency, locale)))
    .filter((line) => line.length > 0);
  const { head, description } = splitLines(lines);
  const { category, rest } = readTags(head);
  const stock = rest.find((token) => token.kind === 'stock')?.count;
  const bad = rest.findLast((token) => token.kind === 'bad');

  const readingOf = (price?: PriceReading): TypedProduct => {
    const name = nameOf(rest, price?.tokens ?? [], !price);
    return {
      ...(name && { name }),
      ...(price && { salePrice: price.salePrice }),
      ...(price?.mrp !== undefined && price.mrp !== price.salePrice && { mrp: price.mrp }),
      ...(category && { category }),
      ...(stock !== undefined && { stock }),
      ...(description && { description }),
      missing: [...(name ? [] : ['name' as const]), ...(price ? [] : ['price' as const])],
      ...(!price && bad && { problem: bad.problem }),
    };
  };
  const [first, ...others] = readPrices(rest).map(readingOf);
  return [first ?? readingOf(), ...others];
}
