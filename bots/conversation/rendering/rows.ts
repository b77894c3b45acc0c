import type { Choice } from '../../../src/platform/prompt.js';
import { cutPage, turnTo } from '../asking/pages.js';
import { cutText } from './cut-text.js';

/** Keeps ten rows under a photo's caption. */
const LABEL = 80;
const MOST_TYPED = 10;

/** `*1* Mango pickle`, one page of it; the digits 9 and 0 are more and back on every page. */
export function numberedRows(choices: readonly Choice[], page: number, bold: string): string {
  const { rows, more, back } = cutPage(choices, page, turnTo(choices, page));
  const line = (number: number, { label }: Choice): string => `${bold}${number}${bold} ${oneLine(label)}`;
  return [
    ...rows.map((choice, index) => line(index + 1, choice)),
    ...(more ? [line(9, more)] : []),
    ...(back ? [line(0, back)] : []),
  ].join('\n');
}

/** What to type in place of a button: where choices have words of their own only those, else each one's label. */
export function typedRows(choices: readonly Choice[], bold: string): string {
  const spoken = choices.filter(({ word }) => word !== undefined);
  return (spoken.length > 0 ? spoken : choices)
    .slice(0, MOST_TYPED)
    .map(({ word, label }) => (word === undefined ? `• ${oneLine(label)}` : `${bold}${word}${bold} ${oneLine(label)}`))
    .join('\n');
}

/** A label with a line break in it would end its row, and what follows could read like a row of its own. */
const oneLine = (label: string): string => cutText(label.replace(/\s+/g, ' '), LABEL);
