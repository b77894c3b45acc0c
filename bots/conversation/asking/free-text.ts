import type { Ask } from '../../../src/platform/prompt.js';

const FREE_TEXT: ReadonlySet<string> = new Set<Ask>(['name', 'address', 'text', 'price', 'count', 'code', 'phone']);

/**
 * Whether a question waits for words or numbers of the person's own: then nothing but a few words is a command, and
 * choices are typed as words, since a number may be the answer.
 */
export const asksFreeText = (ask: string | undefined): boolean => ask !== undefined && FREE_TEXT.has(ask);
