import { clean } from '../../../src/platform/text.js';

const MOST_CHARACTERS = 4000;

/** A typed text as it may be kept and quoted, cut at 4000 characters, which is more than any field takes. */
export const cleanText = (text: string): string =>
  // no more is looked at than could be kept: a message may have megabytes
  [...clean(text.slice(0, 4 * MOST_CHARACTERS), { lines: true })].slice(0, MOST_CHARACTERS).join('').trim();
