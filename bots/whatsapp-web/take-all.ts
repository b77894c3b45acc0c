import type { proto } from '@whiskeysockets/baileys';
import type { Logger } from '../../src/platform/logger.js';
import { untilKept } from '../conversation/until-kept.js';

type Message = proto.IWebMessageInfo;

/**
 * Takes messages as they come: those of one chat in their order, while no chat waits for another. WhatsApp does not say a
 * message twice, so what cannot be kept now is tried again until `signal` ends it; a database that is away is no try.
 */
export function createTakeAll(deps: { take(message: Message): Promise<void>; signal: AbortSignal; logger: Logger }) {
  const { take, signal, logger } = deps;
  const chats = new Map<string, Promise<void>>();

  const takeSafely = (message: Message): Promise<void> =>
    untilKept(
      () => take(message),
      signal,
      (error, isGivenUp) => {
        if (isGivenUp) logger.error({ err: error }, 'a message was given up');
        else logger.warn({ err: error }, 'a message could not be kept yet');
      },
    );

  function takeInTurn(message: Message, after?: Promise<unknown>): Promise<void> {
    const chat = message.key?.remoteJid ?? '';
    const taking = Promise.all([chats.get(chat), after]).then(() => takeSafely(message));
    chats.set(chat, taking);
    return taking.finally(() => {
      if (chats.get(chat) === taking) chats.delete(chat);
    });
  }

  return {
    takeAll(messages: readonly Message[]): void {
      // what the owner said herself keeps us out of what was asked before, by whichever of its addresses a chat is called
      const hers = Promise.all(messages.filter(({ key }) => key?.fromMe).map((message) => takeInTurn(message)));
      for (const message of messages.filter(({ key }) => !key?.fromMe)) void takeInTurn(message, hers);
    },
    /** Resolves once nothing is under way. */
    async settled(): Promise<void> {
      while (chats.size > 0) await Promise.allSettled(chats.values());
    },
  };
}
