import { parseCaption } from './caption.js';
import { toPlainDigits } from './digits.js';

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

/** Whether each line is a product of its own, with name and price: the caption of an album, not of one photo. */
export function isAlbumCaption(text: string, currency: string, locale: string): boolean {
  const lines = splitLines(text);
  return (
    lines.length > 1 &&
    lines.every((line) => parseCaption(line.text, currency, locale).some(({ missing }) => missing.length === 0))
  );
}
