import type { Choice, Prompt } from '../../src/platform/prompt.js';
import { asksFreeText } from './asking/free-text.js';
import { cutPage, isPageChoice, turnTo } from './asking/pages.js';
import type { ButtonForm, Limits } from './channel.js';
import { goesStale } from './commands.js';
import { cutText } from './rendering/cut-text.js';
import { numberedRows, typedRows } from './rendering/rows.js';

/** A prompt in the form of one channel. `buttons` have the wire form of a choice as id: `yes|k3`. */
export type Rendered = {
  text: string;
  photo?: string;
  file?: NonNullable<Prompt['file']>;
  buttons?: { id: string; label: string }[];
};

/** Which page of a long list, and the mark of the question that plain words like `yes` belong to. */
export type RenderAt = { page?: number; mark?: string };

/**
 * Puts a prompt into the form of a channel: buttons where it has them and they fit, the whole list or one page of it;
 * else a list of at most 8 numbered rows with 9 for more and 0 for back. Where free text is asked, and for the
 * answers to an alert, the rows are words to type, never numbers. Nothing exceeds a limit: a text that is too long
 * ends in an ellipsis, and its rows stay whole.
 */
export function render(prompt: Prompt, limits: Limits, { page = 0, mark }: RenderAt = {}): Rendered {
  const choices = prompt.choices ?? [];
  const media = {
    ...(prompt.photo !== undefined && { photo: prompt.photo }),
    ...(prompt.file && { file: prompt.file }),
  };
  const room = prompt.photo === undefined && !prompt.file ? limits.text : limits.caption;
  if (choices.length === 0) return { text: cutText(prompt.text, room), ...media };

  const buttons = buttonsFor(prompt, limits, page, mark);
  if (buttons) {
    return { text: cutText(prompt.text, Math.min(room, limits.withButtons)), ...media, buttons };
  }
  const rows = isTyped(prompt) ? typedRows(choices, limits.bold) : numberedRows(choices, page, limits.bold);
  return { text: withRows(prompt.text, rows, room), ...media };
}

const isTyped = ({ ask, choices }: Prompt): boolean =>
  asksFreeText(ask) || choices?.some(({ word }) => word !== undefined) === true;

/** Buttons of the first form that takes the whole list, else of one that takes a page of it. */
function buttonsFor(
  { text, photo, file, choices = [] }: Prompt,
  limits: Limits,
  page: number,
  mark: string | undefined,
): Rendered['buttons'] {
  const whole = choices.filter(({ id }) => !isPageChoice(id)).map((choice) => wire(choice, mark));
  const { rows, more, back } = cutPage(choices, page, turnTo(choices, page));
  const part = [...rows, ...(more ? [more] : []), ...(back ? [back] : [])].map((choice) => wire(choice, mark));
  if (text.length > limits.withButtons) return undefined;
  const forms = limits.buttons.filter(({ withoutMedia }) => !withoutMedia || (photo === undefined && !file));
  return [whole, part].find((list) => forms.some((form) => fits(list, form)));
}

const wire = ({ id, label }: Choice, mark: string | undefined): Choice => ({
  id: mark !== undefined && goesStale(id) ? `${id}|${mark}` : id,
  label,
});

const fits = (list: readonly Choice[], form: ButtonForm): boolean =>
  list.length <= form.max &&
  (!form.distinct || new Set(list.map(({ label }) => label)).size === list.length) &&
  list.every(({ id, label }) => label.length <= form.label && Buffer.byteLength(id) <= form.idBytes);

function withRows(text: string, rows: string, room: number): string {
  const gap = text === '' ? '' : '\n\n';
  return `${cutText(text, Math.max(0, room - rows.length - gap.length))}${gap}${rows}`;
}
