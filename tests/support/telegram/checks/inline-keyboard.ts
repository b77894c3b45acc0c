import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types';
import { badRequest } from '../api-error.js';
import { isRecord } from '../params.js';
import { wrongLink } from './link.js';
import { readButtonText, readRows } from './rows.js';

const KIND = 'inline keyboard button';
const MAX_DATA_BYTES = 64;
const MAX_COPIED_TEXT = 256;

const ACTIONS = [
  ...['url', 'callback_data', 'web_app', 'login_url', 'copy_text', 'callback_game', 'pay'],
  ...['switch_inline_query', 'switch_inline_query_current_chat', 'switch_inline_query_chosen_chat'],
];

/** At most 8 buttons a row and 100 in all, each with a text and exactly one action. @throws ApiError 400 */
export function readInlineKeyboard(given: unknown): InlineKeyboardMarkup {
  const limits = { field: 'inline_keyboard', kind: KIND, perRow: 8, inAll: 100 };
  return { inline_keyboard: readRows(given, limits, readButton) };
}

function readButton(button: Record<string, unknown>): InlineKeyboardButton {
  const text = readButtonText(button, KIND);
  const actions = ACTIONS.filter((name) => button[name] !== undefined && button[name] !== '');
  const [action, ...more] = actions;
  if (!action) throw cannotParse('Text buttons are unallowed in the inline keyboard');
  // Telegram takes the first it knows; nobody means that
  if (more.length) throw cannotParse(`exactly one action is allowed, and there are ${actions.join(', ')}`);
  const value = button[action];

  switch (action) {
    case 'callback_data':
      return { text, callback_data: readData(value) };
    case 'url':
      return { text, url: readUrl(value) };
    case 'web_app':
      return { text, web_app: { url: readAppUrl(value) } };
    case 'copy_text':
      return { text, copy_text: { text: readCopied(value) } };
    default:
      // the other kinds need a domain, an invoice, a game or an inline mode that the bot of this fake does not have
      throw badRequest('BUTTON_TYPE_INVALID');
  }
}

/** 1–64 bytes, not characters. */
function readData(value: unknown): string {
  if (typeof value !== 'string') throw cannotParse('Field "callback_data" must be of type String');
  if (Buffer.byteLength(value) > MAX_DATA_BYTES) throw badRequest('BUTTON_DATA_INVALID');
  return value;
}

function readUrl(value: unknown): string {
  if (typeof value !== 'string') throw cannotParse('Field "url" must be of type String');
  const wrong = wrongLink(value);
  if (wrong) throw badRequest(`${KIND} URL '${value}' is invalid: ${wrong}`);
  return value;
}

function readAppUrl(value: unknown): string {
  const url = isRecord(value) && typeof value.url === 'string' ? value.url : '';
  if (!url.startsWith('https://') || wrongLink(url)) {
    throw badRequest(`${KIND} Web App URL '${url}' is invalid: Only HTTPS links are allowed`);
  }
  return url;
}

function readCopied(value: unknown): string {
  const text = isRecord(value) && typeof value.text === 'string' ? value.text : '';
  if (!text || text.length > MAX_COPIED_TEXT) throw badRequest('BUTTON_COPY_TEXT_INVALID');
  return text;
}

const cannotParse = (reason: string) => badRequest(`can't parse ${KIND}: ${reason}`);
