import type { Choice } from '../../../src/platform/prompt.js';
import { cutPage, turnTo } from '../asking/pages.js';
import { cutText } from './cut-text.js';

/** Keeps ten rows under a photo's caption. */
const LABEL = 80;
const MOST_TYPED = 10;

/** `*1* Mango pickle`, one page of it; the digits 9 and 0 are more and back on every page. */
export function numberedRows(choices: readonly Choice[], page: number, bold: string): string {
  const { rows, more, back } = cutPage(choices, page, turnTo(choices, page));
  const line = (number: number, { label }: Choice): string => `${bold}${number}${bold} ${cutText(label, LABEL)}`;
  return [
    ...rows.map((choice, index) => line(index + 1, choice)),
    ...(more ? [line(9, more)] : []),
    ...(back ? [line(0, back)] : []),
  ].join('\n');
}

/** What answers a choice where there are no buttons (`ok 7K3`), if it is not its label or a number. */
export const wordOf = (choice: Choice): string | undefined =>
  'word' in choice && typeof choice.word === 'string' ? choice.word : undefined;

/** What to type in place of a button: a choice's own word, else its label. */
export const typedRows = (choices: readonly Choice[], bold: string): string =>
  choices
    .slice(0, MOST_TYPED)
    .map((choice) => {
      const word = wordOf(choice);
      const label = cutText(choice.label, LABEL);
      return word === undefined ? `• ${label}` : `${bold}${word}${bold} ${label}`;
    })
    .join('\n');
