import type { KeyboardButton, ReplyKeyboardMarkup } from 'grammy/types';
import { badRequest } from '../api-error.js';
import { readButtonText, readRows } from './rows.js';

const KIND = 'keyboard button';
const MAX_PLACEHOLDER = 64;

/** At most 12 buttons a row and 300 in all: plain, or asking for the contact or the location. @throws ApiError 400 */
export function readReplyKeyboard(given: Record<string, unknown>): ReplyKeyboardMarkup {
  const { keyboard, one_time_keyboard, resize_keyboard, is_persistent, input_field_placeholder: placeholder } = given;
  const rows = readRows(wrapped(keyboard), { field: 'keyboard', kind: KIND, perRow: 12, inAll: 300 }, readButton);
  if (!rows.length) throw badRequest('reply keyboard must be non-empty');
  if (placeholder !== undefined && (typeof placeholder !== 'string' || placeholder.length > MAX_PLACEHOLDER)) {
    throw badRequest('input field placeholder must have at most 64 characters');
  }
  return {
    keyboard: rows,
    ...(resize_keyboard === true && { resize_keyboard }),
    ...(one_time_keyboard === true && { one_time_keyboard }),
    ...(is_persistent === true && { is_persistent }),
    ...(placeholder && { input_field_placeholder: placeholder }),
  };
}

/** A button may be a bare string. */
const wrapped = (keyboard: unknown): unknown =>
  Array.isArray(keyboard)
    ? keyboard.map((row: unknown) =>
        Array.isArray(row) ? row.map((one: unknown) => (typeof one === 'string' ? { text: one } : one)) : row,
      )
    : keyboard;

function readButton(button: Record<string, unknown>): KeyboardButton {
  const text = readButtonText(button, KIND);
  const { request_contact: contact, request_location: location } = button;
  for (const [name, value] of Object.entries({ request_contact: contact, request_location: location })) {
    if (value !== undefined && typeof value !== 'boolean') {
      throw badRequest(`can't parse ${KIND}: Field "${name}" must be of type Boolean`);
    }
  }
  if (contact === true) return { text, request_contact: true };
  if (location === true) return { text, request_location: true };
  return { text };
}
