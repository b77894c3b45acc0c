import { badRequest } from './api-error.js';

/** Parameters of a call by name, of the types that Telegram documents; unknown names are kept as they came. */
export type Params = Readonly<Record<string, unknown>>;

const INTEGERS = ['chat_id', 'message_id', 'offset', 'limit', 'timeout', 'max_connections', 'cache_time', 'user_id'];
const FLAGS = [
  ...['drop_pending_updates', 'show_alert', 'disable_notification', 'protect_content', 'has_spoiler'],
  ...['show_caption_above_media', 'disable_web_page_preview', 'disable_content_type_detection'],
];
const OBJECTS = [
  ...['reply_markup', 'entities', 'caption_entities', 'reply_parameters', 'link_preview_options', 'media', 'commands'],
  ...['scope', 'menu_button', 'allowed_updates'],
];
const TEXTS = [
  ...[
    'text',
    'caption',
    'parse_mode',
    'photo',
    'document',
    'url',
    'secret_token',
    'file_id',
    'action',
    'callback_query_id',
  ],
  ...['language_code', 'description', 'short_description', 'inline_message_id'],
];

/**
 * Gives every known parameter its type: forms carry numbers and objects as text, and JSON may.
 * @throws ApiError 400 for a value of a wrong type; Telegram itself forgives some of these
 */
export function readParams(raw: Record<string, unknown>): Params {
  const params: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (value !== null && value !== undefined) params[name] = readParam(name, value);
  }
  return params;
}

function readParam(name: string, value: unknown): unknown {
  if (INTEGERS.includes(name)) return readInteger(name, value);
  if (FLAGS.includes(name)) return readFlag(name, value);
  if (OBJECTS.includes(name)) return readObject(name, value);
  if (!TEXTS.includes(name)) return value;
  if (typeof value === 'object') throw wrongType(name, 'String');
  return String(value);
}

function readInteger(name: string, value: unknown): number | string {
  if (Number.isSafeInteger(value)) return Number(value);
  if (typeof value === 'string' && /^-?\d{1,15}$/.test(value)) return Number(value);
  if (name === 'chat_id' && typeof value === 'string') return value;
  throw wrongType(name, 'Integer');
}

function readFlag(name: string, value: unknown): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw wrongType(name, 'Boolean');
}

function readObject(name: string, value: unknown): unknown {
  let object = value;
  if (typeof value === 'string') {
    try {
      object = JSON.parse(value);
    } catch {
      throw badRequest(`can't parse ${name} JSON object`);
    }
  }
  if (typeof object !== 'object') throw badRequest(name === 'reply_markup' ? OBJECT_EXPECTED : `can't parse ${name}`);
  return object;
}

const OBJECT_EXPECTED = 'object expected as reply markup';

export const wrongType = (name: string, type: string) => badRequest(`field "${name}" must be of type ${type}`);

/** A text parameter; empty counts as absent, as it does for Telegram. */
export const textOf = (params: Params, name: string): string | undefined => {
  const value = params[name];
  return typeof value === 'string' && value ? value : undefined;
};

export const integerOf = (params: Params, name: string): number | undefined => {
  const value = params[name];
  return typeof value === 'number' ? value : undefined;
};

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
