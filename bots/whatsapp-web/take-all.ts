import { setTimeout as sleep } from 'node:timers/promises';
import type { WAMessage } from '@whiskeysockets/baileys';
import type { Logger } from '../../src/platform/logger.js';
import { isMongoDown } from '../../src/platform/mongo.js';
import { growingPauseMs } from '../conversation/worker/pause.js';
import type { TakeMessage } from './take-message.js';

/** After so many faults that are nobody's fault but ours a message is given up: those behind it must come through. */
const MOST_TRIES = 5;

/**
 * Takes messages as they come: those of one chat in their order, chats do not wait for one another. What does not go
 * through is tried again until `signal` is aborted; a database that is away counts as no try.
 * @param done told of each message that is safe, or given up
 */
export function createTakeAll(deps: {
  takeMessage: TakeMessage;
  done(message: WAMessage): Promise<unknown>;
  signal: AbortSignal;
  logger: Logger;
}) {
  const { takeMessage, done, signal, logger } = deps;
  const chats = new Map<string, Promise<void>>();

  async function takeSafely(message: WAMessage): Promise<void> {
    for (let tries = 0; !signal.aborted; ) {
      try {
        await takeMessage(message);
        await done(message);
        return;
      } catch (error) {
        if (!isMongoDown(error)) tries += 1;
        if (tries >= MOST_TRIES) {
          logger.error({ err: error }, 'a message was given up');
          await done(message).catch(() => undefined);
          return;
        }
        await sleep(growingPauseMs(tries), undefined, { signal }).catch(() => undefined);
      }
    }
  }

  return {
    take(messages: readonly WAMessage[]): void {
      // what the owner wrote herself while we were away keeps us out of that chat
      const ordered = [...messages.filter(({ key }) => key.fromMe), ...messages.filter(({ key }) => !key.fromMe)];
      for (const message of ordered) {
        const chat = message.key.remoteJid ?? '';
        const work = (chats.get(chat) ?? Promise.resolve()).then(() => takeSafely(message));
        chats.set(chat, work);
        void work.finally(() => {
          if (chats.get(chat) === work) chats.delete(chat);
        });
      }
    },
    /** Resolves once nothing is under way. */
    async settled(): Promise<void> {
      while (chats.size > 0) await Promise.allSettled([...chats.values()]);
    },
  };
}
