import anyAscii from 'any-ascii';
import slugify from 'slugify';
import { z } from 'zod';
import { readableCode } from '../platform/ids.js';
import { Refusal } from '../platform/refusal.js';

export const LONGEST_LINK = 40;
const SHORTEST_LINK = 3;

/** Taken by the web itself: servers give an `index` where no name is given. */
const RESERVED = new Set(['index']);

/** A link that a seller chooses, in small letters; capitals are made small. */
export const Link = z
  .string()
  .max(2 * LONGEST_LINK)
  .overwrite((text) => text.trim().toLowerCase())
  .refine((link) => isLink(link), 'should be 3 to 40 of a-z, 0-9 and -, like asha-pickles')
  .meta({ pattern: '^\\s*[A-Za-z0-9][A-Za-z0-9-]{1,38}[A-Za-z0-9]\\s*$' });

/** Whether a store may be called so. */
const isLink = (link: string): boolean => /^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$/.test(link) && !RESERVED.has(link);

/** The link has been another store's, or is; `free` are some near it that nobody has. */
export class LinkTaken extends Refusal {
  constructor(
    readonly link: string,
    readonly free: readonly string[],
  ) {
    super('link_taken', 409, { link });
  }

  override get extra() {
    return { free: this.free };
  }
}

/** Links near to a taken one: with what the shop's place adds, a number, or something at random. */
export function nearLinks(link: string, { address }: { address: string }): string[] {
  const places = address
    .split(/[,;\n]/)
    .map(slugOf)
    .filter(Boolean)
    .slice(0, 2);
  const ends = [...places, 'shop', '2', '3', readableCode(4).toLowerCase(), readableCode(4).toLowerCase()];
  const near = ends.map((end) => `${cut(link, LONGEST_LINK - 1 - Math.min(end.length, 20))}-${cut(end, 20)}`);
  return [...new Set(near)].filter((one) => isLink(one) && one !== link);
}

/** @throws Refusal `bad_link` (422) */
export function parseLink(text: string): string {
  const parsed = Link.safeParse(/\/s\/([A-Za-z0-9-]+)/.exec(text)?.[1] ?? text);
  if (!parsed.success) throw new Refusal('bad_link', 422);
  return parsed.data;
}

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
