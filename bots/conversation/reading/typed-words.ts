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

/** Whether `text` is one of the words a meaning has in this language (or in English). */
export function means(text: string, meaning: string, words: Words): boolean {
  const typed = plain(text);
  return typed !== '' && (words[meaning] ?? []).some((word) => plain(word) === typed);
}

/** The first of `meanings` that `text` is a word of. */
export const meaningOf = <Meaning extends string>(
  text: string,
  meanings: readonly Meaning[],
  words: Words,
): Meaning | undefined => meanings.find((meaning) => means(text, meaning, words));
