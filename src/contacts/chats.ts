import type { Clock } from '../platform/clock.js';
import { bare, type Db } from '../platform/mongo.js';
import type { Prompt } from '../platform/prompt.js';
import { Refusal } from '../platform/refusal.js';
import { changeTogether } from '../platform/together.js';
import type { Incoming } from './incoming.js';
import {
  type Alert,
  type ChannelName,
  type Chat,
  type Contact,
  defineChat,
  type KeptChat,
  type Who,
  WITHOUT_SEEN,
} from './model.js';

/** A holder works for this long at most without renewing; then another may take over. */
export const LEASE_SECONDS = 30;

const SEEN = 200;
/** More than a person types before an answer; a flood is refused, not kept. */
const MOST_WAITING = 100;
const FULL = { [`inbox.${MOST_WAITING - 1}`]: { $exists: true } };

const JUST_WHETHER = { projection: { _id: 1 } } as const;

export type Chats = ReturnType<typeof createChats>;

/**
 * What comes in and goes out of each chat. Every function here is one update of one document, so that it happens
 * whole or not at all, whichever process calls it.
 * @param by names this process as a holder of leases
 * @param wake tells of a chat that has something to do, here and elsewhere; may be lost. `held`: its lease is ours already
 * @param serves whether this process works the chats of a channel now
 */
export function createChats(deps: {
  db: Db;
  clock: Clock;
  by: string;
  wake(who: Who, held?: Chat): void;
  serves?(channel: ChannelName): boolean;
}) {
  const { db, clock, by, wake, serves = () => false } = deps;
  const kept = bare<KeptChat>(db, defineChat(db));
  const change = changeTogether(kept, WITHOUT_SEEN);
  const has = async (filter: object): Promise<boolean> => (await kept().findOne(filter, JUST_WHETHER)) !== null;

  /** Adds to a chat unless `id` was added before; null when it was. @param unless what the chat must not be like */
  const addOnce = async (
    contactId: string,
    channel: ChannelName,
    id: string,
    add: object,
    unless?: object,
  ): Promise<Chat | null> => {
    const set = {
      channel,
      version: { $ifNull: ['$version', 0] },
      inbox: { $ifNull: ['$inbox', []] },
      outbox: { $ifNull: ['$outbox', []] },
      later: { $ifNull: ['$later', []] },
      seen: { $slice: [{ $concatArrays: [{ $ifNull: ['$seen', []] }, [{ $literal: id }]] }, -SEEN] },
      seq: { $add: [{ $ifNull: ['$seq', 0] }, 1] },
      wakeAt: { $min: [{ $ifNull: ['$wakeAt', clock.now()] }, clock.now()] },
      ...add,
    };
    const filter = { seen: { $ne: id }, ...(unless && { $nor: [unless] }) };
    const chat = await change({ _id: contactId, filter, update: [{ $set: set }], upsert: true });
    if (chat) return chat;
    if (await has({ _id: contactId, seen: id })) return null;
    if (unless && (await has({ _id: contactId, ...unless }))) throw new Refusal('chat_too_fast', 429);
    // the document was made by another first message in this very moment: now it is there
    return addOnce(contactId, channel, id, add, unless);
  };

  /** The lease for us where it is free, as part of what is added. */
  const leaseIfFree = (now: Date) => ({
    $cond: [
      { $gt: [{ $ifNull: ['$lease.until', new Date(0)] }, now] },
      '$lease',
      { by, until: new Date(now.getTime() + LEASE_SECONDS * 1000) },
    ],
  });

  return {
    /**
     * Takes a message into the chat, once for each `messageId`, and the lease with it if that is free. Only after
     * this may the platform be told that the message has arrived.
     * @returns the chat when this process now holds its lease, else `'waiting'` or `'seen'`
     * @throws Refusal `chat_too_fast` (429) when 100 messages wait already
     */
    async receive(channel: ChannelName, incoming: Incoming): Promise<Chat | 'waiting' | 'seen'> {
      const add = { inbox: pushed('$inbox', incoming), lease: leaseIfFree(clock.now()) };
      const chat = await addOnce(incoming.contactId, channel, incoming.messageId, add, FULL);
      if (!chat) return 'seen';
      if (chat.lease?.by === by) return chat;
      wake({ _id: incoming.contactId });
      return 'waiting';
    },

    /**
     * Puts an alert, or a prompt, into a chat's outbox unless that `id` was put there before; also where a flood waits
     * to be read, since one chat's trouble must not keep an alert from the others.
     * @param item `notBefore`: it waits until then, and what is said after it waits with it
     */
    async say(
      contact: Pick<Contact, '_id' | 'channel'>,
      item: { id: string; prompt: Prompt } | { id: string; alert: Alert; notBefore?: Date },
    ): Promise<'new' | 'seen'> {
      const now = clock.now();
      // as with a message that comes: whoever can send it takes the lease along
      const takes = serves(contact.channel);
      const chat = await addOnce(contact._id, contact.channel, item.id, {
        outbox: pushed('$outbox', { ...item, at: now }),
        ...(takes && { lease: leaseIfFree(now) }),
      });
      if (!chat) return 'seen';
      wake(contact, takes && chat.lease?.by === by ? chat : undefined);
      return 'new';
    },

    find: (contactId: string): Promise<Chat | null> => kept().findOne({ _id: contactId }),
  };
}

/** The array with `item` behind it, numbered as the next one. What people wrote is never an expression. */
export const pushed = (array: string, item: object): object => ({
  $concatArrays: [
    { $ifNull: [array, []] },
    [{ $mergeObjects: [{ $literal: item }, { seq: { $add: [{ $ifNull: ['$seq', 0] }, 1] } }] }],
  ],
});
