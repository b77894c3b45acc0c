import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { bare, type Db } from '../platform/mongo.js';
import type { Prompt } from '../platform/prompt.js';
import { changeTogether } from '../platform/together.js';
import { LEASE_SECONDS, pushed } from './chats.js';
import { type ChannelName, type Chat, defineChat, type InboxItem, type OutboxItem, WITHOUT_SEEN } from './model.js';
import { createStanding, isAs } from './standing.js';

/** Whoever says what rests in an outbox has done so by then, or has died. */
const RESTS_SECONDS = 10;

/** One reply of a turn on its way to the outbox. With `notBeforeMs` it waits, and the next turn takes its place. */
export type Reply = {
  prompt: Prompt;
  page?: number;
  mark?: string;
  notBeforeMs?: number;
  edits?: { platformId: string };
};

export type Turned = { turn: unknown; shown: unknown; replies: readonly Reply[] };

export type Holding = ReturnType<typeof createHolding>;

/** What only the holder of a chat's lease does. */
export function createHolding({ db, clock, by }: { db: Db; clock: Clock; by: string }) {
  const kept = bare<Chat>(db, defineChat(db));
  const { unsaid, note, clear } = createStanding({ kept, clock });
  const after = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000);
  const read = (filter: object): Promise<Chat | null> => kept().findOne(filter, { projection: WITHOUT_SEEN });
  const update = (filter: object, change: object | object[]): Promise<Chat | null> =>
    kept().findOneAndUpdate(filter, change, { returnDocument: 'after', projection: WITHOUT_SEEN });
  /** The same for the holder alone: one that was paused for so long that another took over learns it here. */
  const updateHeld = (filter: object, change: object | object[]): Promise<Chat | null> =>
    update({ ...filter, 'lease.by': by }, change);

  const holds = (chat: Chat): boolean => chat.lease?.by === by;
  /** Nothing is to be said but what rests. */
  const rests = (chat: Chat): boolean => unsaid(chat).every((item) => item.rests);
  /** Nothing else waits when the first message has its answer. */
  const isLast = (chat: Chat): boolean => chat.inbox.length === 1 && rests(chat);
  const ours = (chat: Chat | null): Chat | null => (chat && holds(chat) ? chat : null);
  const isDue = (chat: Chat): boolean => (nextTime(chat) ?? FAR) <= clock.now();

  // a lease of our own that nobody works under is left from a fault in the middle
  const waiting = () => ({
    wakeAt: { $lte: clock.now() },
    $or: [{ 'lease.until': { $not: { $gt: clock.now() } } }, { 'lease.by': by }],
  });

  /** That a chat is ours and as it was read, and that no former holder sent something of it meanwhile. */
  const isStill = (chat: Chat) => ({ $and: [{ $eq: ['$lease.by', by] }, isAs(chat)] });

  /** Writes what a held chat has become, where it is still as it was `before`. */
  const becoming = () => {
    const change = changeTogether(kept, WITHOUT_SEEN);
    return (before: Chat, after: Chat): Promise<Chat | null> => {
      // the lease may have been renewed since
      const staying = { seenMarks: '$seenMarks', ...(after.lease && { lease: '$lease' }) };
      return change({
        ...{ _id: before._id, when: isStill(before), after },
        to: { $mergeObjects: [{ $literal: after }, staying] },
      });
    };
  };
  const become = becoming();
  /** The same when all was said: nobody waits for that, so whoever waits for an answer does not wait behind it. */
  const leave = becoming();

  /** The chat given back, to be woken when there is something to do next. */
  const free = ({ lease: _, wakeAt: __, ...chat }: Chat): Chat => {
    const wakeAt = nextTime(chat);
    return wakeAt ? { ...chat, wakeAt } : chat;
  };

  return {
    /** Takes the lease of a chat of these channels with something to do, if nobody else has it. */
    take: (id: string, channels: readonly ChannelName[]): Promise<Chat | null> =>
      update(
        { _id: id, channel: { $in: channels }, ...waiting() },
        { $set: { lease: { by, until: after(LEASE_SECONDS) } } },
      ),

    renew: (id: string): Promise<Chat | null> =>
      updateHeld({ _id: id }, { $set: { 'lease.until': after(LEASE_SECONDS) } }),

    /** Chats of these channels, but for those held here, that have something to do and no other living holder. */
    async due(channels: readonly ChannelName[], held: readonly string[], limit: number): Promise<string[]> {
      const filter: object = { ...waiting(), channel: { $in: channels }, _id: { $nin: held } };
      const found = kept()
        .find(filter, { projection: { _id: 1 } })
        .sort({ wakeAt: 1 })
        .limit(limit);
      return (await found.toArray()).map(({ _id }) => _id);
    },

    unsaid,
    rests,
    isLast,
    holds,
    clear,

    /**
     * Ends the turn of the first message in the inbox: the message goes, the new turn and the replies are there.
     * @param keeps the replies may be said twice, and the message is kept with them. Where nothing else is left to do, the
     *   chat is given back with this: its replies rest in the outbox until they were `said`, which only the caller does
     * @returns null when somebody else has ended it; then all that was prepared is to be thrown away
     */
    async commit(
      chat: Chat,
      message: InboxItem,
      { turn, shown, replies }: Turned,
      keeps = false,
    ): Promise<Chat | null> {
      const now = clock.now();
      const put = newId();
      const said = replies.map((reply, index) => ({ ...reply, id: `${chat._id}.${chat.version}.${index}`, at: now }));
      const soon = said.filter(({ notBeforeMs }) => !notBeforeMs);
      const later = said
        .filter(({ notBeforeMs }) => notBeforeMs)
        .map(({ notBeforeMs = 0, ...item }) => ({ ...item, due: new Date(now.getTime() + notBeforeMs) }));
      const version = chat.version + 1;
      // what still waited spoke of how things were before this turn, and its numbers would stand for other choices
      const turned = { version, turn: turn ?? null, shown: shown ?? null, lastAt: message.at, later };
      for (let before: Chat | null = chat; before; ) {
        const { seq, inbox }: Chat = before;
        const isGiven: boolean = keeps && isLast(before);
        const items = soon.map((item, index) => ({
          ...{ ...item, seq: seq + index + 1 },
          ...(keeps && index === 0 && { heard: message }),
          ...(isGiven && { rests: true as const, notBefore: after(RESTS_SECONDS), put }),
        }));
        const next = {
          ...{ ...before, ...turned, seq: seq + items.length },
          ...{ inbox: inbox.slice(1), outbox: [...unsaid(before), ...items] },
        };
        const committed = await become(before, isGiven ? free(next) : next);
        if (committed && committed.version > chat.version) {
          const isResting = isGiven && committed.outbox.some((item) => item.put === put);
          return isResting ? committed : ours(committed);
        }
        // our replies are numbered after what came meanwhile
        before = await read({ _id: chat._id, 'lease.by': by, version: chat.version });
      }
      return null;
    },

    /** All that rested in the outbox of a chat was said. */
    said: (chat: Chat): void => note(chat, nextTime({ ...chat, outbox: [] })),

    /**
     * Moves the first reply whose time has come into the outbox; only now it gets its number.
     * @returns null when somebody else holds the chat now
     */
    release: async (chat: Chat): Promise<Chat | null> => {
      const item = chat.later.find(({ due }) => due <= clock.now());
      if (!item) return chat;
      const { due: _, ...rest } = item;
      return updateHeld({ _id: chat._id, 'later.id': item.id }, [
        {
          $set: {
            outbox: pushed('$outbox', rest),
            seq: { $add: ['$seq', 1] },
            later: { $filter: { input: '$later', cond: { $ne: ['$$this.id', item.id] } } },
          },
        },
      ]);
    },

    /**
     * Takes an item that was sent, or never will be, out of the outbox, whoever holds the chat now.
     * @param card what the message shows, so that news of it can take its place
     * @param last the chat as it is held, which is given back with this when nothing is left to do now
     * @returns null when nobody here holds it now
     */
    async sent(id: string, item: OutboxItem, card?: Chat['card'], last?: Chat): Promise<Chat | null> {
      const [$pull, $set] = [{ outbox: { id: item.id } }, card ? { card } : {}];
      const left = last && { ...last, ...$set, outbox: unsaid(last).filter((one) => one.id !== item.id) };
      if (left && !isDue(left)) {
        const chat = await leave(last, free(left));
        // it is gone, and the lease with it, unless something came meanwhile
        if (chat && !chat.outbox.some((one) => one.id === item.id)) return ours(chat);
      }
      return ours(await update({ _id: id }, { $pull, $set }));
    },

    /** Leaves an item for later, counting the try. @returns null when somebody else holds the chat now */
    postpone: (id: string, box: 'inbox' | 'outbox', seq: number, pauseMs: number, countTry: boolean) =>
      updateHeld(
        { _id: id, [`${box}.seq`]: seq },
        {
          $set: { [`${box}.$.notBefore`]: after(pauseMs / 1000) },
          ...(countTry && { $inc: { [`${box}.$.tries`]: 1 } }),
        },
      ),

    /** Gives the lease back with work still to do, for another process to take at once. */
    handOver: (id: string): Promise<Chat | null> => updateHeld({ _id: id }, { $unset: { lease: 1 } }),

    /**
     * Gives the lease back when nothing is left to do now, and sets the time of what is left for later.
     * @returns the chat when something came meanwhile, so that the holder goes on
     */
    async letGo(chat: Chat): Promise<Chat | null> {
      const left = free({ ...chat, outbox: unsaid(chat) });
      return ours((await leave(chat, left)) ?? (await read({ _id: chat._id })));
    },
  };
}

const FAR = new Date(8.64e15);

/** When there is something to do next; undefined when there is nothing. */
function nextTime({ later, outbox, inbox }: Chat): Date | undefined {
  const times = [
    ...later.map(({ due }) => due),
    ...[outbox[0], inbox[0]].flatMap((item) => (item ? (item.notBefore ?? new Date(0)) : [])),
  ];
  return times.sort((a, b) => a.getTime() - b.getTime())[0];
}
