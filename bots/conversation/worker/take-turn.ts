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
      const recorded = channel.record?.(contact, [message]);
      // its fault is heard below, when no try of this message is under way any more
      recorded?.catch(() => undefined);
      const done = showWorking(channel, contact, message);
      const { replies, ...turned } = await answer(message, chat, contact, `${chat._id}.${chat.version}`).finally(done);
      await recorded;
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

/** What takes this long is shown to be under way. */
const SLOW_MS = 700;
/** Telegram lets it be seen for 5 s; the others for longer. */
const STILL_MS = 4500;

/** Lets the person see that an answer takes its time: at once when there is a photo or file, else when it gets long. */
function showWorking(channel: Channel, contact: Contact, { photos, file }: InboxItem): () => void {
  let timer: NodeJS.Timeout;
  const show = (): void => {
    void channel.working?.(contact).catch(() => undefined);
    timer = setTimeout(show, STILL_MS);
  };
  if (photos?.length || file) show();
  else timer = setTimeout(show, SLOW_MS);
  return () => clearTimeout(timer);
}

/** A card whose own button was tapped is edited, where the channel can, in place of standing there twice. */
const inPlace =
  ({ card }: Chat, { tapped }: InboxItem) =>
  (reply: Reply): Reply =>
    card && card.of === reply.prompt.card && card.platformId === tapped
      ? { ...reply, edits: { platformId: card.platformId } }
      : reply;
