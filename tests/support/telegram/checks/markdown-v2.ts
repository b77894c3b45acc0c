import type { MessageEntity } from 'grammy/types';
import { badRequest } from '../api-error.js';
import type { Formatted } from './formatted.js';
import { wrongLink } from './link.js';

const MARKS = {
  '*': 'Bold',
  _: 'Italic',
  __: 'Underline',
  '~': 'Strikethrough',
  '||': 'Spoiler',
  '`': 'Code',
  '```': 'Pre',
  '[': 'TextUrl',
  '>': 'BlockQuote',
} as const;

type Mark = keyof typeof MARKS;
type Open = { mark: Mark; start: number; offset: number; language?: string };

const TYPES = {
  '*': 'bold',
  _: 'italic',
  __: 'underline',
  '~': 'strikethrough',
  '||': 'spoiler',
  '`': 'code',
  '>': 'blockquote',
} as const;

/**
 * `parse_mode=MarkdownV2`: the text without its marks, and what the marks said. Custom emoji and expandable quotes are
 * not modelled.
 * @throws ApiError 400 "can't parse entities: …" for a reserved character without `\` and for a mark without its end
 */
export function parseMarkdownV2(source: string): Formatted {
  const open: Open[] = [];
  const entities: MessageEntity[] = [];
  let text = '';
  let at = 0;

  const begin = (mark: Mark, width: number, language?: string) => {
    open.push({ mark, start: text.length, offset: at, ...(language && { language }) });
    at += width;
  };
  const end = (width: number, url?: string) => {
    const { mark, start, language } = open.pop() ?? { mark: '*', start: text.length };
    const place = { offset: start, length: text.length - start };
    at += width;
    if (!place.length) return;
    if (mark === '```') entities.push({ type: 'pre', ...place, ...(language && { language }) });
    else if (mark !== '[') entities.push({ type: TYPES[mark], ...place });
    else if (url && !wrongLink(url)) entities.push({ type: 'text_link', url, ...place });
  };
  const endQuote = () => {
    if (open.at(-1)?.mark === '>') end(0);
  };

  while (at < source.length) {
    const char = source.charAt(at);
    const inside = open.at(-1)?.mark;
    if (char === '\\' && /[\x01-\x7e]/.test(source.charAt(at + 1))) {
      text += source.charAt(at + 1);
      at += 2;
    } else if (inside === '`' || inside === '```') {
      if (source.startsWith(inside, at)) end(inside.length);
      else {
        text += char;
        at++;
      }
    } else if (char === '>' && (!at || source.charAt(at - 1) === '\n')) {
      if (open.some(({ mark }) => mark === '>')) at++;
      else begin('>', 1);
    } else if (char === '\n') {
      if (source.charAt(at + 1) !== '>') endQuote();
      text += char;
      at++;
    } else if (char === ']' && inside === '[') {
      const [link, url] = /\]\(((?:\\.|[^)\\])*)\)/y.exec(source.slice(at)) ?? [];
      end(link?.length ?? 1, url?.replace(/\\(.)/g, '$1'));
    } else if (/[_*~`[|]/.test(char)) {
      const mark = markAt(source, at);
      if (!mark) throw reserved(char);
      if (mark === inside) end(mark.length);
      else if (mark === '```') {
        const [line, language] = /```([A-Za-z0-9_+#.-]+)\n|```\n?/y.exec(source.slice(at)) ?? ['```'];
        begin(mark, line.length, language);
      } else begin(mark, mark.length);
    } else if (/[\]()>#+\-=|{}.!]/.test(char)) {
      throw reserved(char);
    } else {
      text += char;
      at++;
    }
  }
  endQuote();
  const left = open.at(-1);
  if (left)
    throw cannotParse(
      `Can't find end of ${MARKS[left.mark]} entity at byte offset ${bytesBefore(source, left.offset)}`,
    );
  return { text, entities: entities.sort((a, b) => a.offset - b.offset || b.length - a.length) };
}

/** The longest mark that begins here; a single | is none. */
const markAt = (source: string, at: number): Mark | undefined =>
  (['```', '__', '||', '*', '_', '~', '`', '['] as const).find((mark) => source.startsWith(mark, at));

const bytesBefore = (source: string, at: number): number => Buffer.byteLength(source.slice(0, at));

const reserved = (char: string) =>
  cannotParse(`Character '${char}' is reserved and must be escaped with the preceding '\\'`);

const cannotParse = (reason: string) => badRequest(`can't parse entities: ${reason}`);
