import type { Money } from '../../platform/money.js';
import { type PriceProblem, readAmount } from './amount.js';
import { toPlainDigits } from './digits.js';
import { isMark, withoutMarks } from './marks.js';
import { isJoinedUnit } from './units.js';

/** An amount that may be a price: `marked` where a currency's mark stood with it, `mrp` where a word said so. */
export type PriceToken = {
  kind: 'price';
  raw: string;
  amounts: [Money, ...Money[]];
  marked: boolean;
  mrp: boolean;
  bracketed: boolean;
};

/** The parts of a line of a caption. `bad` is a number that cannot be a price; `gap` is punctuation on its own. */
export type Token =
  | PriceToken
  | { kind: 'word' | 'mark' | 'tag' | 'open' | 'close' | 'gap'; raw: string }
  | { kind: 'stock'; raw: string; count: number }
  | { kind: 'bad'; raw: string; problem: PriceProblem };

const NUMBER = String.raw`\d+(?:[.,'’٬٫]\d+)*`;
const BARE = new RegExp(`^${NUMBER}$`);
const WITH_UNIT = new RegExp(`^${NUMBER}[-.]?([^\\d\\s]+)$`, 'u');
const PER_UNIT = /^(.*\d)(\/)(\p{L}+)$/u;
const SPACES_THAT_GROUP = /(?<=\p{Nd})[\u00a0\u2009\u202f](?=\p{Nd}{3}(?!\p{Nd}))/gu;
const DIRECTION_MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

const spaced = new Map<string, boolean>();

/** Whether people of a locale write 2 499; asked of Intl once for each locale. */
function groupsWithSpaces(locale: string): boolean {
  const known = spaced.get(locale);
  if (known !== undefined) return known;
  const group = new Intl.NumberFormat(locale).formatToParts(12345).find(({ type }) => type === 'group');
  const answer = /^\s$/.test(group?.value ?? '');
  spaced.set(locale, answer);
  return answer;
}

/** Sets apart what people write without spaces: brackets, tags, "Price:149". */
function loosen(line: string, locale: string): string {
  let text = line.replaceAll(DIRECTION_MARKS, '').replaceAll(SPACES_THAT_GROUP, "'");
  if (groupsWithSpaces(locale))
    text = text.replaceAll(/(?<!\p{Nd}|\p{Nd}[.,'])(\p{Nd}{1,3}) (?=\p{Nd}{3}(?!\p{Nd}))/gu, "$1'");
  return text
    .replaceAll(/[([{（【]/g, ' $& ')
    .replaceAll(/[)\]}）】]/g, ' $& ')
    .replaceAll(/[#＃](?=\p{L})/gu, ' #')
    .replaceAll(/(?<=\p{L})([:=@,])(?=[\p{Nd}\p{Sc}])/gu, '$1 ')
    .replaceAll(/(?<=\p{Nd}),(?=\p{L})/gu, ', ');
}

function tokenOf(raw: string, currency: string, locale: string): Token {
  const plain = toPlainDigits(raw)
    .replace(/^[@=~]+/, '')
    .replace(/(?<=.)[,;:!|]+$/, '')
    .replace(/(?<=\d)\.$/, '');
  if (/^[([{（【]$/.test(raw)) return { kind: 'open', raw };
  if (/^[)\]}）】]$/.test(raw)) return { kind: 'close', raw };
  if (/^#\p{L}/u.test(raw))
    return {
      kind: 'tag',
      raw: raw
        .slice(1)
        .replaceAll('_', ' ')
        .replace(/[,;.:!]+$/, ''),
    };
  if (/^[x×]\d{1,7}$/i.test(plain)) return { kind: 'stock', raw, count: Number(plain.slice(1)) };
  if (isMark(plain, currency, locale)) return { kind: 'mark', raw };
  if (/^[\p{P}\p{Sm}]+$/u.test(raw)) return { kind: 'gap', raw };

  const { bare, marked } = withoutMarks(plain, currency, locale);
  if (BARE.test(bare)) {
    const read = readAmount(bare, currency);
    if ('problem' in read) return { kind: 'bad', raw, problem: read.problem };
    return { kind: 'price', raw, amounts: read.amounts, marked, mrp: false, bracketed: false };
  }
  if (BARE.test(bare.replace(/^[-−‒–]/, ''))) return { kind: 'bad', raw, problem: 'price_not_positive' };
  return { kind: 'word', raw };
}

/** Cuts one line into its parts, each read for itself; what neighbours mean to one another is not looked at. */
export function readTokens(line: string, currency: string, locale: string): Token[] {
  return loosen(line, locale)
    .split(/\s+/)
    .filter(Boolean)
    .flatMap((raw) => {
      const [, price, slash, unit] = PER_UNIT.exec(raw) ?? [];
      const perUnit = price && slash && unit && isJoinedUnit(unit);
      // "40/kg" is a price and what it is for
      if (perUnit) return [tokenOf(price, currency, locale), { kind: 'word' as const, raw: slash + unit }];
      const unitOf = WITH_UNIT.exec(toPlainDigits(raw).replace(/[,;:.!]+$/, ''))?.[1];
      if (unitOf && isJoinedUnit(unitOf)) return [{ kind: 'word' as const, raw }];
      return [tokenOf(raw, currency, locale)];
    });
}
