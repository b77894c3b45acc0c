import type { BinaryNode, proto } from '@whiskeysockets/baileys';

type Message = proto.IWebMessageInfo;

/** What cannot be read keeps the rest no longer than this. */
const PATIENCE_MS = 10_000;

/**
 * Holds what came while we were away until what the owner said meanwhile has been read, too: it comes in the order in
 * which it was said, and whom she answered herself is not to be answered once more. The server tells on the line which
 * messages are hers before any of them is decrypted, and where they end.
 */
export function createBacklog(deliver: (messages: readonly Message[]) => void, patienceMs = PATIENCE_MS) {
  const hers = new Set<string>();
  let held: Message[] = [];
  let isWaiting = true;
  let late: NodeJS.Timeout | undefined;

  function release(): void {
    isWaiting = false;
    clearTimeout(late);
    const all = held;
    held = [];
    if (all.length > 0) deliver(all);
  }
  let hasEnded = false;
  const releaseIfRead = (): void => {
    if (isWaiting && hasEnded && hers.size === 0) release();
  };

  return {
    /** A message on the line, still sealed. */
    comes({ attrs: { id, offline, recipient, category } }: BinaryNode): void {
      // what devices of one account tell one another is no word of hers
      if (isWaiting && id && offline && recipient && category !== 'peer') hers.add(id);
    },
    /** All that came while we were away is on the line. */
    ends(): void {
      hasEnded = true;
      releaseIfRead();
    },
    take(messages: readonly Message[]): void {
      if (!isWaiting) {
        deliver(messages);
        return;
      }
      held.push(...messages);
      for (const { key } of messages) if (key?.id) hers.delete(key.id);
      late ??= setTimeout(release, patienceMs);
      releaseIfRead();
    },
    /** The line has ended: what was held has come all the same. */
    release,
  };
}
