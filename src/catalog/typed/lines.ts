import { toPlainDigits } from './digits.js';
import { readMeaning } from './meaning.js';
import { readTokens } from './tokens.js';

/** One line of a text that describes several photos; `row` where the seller numbered it, from 1. */
export type TypedLine = { row?: number; text: string };

const NUMBERED = /^\s*(\d{1,2})\ufe0f?\u20e3?\s*(?:[.):](?!\d)|\u20e3|-(?=\s))\s*(?=\S)/u;
const BULLET = /^\s*[-–—•*·▪]\s+/u;

/** The lines of a text without empty ones, bullets and the numbers in front (`2. Lime pickle 99`). */
export function splitLines(text: string): TypedLine[] {
  return text
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => {
      const bare = line.replace(BULLET, '');
      const [front, row] = NUMBERED.exec(toPlainDigits(bare)) ?? [];
      // plain digits are as long as what they stand for, but for some scripts beyond the basic plane
      if (!front || !row) return { text: bare.trim() };
      return {
        row: Number(row),
        text: [...bare]
          .slice([...front].length)
          .join('')
          .trim(),
      };
    });
}

/** A line that ends in its price, or has one with a currency's mark: "with 12 spices" is no product. */
function isProductLine(line: string, currency: string, locale: string): boolean {
  const tokens = readMeaning(readTokens(line, currency, locale));
  const last = tokens.findLastIndex(({ kind }) => kind === 'price');
  const price = tokens[last];
  if (price?.kind !== 'price' || !tokens.some(({ kind }) => kind === 'word')) return false;
  const behind = tokens.slice(last + 1);
  const untilTag = behind.slice(0, behind.findIndex(({ kind }) => kind === 'tag') + 1 || undefined);
  return price.marked || !untilTag.some(({ kind }) => kind === 'word');
}

/** Whether each line is a product of its own, with name and price: the caption of an album, not of one photo. */
export function isAlbumCaption(text: string, currency: string, locale: string): boolean {
  const lines = splitLines(text);
  return lines.length > 1 && lines.every((line) => isProductLine(line.text, currency, locale));
}
