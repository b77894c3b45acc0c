import type { ForceReply, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove } from 'grammy/types';
import { badRequest } from '../api-error.js';
import { isRecord, type Params, wrongType } from '../params.js';
import { readInlineKeyboard } from './inline-keyboard.js';
import { readReplyKeyboard } from './reply-keyboard.js';

export type Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply;

/** What is known to pass; messages say of anything larger that the "reply markup is too long". */
const MAX_BYTES = 10 * 1024;

const FLAGS = ['selective', 'resize_keyboard', 'one_time_keyboard', 'is_persistent', 'remove_keyboard', 'force_reply'];

/**
 * The `reply_markup` of a call, and nothing when there is none.
 * @throws ApiError 400 when Telegram would refuse any of its buttons, or all of them together
 */
export function readMarkup({ reply_markup: given }: Params): Markup | undefined {
  if (given === undefined) return undefined;
  if (!isRecord(given)) throw badRequest('object expected as reply markup');
  for (const name of FLAGS) {
    if (given[name] !== undefined && typeof given[name] !== 'boolean') throw wrongType(name, 'Boolean');
  }
  if (Buffer.byteLength(JSON.stringify(given)) > MAX_BYTES) throw badRequest('reply markup is too long');
  if (given.inline_keyboard !== undefined) return readInlineKeyboard(given.inline_keyboard);
  if (given.keyboard !== undefined) return readReplyKeyboard(given);
  if (given.remove_keyboard === true) return { remove_keyboard: true };
  if (given.force_reply === true) return { force_reply: true };
  return undefined;
}

/** Messages can be edited to have inline buttons only. @throws ApiError 400 */
export function readInlineMarkup(params: Params): InlineKeyboardMarkup | undefined {
  const markup = readMarkup(params);
  if (markup && !('inline_keyboard' in markup)) throw badRequest('inline keyboard expected');
  return markup?.inline_keyboard.length ? markup : undefined;
}
