import type {
  Chat,
  Contact,
  Contacts,
  Holding,
  InboxItem,
  Incoming,
  Reply,
  Turned,
} from '../../../src/contacts/index.js';
import type { Logger } from '../../../src/platform/logger.js';
import { isMongoDown } from '../../../src/platform/mongo.js';
import type { T } from '../../../src/platform/texts.js';
import type { Channel, Outgoing } from '../channel.js';
import { resting } from './outgoing.js';
import { growingPauseMs } from './pause.js';

/** After this many faults a message is given up, with an apology. */
const MOST_TRIES = 5;

/** Answers one message of a chat: what the engine and the flows make of it. Runs again with the same `onceKey` after a fault. */
export type Answer = (message: Incoming, chat: Chat, contact: Contact, onceKey: string) => Promise<Turned>;

export type TakeTurn = (chat: Chat, message: InboxItem, contact: Contact, channel: Channel) => Promise<Chat | null>;

/** Handles the first message of a chat's inbox and commits what came of it, once, whoever else tries. */
export const createTakeTurn =
  (deps: {
    holding: Holding;
    contacts: Pick<Contacts, 'holds'>;
    answer: Answer;
    t(language: Contact['language']): T;
    logger: Logger;
  }): TakeTurn =>
  async (chat, message, contact, channel) => {
    const { holding, contacts, answer, t, logger } = deps;
    let recorded: Promise<void> | undefined;
    /** Keeps the message by itself, after what rests before it. */
    const record = (): Promise<void> => {
      recorded ??= recordAfter(resting(holding.unsaid(chat)), message, contact, channel);
      return recorded;
    };
    const show = (): void => {
      // of both a fault is nothing to the answer; that of the record is heard below
      void record().catch(() => undefined);
      void channel.working?.(contact).catch(() => undefined);
    };
    try {
      const done = whileLong(message, show);
      const { replies, ...turned } = await answer(message, chat, contact, `${chat._id}.${chat.version}`).finally(done);
      const said = replies.map(inPlace(chat, message));
      // who waits for more, or has just become somebody else, is not let go with this
      const isSame = contacts.holds(contact) && !contact.forgottenAt;
      const keeps = channel.keep && !recorded && holding.isLast(chat) && isSame && isPlain(said);
      if (!keeps) await record();
      return await holding.commit(chat, message, { ...turned, replies: said }, keeps);
    } catch (error) {
      // a database that is away says nothing about the message
      if (isMongoDown(error)) throw error;
      await record().catch(() => undefined);
      const tries = (message.tries ?? 0) + 1;
      logger[tries < MOST_TRIES ? 'warn' : 'error']({ err: error, chat: chat._id, tries }, 'a message was not handled');
      if (tries < MOST_TRIES) return holding.postpone(chat._id, 'inbox', message.seq, growingPauseMs(tries - 1), true);
      const apology = { prompt: { text: t(contact.language)('common.apology') } };
      return holding.commit(chat, message, { turn: chat.turn, shown: chat.shown, replies: [apology] });
    }
  };

async function recordAfter(before: readonly Outgoing[], message: InboxItem, contact: Contact, channel: Channel) {
  if (before.length > 0) await channel.keep?.(contact, before);
  await channel.record?.(contact, [message]);
}

/** Something is said, and nothing of it takes the place of something else, now or later. */
function isPlain(replies: readonly Reply[]): boolean {
  const soon = replies.filter(({ notBeforeMs }) => !notBeforeMs);
  return soon.length > 0 && soon.every(({ edits, prompt }) => !edits && prompt.card === undefined);
}

/** What takes this long is shown to be under way. */
const SLOW_MS = 700;
/** Telegram lets it be seen for 5 s; the others for longer. */
const STILL_MS = 4500;

/**
 * Calls `show` while an answer takes its time: at once when there is a photo or file, else when it gets long.
 * @returns to be called when it is there
 */
function whileLong({ photos, file }: InboxItem, show: () => void): () => void {
  let timer: NodeJS.Timeout;
  const again = (): void => {
    show();
    timer = setTimeout(again, STILL_MS);
  };
  if (photos?.length || file) again();
  else timer = setTimeout(again, SLOW_MS);
  return () => clearTimeout(timer);
}

/** A card whose own button was tapped is edited, where the channel can, in place of standing there twice. */
const inPlace =
  ({ card }: Chat, { tapped }: InboxItem) =>
  (reply: Reply): Reply =>
    card && card.of === reply.prompt.card && card.platformId === tapped
      ? { ...reply, edits: { platformId: card.platformId } }
      : reply;
