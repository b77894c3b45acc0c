import type { Chat, Contact, Holding, InboxItem, Incoming, Reply, Turned } from '../../../src/contacts/index.js';
import type { Logger } from '../../../src/platform/logger.js';
import { isMongoDown } from '../../../src/platform/mongo.js';
import type { T } from '../../../src/platform/texts.js';
import type { Channel } from '../channel.js';
import { growingPauseMs } from './pause.js';

/** After this many faults a message is given up, with an apology. */
const MOST_TRIES = 5;

/** Answers one message of a chat: what the engine and the flows make of it. Runs again with the same `onceKey` after a fault. */
export type Answer = (message: Incoming, chat: Chat, contact: Contact, onceKey: string) => Promise<Turned>;

export type TakeTurn = (chat: Chat, message: InboxItem, contact: Contact, channel: Channel) => Promise<Chat | null>;

/** Handles the first message of a chat's inbox and commits what came of it, once, whoever else tries. */
export const createTakeTurn =
  (deps: { holding: Holding; answer: Answer; t(language: Contact['language']): T; logger: Logger }): TakeTurn =>
  async (chat, message, contact, channel) => {
    const { holding, answer, t, logger } = deps;
    try {
      await channel.record?.(contact, [message]);
      if (message.photos?.length || message.file) void channel.working?.(contact).catch(() => undefined);
      const { replies, ...turned } = await answer(message, chat, contact, `${chat._id}.${chat.version}`);
      return await holding.commit(chat, message, { ...turned, replies: replies.map(inPlace(chat, message)) });
    } catch (error) {
      // a database that is away says nothing about the message
      if (isMongoDown(error)) throw error;
      const tries = (message.tries ?? 0) + 1;
      logger[tries < MOST_TRIES ? 'warn' : 'error']({ err: error, chat: chat._id, tries }, 'a message was not handled');
      if (tries < MOST_TRIES) return holding.postpone(chat._id, 'inbox', message.seq, growingPauseMs(tries - 1), true);
      const apology = { prompt: { text: t(contact.language)('common.apology') } };
      return holding.commit(chat, message, { turn: chat.turn, shown: chat.shown, replies: [apology] });
    }
  };

/** A card whose own button was tapped is edited, where the channel can, in place of standing there twice. */
const inPlace =
  ({ card }: Chat, { tapped }: InboxItem) =>
  (reply: Reply): Reply =>
    card && card.of === reply.prompt.card && card.platformId === tapped
      ? { ...reply, edits: { platformId: card.platformId } }
      : reply;
