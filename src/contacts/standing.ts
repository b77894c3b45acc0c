import type { Clock } from '../platform/clock.js';
import type { Collection } from '../platform/together.js';
import type { Chat, OutboxItem } from './model.js';

/** After so long without another turn an outbox is cleared of what was said. */
const CLEARED_AFTER_MS = 2000;

type As = Pick<Chat, 'version' | 'seq'> & { outbox: readonly unknown[] };
type Standing = As & { outbox: readonly string[]; wakeAt: Date | undefined; since: number };

/** That a chat is as it was read: nothing was added since, and nothing taken out. */
export const isAs = ({ version, seq, outbox }: As) => ({
  $and: [{ $eq: ['$version', version] }, { $eq: ['$seq', seq] }, { $eq: [{ $size: '$outbox' }, outbox.length] }],
});

/**
 * What was said and still stands in the outboxes of chats that nobody holds. It goes with what is written to the chat
 * next, so that a turn costs two changes of its chat in place of three; where nobody writes it is cleared a little later,
 * of many chats at once. Of a process that dies it is said again, so this is for what may be.
 */
export function createStanding({ kept, clock }: { kept: Collection<Chat>; clock: Clock }) {
  const standing = new Map<string, Standing>();

  return {
    /** What of an outbox is still to be said. */
    unsaid({ _id, outbox }: Pick<Chat, '_id' | 'outbox'>): OutboxItem[] {
      const said = standing.get(_id)?.outbox ?? [];
      return outbox.filter(({ id }) => !said.includes(id));
    },

    /** @param wakeAt when there is something else to do */
    note({ _id, version, seq, outbox }: Chat, wakeAt: Date | undefined): void {
      const ids = outbox.map(({ id }) => id);
      standing.set(_id, { version, seq, outbox: ids, wakeAt, since: clock.now().getTime() });
    },

    /** Clears the outboxes of chats as they were left; whoever has written to one since has cleared it. */
    async clear(all = false): Promise<void> {
      const until = clock.now().getTime() - CLEARED_AFTER_MS;
      const old = [...standing].filter(([, { since }]) => all || since <= until);
      if (old.length === 0) return;
      const cleared = old.map(([_id, { wakeAt, ...as }]) => {
        const isLeft = { $and: [{ $lte: ['$lease', null] }, isAs(as)] };
        const outbox = { $cond: [isLeft, [], '$outbox'] };
        const set = { outbox, wakeAt: { $cond: [isLeft, wakeAt ?? '$$REMOVE', '$wakeAt'] } };
        return { updateOne: { filter: { _id }, update: [{ $set: set }] } };
      });
      await kept().bulkWrite(cleared, { ordered: false });
      for (const [id, one] of old) if (standing.get(id) === one) standing.delete(id);
    },
  };
}
