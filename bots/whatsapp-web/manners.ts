import type { Texts } from '../../src/platform/texts.js';
import { COMMANDS } from '../conversation/commands.js';
import { readMessage } from '../conversation/reading/read-message.js';
import type { Said } from './parse.js';

/** Where the owner types herself, we are silent for so long. */
export const OWNER_HOURS = 12;
/** Answers this quick, so many in a row, are no person's. */
const QUICK_MS = 2000;
const MOST_QUICK = 12;
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

/** Notices the other side of a loop: a program that answers whatever we say at once, again and again. */
export function createLoopGuard({ now }: { now(): Date }) {
  const chats = new Map<string, { saidAt: number; quick: number }>();
  const of = (contactId: string) => {
    const known = chats.get(contactId) ?? { saidAt: 0, quick: 0 };
    chats.delete(contactId);
    chats.set(contactId, known);
    const [oldest] = chats.keys();
    if (chats.size > MOST_REMEMBERED && oldest !== undefined) chats.delete(oldest);
    return known;
  };
  return {
    /** We said something. */
    said(contactId: string): void {
      of(contactId).saidAt = now().getTime();
    },
    /** They said something. @returns whether it is a loop, which is then forgotten */
    heard(contactId: string): boolean {
      const chat = of(contactId);
      const isQuick = now().getTime() - chat.saidAt < QUICK_MS;
      chat.quick = isQuick ? chat.quick + 1 : 0;
      if (chat.quick < MOST_QUICK) return false;
      chats.delete(contactId);
      return true;
    },
  };
}
