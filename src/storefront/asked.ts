import { z } from 'zod';
import { Id } from '../platform/ids.js';
import { clean } from '../platform/text.js';

/** The catalog reads no more of a search. */
export const LONGEST_SEARCH = 100;

const absent = z.undefined();

/** What cannot be meant is left out: a link that was cut short or written by hand still opens the shop. */
const Query = z.object({
  q: z
    .string()
    .transform((text) => clean(text.slice(0, LONGEST_SEARCH)) || undefined)
    .or(absent)
    .catch(undefined),
  category: Id.or(absent).catch(undefined),
  cursor: Id.or(absent).catch(undefined),
});

/** What a visitor wants to see of the shop: a search goes before a category, and a cursor belongs to one of the two. */
export type Asked = { q?: string; category?: string; cursor?: string };

export function readAsked(query: unknown): Asked {
  const { q, category, cursor } = Query.parse(query ?? {});
  if (q === undefined && category === undefined) return {};
  return { ...(q !== undefined ? { q } : { category: category ?? '' }), ...(cursor !== undefined && { cursor }) };
}

/** The address of a shop's page that shows what is asked. */
export function hrefOf(link: string, asked: Asked = {}): string {
  const query = new URLSearchParams(asked).toString();
  return `/s/${link}${query && `?${query}`}`;
}
