import type { MessageEntity } from 'grammy/types';
import { badRequest } from '../api-error.js';
import { isRecord } from '../params.js';
import { wrongLink } from './link.js';

const PLAIN = [
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'blockquote',
  'expandable_blockquote',
  'code',
];
const PLAIN_ENTITIES = new Set<string>(PLAIN);
/** Telegram finds these itself and does not look at the ones it is given. */
const FOUND_BY_TELEGRAM = new Set([
  ...['mention', 'hashtag', 'cashtag', 'bot_command', 'url', 'email', 'phone_number', 'bank_card'],
]);

type PlainEntity = Extract<MessageEntity, { type: 'bold' | 'code' | 'blockquote' }>;

const isPlain = (type: string): type is PlainEntity['type'] => PLAIN_ENTITIES.has(type);

/**
 * The entities that a bot gave with a text, `offset` and `length` in UTF-16 units.
 * @throws ApiError 400 when one is malformed or lies outside of the text
 */
export function readEntities(given: unknown, text: string): MessageEntity[] {
  if (given === undefined) return [];
  if (!Array.isArray(given)) throw badRequest("can't parse entities: expected an Array of MessageEntity");
  return given.flatMap((one: unknown) => {
    if (!isRecord(one)) throw badRequest("can't parse MessageEntity: expected an Object");
    const { type } = one;
    const offset = integerField(one, 'offset');
    const length = integerField(one, 'length');
    if (typeof type === 'string' && FOUND_BY_TELEGRAM.has(type)) return [];
    const entity = entityOf(one, offset, length);
    assertInside(offset, length, text);
    return length ? [entity] : [];
  });
}

function entityOf(given: Record<string, unknown>, offset: number, length: number): MessageEntity {
  const { type } = given;
  if (typeof type === 'string' && isPlain(type)) return { type, offset, length };
  if (type === 'pre') {
    const { language } = given;
    return { type, offset, length, ...(typeof language === 'string' && { language }) };
  }
  if (type === 'text_link') {
    const url = textField(given, 'url');
    const wrong = wrongLink(url);
    if (wrong) throw badRequest(`entity URL '${url}' is invalid: ${wrong}`);
    return { type, offset, length, url };
  }
  if (type === 'custom_emoji') {
    const id = textField(given, 'custom_emoji_id');
    if (!/^\d{1,19}$/.test(id)) throw cannotParse('Field "custom_emoji_id" must be a valid Number');
    return { type, offset, length, custom_emoji_id: id };
  }
  throw cannotParse('Unsupported type specified');
}

function assertInside(offset: number, length: number, text: string): void {
  const end = offset + length;
  if (offset < 0) throw badRequest(`receive an entity with incorrect offset ${offset}`);
  if (length < 0) throw badRequest(`receive an entity with incorrect length ${length}`);
  if (offset > text.length) throw badRequest(`entity begins after the end of the text at UTF-16 offset ${offset}`);
  const beginning = `entity beginning at UTF-16 offset ${offset}`;
  if (end > text.length) throw badRequest(`${beginning} ends after the end of the text at UTF-16 offset ${end}`);
  if (splitsSymbol(text, offset)) throw badRequest(`entity begins in a middle of a symbol at UTF-16 offset ${offset}`);
  if (splitsSymbol(text, end)) throw badRequest(`${beginning} ends in a middle of a symbol at UTF-16 offset ${end}`);
}

const splitsSymbol = (text: string, at: number): boolean =>
  /[\uDC00-\uDFFF]/.test(text.charAt(at)) && /[\uD800-\uDBFF]/.test(text.charAt(at - 1));

const cannotParse = (reason: string) => badRequest(`can't parse MessageEntity: ${reason}`);

function integerField(given: Record<string, unknown>, name: string): number {
  const value = given[name];
  if (value === undefined) throw cannotParse(`Can't find field "${name}"`);
  if (typeof value !== 'number' || !Number.isInteger(value))
    throw cannotParse(`Field "${name}" must be of type Number`);
  return value;
}

function textField(given: Record<string, unknown>, name: string): string {
  const value = given[name];
  if (value === undefined) throw cannotParse(`Can't find field "${name}"`);
  if (typeof value !== 'string') throw cannotParse(`Field "${name}" must be of type String`);
  return value;
}
