import type { MessageEntity } from 'grammy/types';
import { badRequest } from '../api-error.js';
import type { Formatted } from './formatted.js';
import { wrongLink } from './link.js';

type Tag = { name: string; attributes: Map<string, string>; start: number };

const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };
const PLAIN = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  code: 'code',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
} as const;
const TAGS = new Set([...Object.keys(PLAIN), 'a', 'pre', 'blockquote', 'tg-emoji']);

/**
 * `parse_mode=HTML`: the text without its tags, and what the tags said. Offsets in errors are bytes, as Telegram's.
 * @throws ApiError 400 "can't parse entities: …" for a tag that is unknown, not closed, or closed in a wrong order
 */
export function parseHtml(html: string): Formatted {
  const open: Tag[] = [];
  const entities: MessageEntity[] = [];
  let text = '';
  let at = 0;
  while (at < html.length) {
    if (html.startsWith('</', at)) at = close(at);
    else if (html.charAt(at) === '<') at = begin(at);
    else {
      const symbol = readSymbol(html, at);
      text += symbol.text;
      at += symbol.length;
    }
  }
  const unclosed = open.at(-1);
  if (unclosed) throw cannotParse(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
  return { text, entities: entities.sort((a, b) => a.offset - b.offset || b.length - a.length) };

  function begin(start: number): number {
    const offset = bytesBefore(html, start);
    const name = /[^\s>]*/y.exec(html.slice(start + 1))?.[0].toLowerCase() ?? '';
    if (!/[\s>]/.test(html.charAt(start + 1 + name.length)))
      throw cannotParse(`Unclosed start tag at byte offset ${offset}`);
    if (!TAGS.has(name)) throw cannotParse(`Unsupported start tag "${name}" at byte offset ${offset}`);
    const attributes = new Map<string, string>();
    const attribute = /\s*([^\s=>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]+)))?/y;
    let end = start + 1 + name.length;
    for (attribute.lastIndex = end; ; end = attribute.lastIndex) {
      const [found, key = '', double, single, bare] = attribute.exec(html) ?? [];
      if (!found) break;
      attributes.set(key.toLowerCase(), decode(double ?? single ?? bare ?? ''));
    }
    while (/\s/.test(html.charAt(end))) end++;
    if (html.charAt(end) !== '>') throw cannotParse(`Unclosed start tag "${name}" at byte offset ${offset}`);
    if (name === 'span' && attributes.get('class') !== 'tg-spoiler') {
      throw cannotParse(`Tag "span" must have class "tg-spoiler" at byte offset ${offset}`);
    }
    open.push({ name, attributes, start: text.length });
    return end + 1;
  }

  function close(start: number): number {
    const offset = bytesBefore(html, start);
    const tag = open.pop();
    if (!tag) throw cannotParse(`Unexpected end tag at byte offset ${offset}`);
    const end = html.indexOf('>', start);
    if (end < 0) throw cannotParse(`Unclosed end tag at byte offset ${offset}`);
    const name = html
      .slice(start + 2, end)
      .trimEnd()
      .toLowerCase();
    if (name && name !== tag.name) {
      throw cannotParse(`Unmatched end tag at byte offset ${offset}, expected "</${tag.name}>", found "</${name}>"`);
    }
    const length = text.length - tag.start;
    const entity = entityOf(tag, text.slice(tag.start), open.at(-1));
    if (entity && length) entities.push({ ...entity, offset: tag.start, length });
    return end + 1;
  }
}

function entityOf({ name, attributes }: Tag, inner: string, around: Tag | undefined): MessageEntity | undefined {
  const place = { offset: 0, length: 0 };
  if (name === 'a') {
    const url = attributes.get('href') || inner;
    return wrongLink(url) ? undefined : { type: 'text_link', url, ...place };
  }
  if (name === 'pre') {
    const language = attributes.get('language');
    return { type: 'pre', ...place, ...(language && { language }) };
  }
  if (name === 'code' && around?.name === 'pre') {
    around.attributes.set('language', attributes.get('class')?.replace(/^language-/, '') ?? '');
    return undefined;
  }
  if (name === 'blockquote') {
    return { type: attributes.has('expandable') ? 'expandable_blockquote' : 'blockquote', ...place };
  }
  if (name === 'tg-emoji') {
    const id = attributes.get('emoji-id') ?? '';
    if (!/^\d{1,19}$/.test(id)) throw cannotParse('Invalid custom emoji identifier specified');
    return { type: 'custom_emoji', custom_emoji_id: id, ...place };
  }
  return isPlain(name) ? { type: PLAIN[name], ...place } : undefined;
}

const isPlain = (name: string): name is keyof typeof PLAIN => name in PLAIN;

/** One character, or one of the few named and the numeric entities; anything else that begins with & is text. */
function readSymbol(html: string, at: number): { text: string; length: number } {
  const entity = /&(?:#(\d{1,8})|#x([0-9a-f]{1,6})|(lt|gt|amp|quot));/iy;
  entity.lastIndex = at;
  const [found, decimal, hex, name] = entity.exec(html) ?? [];
  const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : 0;
  if (found && name) return { text: NAMED[name.toLowerCase()] ?? found, length: found.length };
  if (found && code && code < 0x10ffff) return { text: String.fromCodePoint(code), length: found.length };
  return { text: html.charAt(at), length: 1 };
}

const decode = (value: string): string => {
  let text = '';
  for (let at = 0; at < value.length; ) {
    const symbol = readSymbol(value, at);
    text += symbol.text;
    at += symbol.length;
  }
  return text;
};

const bytesBefore = (text: string, at: number): number => Buffer.byteLength(text.slice(0, at));

const cannotParse = (reason: string) => badRequest(`can't parse entities: ${reason}`);
