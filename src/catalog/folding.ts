import type { Product } from './model.js';

/** A search reads this much of what was typed. */
const LONGEST_SEARCH = 100;
const MOST_WORDS = 10;

/** What makes two spellings one category: the name without case and outer spaces. */
export const categoryKey = (name: string): string =>
  name.normalize('NFKC').trim().toUpperCase().toLowerCase().normalize('NFKC');

/**
 * Text as a search compares it: without case and without the accents that any script can carry (é, ü, Arabic
 * harakat). Vowel signs of Indian scripts are letters of their own script and stay.
 */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/(?=\p{M})\p{Script=Inherited}/gu, '')
    .toUpperCase()
    .toLowerCase()
    .replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ')
    .trim();

/** What a search of the shop looks through. */
export const searchText = ({ name, category }: Pick<Product, 'name' | 'category'>): string =>
  `${fold(name)} ${fold(category)}`;

/**
 * The filters that find what has every word of `q` somewhere in its folded text. Each is a literal without any
 * operator of a regular expression, so that no text makes it slow.
 */
export const searchFilters = (q: string): { search: { $regex: string } }[] =>
  fold(q.slice(0, LONGEST_SEARCH))
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS)
    .map((word) => ({ search: { $regex: word.replace(/[\\^$.*+?()[\]{}|/#-]/g, '\\$&') } }));
