import type { MessageEntity } from 'grammy/types';
import { badRequest } from '../api-error.js';
import { type Params, textOf } from '../params.js';
import { readEntities } from './entities.js';
import { parseHtml } from './html.js';
import { parseMarkdownV2 } from './markdown-v2.js';

export type Formatted = { text: string; entities: MessageEntity[] };

export const MAX_TEXT = 4096;
export const MAX_CAPTION = 1024;

/**
 * A text of 1–4096 UTF-16 units after its markup is taken off.
 * @throws ApiError 400 when it is empty, too long, or its markup or entities are wrong
 */
export function readText(params: Params): Formatted {
  if (!textOf(params, 'text')) throw badRequest('message text is empty');
  const formatted = readFormatted(params, 'text', 'entities');
  if (!formatted.text) throw badRequest('text must be non-empty');
  if (formatted.text.length > MAX_TEXT) throw badRequest('message is too long');
  return formatted;
}

/** A caption of 0–1024 UTF-16 units after its markup is taken off. @throws ApiError 400 */
export function readCaption(params: Params): Formatted {
  const formatted = readFormatted(params, 'caption', 'caption_entities');
  if (formatted.text.length > MAX_CAPTION) throw badRequest('message caption is too long');
  return formatted;
}

function readFormatted(params: Params, name: string, entitiesName: string): Formatted {
  const text = textOf(params, name) ?? '';
  const mode = textOf(params, 'parse_mode')?.toLowerCase();
  if (mode === 'html') return trimmed(parseHtml(text));
  if (mode === 'markdownv2') return trimmed(parseMarkdownV2(text));
  // Telegram still takes the old Markdown; what it does to stray underscores is a reason not to
  if (mode) throw badRequest('unsupported parse_mode');
  return trimmed({ text, entities: readEntities(params[entitiesName], text) });
}

/** Without white space at both ends, as Telegram sends it. */
function trimmed({ text, entities }: Formatted): Formatted {
  const shift = text.length - text.trimStart().length;
  const kept = text.trim();
  const moved = entities.flatMap((entity) => {
    const offset = Math.max(entity.offset - shift, 0);
    const length = Math.min(entity.offset + entity.length - shift, kept.length) - offset;
    return length > 0 ? [{ ...entity, offset, length }] : [];
  });
  return { text: kept, entities: moved };
}
