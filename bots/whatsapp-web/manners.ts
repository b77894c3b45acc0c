import { LRUCache } from 'lru-cache';
import type { Texts } from '../../src/platform/texts.js';
import { COMMANDS } from '../conversation/commands.js';
import { readMessage } from '../conversation/reading/read-message.js';
import type { Said } from './parse.js';

/** Where the owner types herself, we are silent for so long. */
export const OWNER_HOURS = 12;
/** Answers this quick, so many in a row, are no person's. */
const QUICK_MS = 2000;
const MOST_QUICK = 12;
/** Nor is the same sentence in answer to whatever we say; what is shorter, a person types to choose. */
const MOST_EQUAL = 6;
const SENTENCE = 12;
/** Nor so many words in an hour, whatever they say and however long each takes. */
const MOST_AN_HOUR = 150;
const HOUR_MS = 3_600_000;
const MOST_REMEMBERED = 1000;

/**
 * Whether a stranger means the shop, and not the owner of the phone: by a link of ours, a command, or the address of a
 * shop. Everything else that strangers write is between them and the owner.
 */
export function createMeansShop({
  texts,
  publicUrl,
}: {
  texts: Pick<Texts, 'words' | 'languages'>;
  publicUrl: string;
}) {
  const all: Record<string, readonly string[]> = {};
  for (const language of texts.languages) {
    const words = texts.words(language);
    for (const meaning of [...COMMANDS, 'shop']) {
      all[meaning] = [...new Set([...(all[meaning] ?? []), ...(words[meaning] ?? [])])];
    }
  }
  return (said: Said): boolean => {
    const message = { ...said, contactId: '', at: new Date(0) };
    const { kind } = readMessage(message, said.text?.trim() ?? '', {
      situation: 'idle',
      shown: null,
      words: all,
      publicUrl,
    });
    return kind === 'start' || kind === 'command';
  };
}

type Watched = { saidAt: number; quick: number; last: string; equal: number; since: number; count: number };

/** Notices the other side of a loop: a program that answers whatever we say, at once or in its own time. */
export function createLoopGuard({ now }: { now(): Date }) {
  const chats = new LRUCache<string, Watched>({ max: MOST_REMEMBERED });
  const of = (contactId: string) => {
    const known = chats.get(contactId) ?? { saidAt: 0, quick: 0, last: '', equal: 0, since: 0, count: 0 };
    chats.set(contactId, known);
    return known;
  };
  return {
    /** We said something. */
    said(contactId: string): void {
      of(contactId).saidAt = now().getTime();
    },
    /** They wrote something. @returns whether it is a loop, which is then forgotten */
    heard(contactId: string, text: string): boolean {
      const chat = of(contactId);
      const at = now().getTime();
      chat.quick = at - chat.saidAt < QUICK_MS ? chat.quick + 1 : 0;
      chat.equal = text.length >= SENTENCE && text === chat.last ? chat.equal + 1 : 1;
      chat.last = text;
      if (at - chat.since > HOUR_MS) Object.assign(chat, { since: at, count: 0 });
      chat.count += 1;
      if (chat.quick < MOST_QUICK && chat.equal < MOST_EQUAL && chat.count < MOST_AN_HOUR) return false;
      chats.delete(contactId);
      return true;
    },
  };
}
