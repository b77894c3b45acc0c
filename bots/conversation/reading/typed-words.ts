import type { Words } from '../../../src/platform/texts.js';

/** Accents, Arabic vowel signs and hamzas, and the dot under a Hindi letter: what people leave out when they type. */
const LEFT_OUT = /[\u0300-\u036f\u064b-\u0655\u0670\u093c]/g;

/** A word or phrase as it is compared: without case, accents, signs around it, unseen signs, and doubled spaces. */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(LEFT_OUT, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/\p{Cf}/gu, '')
    .replace(/^[\p{P}\p{S}\s]+|[\p{P}\p{S}\s]+$/gu, '')
    .replace(/\s+/g, ' ');
}

/** Words as they are compared, and how many each phrase has; made once, since each message is compared with nearly all. */
const compared = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

/** The words of a meaning as `plain` has them, with the number of words in each. */
export function phrasesOf(meaning: string, words: Words): ReadonlyMap<string, number> {
  const known = words[meaning] ?? NONE;
  const made = compared.get(known) ?? new Map(known.map((phrase) => [plain(phrase), phrase.split(' ').length]));
  compared.set(known, made);
  return made;
}

const NONE: readonly string[] = [];

/** Whether `text` is one of the words a meaning has in this language (or in English). */
export const means = (text: string, meaning: string, words: Words): boolean =>
  meaningOf(text, [meaning], words) !== undefined;

/** The first of `meanings` that `text` is a word of. */
export function meaningOf<Meaning extends string>(
  text: string,
  meanings: readonly Meaning[],
  words: Words,
): Meaning | undefined {
  const typed = plain(text);
  return typed === '' ? undefined : meanings.find((meaning) => phrasesOf(meaning, words).has(typed));
}
