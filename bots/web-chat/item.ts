import type { Ask, Choice } from '../../src/platform/prompt.js';
import type { Said } from './model.js';
import { privateUrl } from './private-media.js';

/**
 * A message as the page and programs read it. A `you` message has `text` as it was sent (of a choice, its label), and
 * besides the id that its sender gave it, so that a page knows its own message when it comes back.
 */
export type Item = {
  id: string;
  from: 'bot' | 'you';
  at: string;
  text: string;
  /** An address on this site. */
  photo?: string;
  /** What the bot sent can be fetched at `url`, an address on this site, for a week. */
  file?: { name: string; url?: string };
  choices?: Choice[];
  ask?: Ask;
  messageId?: string;
  choice?: string;
};

export function itemOf(said: Said): Item {
  const { _id, from, at, text, photo, file, fileKey, choices, ask, messageId, choice } = said;
  return {
    id: _id,
    from,
    at: at.toISOString(),
    text,
    ...(photo && { photo: from === 'bot' ? `/media/${photo}` : privateUrl(photo) }),
    ...(file && { file: { name: file, ...(fileKey && { url: privateUrl(fileKey) }) } }),
    ...(choices && choices.length > 0 && { choices: choices.map(({ id, label }) => ({ id, label })) }),
    ...(ask && { ask }),
    ...(messageId && { messageId }),
    ...(choice && { choice }),
  };
}
