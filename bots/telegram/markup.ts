import type { InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove } from 'grammy/types';
import type { Prompt } from '../../src/platform/prompt.js';
import type { T } from '../../src/platform/texts.js';
import type { Rendered } from '../conversation/render.js';

/** Two labels of at most this many characters stand side by side. */
const SHORT = 12;

type Button = { id: string; label: string };
type Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove;

/**
 * The keyboard of a message. Where the phone is asked, Telegram's own button shares it, and choices beside it are
 * typed by a tap; it goes with the next message that has no buttons of its own.
 */
export function markupOf({ ask }: Pick<Prompt, 'ask'>, { buttons = [] }: Rendered, t: T): Markup {
  if (ask === 'phone') {
    const share = { text: t('common.shareNumber'), request_contact: true } as const;
    const keyboard = [[share], ...buttons.map(({ label }) => [{ text: label }])];
    return { keyboard, resize_keyboard: true, one_time_keyboard: true };
  }
  return buttons.length > 0 ? inlineKeyboard(buttons) : { remove_keyboard: true };
}

/** The only kind that an edited message can have. */
export const inlineKeyboard = (buttons: readonly Button[]): InlineKeyboardMarkup => ({
  inline_keyboard: rowsOf(buttons).map((row) => row.map(({ id, label }) => ({ text: label, callback_data: id }))),
});

function rowsOf(buttons: readonly Button[]): Button[][] {
  const rows: Button[][] = [];
  for (const button of buttons) {
    const row = rows.at(-1);
    const [beside, second] = row ?? [];
    if (row && beside && !second && isShort(beside) && isShort(button)) row.push(button);
    else rows.push([button]);
  }
  return rows;
}

const isShort = ({ label }: Button): boolean => [...label].length <= SHORT;
