import { Refusal } from '../../platform/refusal.js';
import { plainText } from './price.js';

/** More pieces than any stall has; keeps a mistyped telephone number out of the stock. */
const MOST = 1_000_000;

/**
 * A number of pieces as a person types it (`12`, `1,000`, `१२`), a whole number from `least` to `most`.
 * @throws Refusal `bad_count` (422) with `least` and `most`
 */
export function parseCount(text: string, { least = 0, most = MOST }: { least?: number; most?: number } = {}): number {
  const plain = plainText(text);
  const bare = /^\d{1,3}([.,'’\s٬]\d{3})+$/u.test(plain) ? plain.replaceAll(/\D/g, '') : plain;
  const count = /^\d{1,12}$/.test(bare) ? Number(bare) : Number.NaN;
  if (!(count >= least && count <= most)) throw new Refusal('bad_count', 422, { least, most });
  return count;
}

/** How many pieces are there to sell, as a seller types it. @throws Refusal `bad_count` (422) */
export const parseStock = (text: string): number => parseCount(text.replace(/^\s*[x×]\s*(?=\p{Nd})/iu, ''));
