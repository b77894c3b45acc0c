import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
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
import { isAmongSeen, withSeen } from './seen.js';

/** A holder works for this long at most without renewing; then another may take over. */
export const LEASE_SECONDS = 30;

/** More than a person types before an answer; a flood is refused, not kept. */
const MOST_WAITING = 100;

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

  /** Puts an item into a box of a chat unless its id was there before; null when it was. */
  async function addOnce(
    contactId: string,
    channel: ChannelName,
    { box, id, item, lease }: { box: 'inbox' | 'outbox'; id: string; item: object; lease: object },
  ): Promise<Chat | null> {
    const isSeen = isAmongSeen(id);
    const put = newId();
    const set = {
      channel,
      [box]: pushed(`$${box}`, { ...item, put }),
      seenMarks: withSeen(id),
      seq: { $add: [{ $ifNull: ['$seq', 0] }, 1] },
      wakeAt: { $min: ['$wakeAt', clock.now()] },
      ...lease,
    };
    const chat = await change({
      _id: contactId,
      when: { $not: [{ $or: [isSeen, ...(box === 'inbox' ? [IS_FULL] : [])] }] },
      to: { $mergeObjects: [{ $literal: EMPTY }, '$$ROOT', set] },
      upsert: true,
    });
    if (chat?.[box].some((one) => one.put === put)) return chat;
    if (await kept().findOne({ _id: contactId, $expr: isSeen }, { projection: { _id: 1 } })) return null;
    if (box === 'inbox' && chat && chat.inbox.length >= MOST_WAITING) throw new Refusal('chat_too_fast', 429);
    // the document was made by another first message in this very moment: now it is there
    return addOnce(contactId, channel, { box, id, item, lease });
  }

  /** The lease for us where it is free, as part of what is added. */
  const leaseIfFree = (now: Date) => ({
    lease: {
      $cond: [{ $gt: ['$lease.until', now] }, '$lease', { by, until: new Date(now.getTime() + LEASE_SECONDS * 1000) }],
    },
  });

  return {
    /**
     * Takes a message into the chat, once for each `messageId`, and the lease with it if that is free. Only after
     * this may the platform be told that the message has arrived.
     * @returns the chat when this process holds its lease, so that there may be something to do
     * @throws Refusal `chat_too_fast` (429) when 100 messages wait already
     */
    async receive(channel: ChannelName, incoming: Incoming): Promise<Chat | null> {
      const { contactId, messageId: id } = incoming;
      const lease = leaseIfFree(clock.now());
      const chat = await addOnce(contactId, channel, { box: 'inbox', id, item: incoming, lease });
      if (!chat || chat.lease?.by === by) return chat;
      wake({ _id: contactId });
      return null;
    },

    /**
     * Puts an alert, or a prompt, into a chat's outbox unless that `id` was put there before; also where a flood waits
     * to be read, since one chat's trouble must not keep an alert from the others.
     * @param item `notBefore`: it waits until then, and what is said after it waits with it
     * @param noted what is being written elsewhere that must be there before it goes out; where that fails, this does
     */
    async say(
      contact: Pick<Contact, '_id' | 'channel'>,
      item: { id: string; prompt: Prompt } | { id: string; alert: Alert; notBefore?: Date },
      noted?: Promise<unknown>,
    ): Promise<void> {
      const at = clock.now();
      // as with a message that comes: whoever can send it takes the lease along
      const takes = serves(contact.channel);
      const [chat] = await Promise.all([
        addOnce(contact._id, contact.channel, {
          ...{ box: 'outbox', id: item.id, item: { ...item, at } },
          lease: takes ? leaseIfFree(at) : {},
        }),
        noted,
      ]);
      if (chat) wake(contact, takes && chat.lease?.by === by ? chat : undefined);
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

const EMPTY = { version: 0, inbox: [], outbox: [], later: [] };
const IS_FULL = { $gte: [{ $size: { $ifNull: ['$inbox', []] } }, MOST_WAITING] };
