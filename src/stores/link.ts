import anyAscii from 'any-ascii';
import slugify from 'slugify';
import { readableCode } from '../platform/ids.js';

export const LONGEST_LINK = 40;
const SHORTEST_LINK = 3;

/** Taken by the web itself: servers give an `index` where no name is given. */
const RESERVED = new Set(['index']);

/** What a link is made of when the name has no letter in it. */
const NAMELESS = 'shop';

/**
 * The name in Latin letters: `आशा अचार` → `asa-acar`; at most 40 of `a-z0-9-`, cut between words, empty when the
 * name has neither letter nor digit.
 */
export function slugOf(name: string): string {
  // symbols and emoji would come out as words nobody said: "🎉" as "tada"
  const words = name.replace(/[^\p{L}\p{M}\p{N}\p{P}&+\s]/gu, ' ').replace(/[/\\|_,;:+%·•\p{Pd}]/gu, ' ');
  const slug = slugify
    .default(anyAscii(words), { lower: true, strict: true })
    .replace(/-+/g, '-')
    .replace(/^-|-$/g, '');
  return cut(slug, LONGEST_LINK);
}

/**
 * A link to try for a name: the plain slug first, later ones with a random end, longer as the tries grow.
 * @param attempt 0 for the first
 */
export function proposeLink(name: string, attempt: number): string {
  const slug = slugOf(name);
  if (attempt === 0 && slug.length >= SHORTEST_LINK && !RESERVED.has(slug)) return slug;
  const end = readableCode(attempt < 3 ? 4 : 8).toLowerCase();
  return `${cut(slug || NAMELESS, LONGEST_LINK - 1 - end.length)}-${end}`;
}

/** A link as somebody typed or opened it: without case, spaces around, and one trailing slash; undefined if it cannot be one. */
export function readLink(text: string): string | undefined {
  if (text.length > 2 * LONGEST_LINK) return undefined;
  const link = text.trim().replace(/\/$/, '').toLowerCase();
  return /^[a-z0-9-]{3,40}$/.test(link) ? link : undefined;
}

/** At most `length` characters, whole words where the first word fits. */
function cut(slug: string, length: number): string {
  if (slug.length <= length) return slug;
  const start = slug.slice(0, length + 1);
  const end = start.lastIndexOf('-');
  return end >= SHORTEST_LINK ? start.slice(0, end) : start.slice(0, length);
}
