import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Contact } from '../../src/contacts/index.js';
import type { Clock } from '../../src/platform/clock.js';
import type { Db } from '../../src/platform/mongo.js';
import { SendFault } from '../conversation/channel.js';
import { type ColdDay, defineCold } from './model.js';

/** Whoever has not written for so long is as good as a stranger. */
const COLD_DAYS = 30;
const MOST_COLD_A_DAY = 20;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** In one chat: this many at once, and then one after another. */
const BURST = 5;
const GAP_MS = 1000;
const MOST_REMEMBERED = 1000;

/**
 * Holds us to what a person with a phone would do, since WhatsApp bans what does more: few messages a day to people who
 * have not written lately, and not too many at once to anybody.
 */
export function createGovernor({ db, clock }: { db: Db; clock: Clock }) {
  const model = defineCold(db);
  const free = new LRUCache<string, number>({ max: MOST_REMEMBERED });

  async function countCold(): Promise<void> {
    const now = clock.now();
    const _id = now.toISOString().slice(0, 10);
    const day = await model
      .findOneAndUpdate(
        { _id },
        { $inc: { count: 1 }, $setOnInsert: { expireAt: new Date(now.getTime() + 2 * DAY_MS) } },
        { upsert: true, returnDocument: 'after' },
      )
      .lean<ColdDay>();
    if (day.count > MOST_COLD_A_DAY) {
      throw new SendFault('later', `${MOST_COLD_A_DAY} people who did not write lately were written to today`, HOUR_MS);
    }
  }

  return {
    /** Resolves when a message to this person may go. @throws SendFault `later` */
    async allow({ _id, lastSeenAt }: Pick<Contact, '_id' | 'lastSeenAt'>): Promise<void> {
      if (clock.now().getTime() - lastSeenAt.getTime() > COLD_DAYS * DAY_MS) await countCold();
      const now = performance.now();
      // each message takes its gap; as many gaps as a burst has may be owed
      const due = Math.max(free.get(_id) ?? 0, now - BURST * GAP_MS) + GAP_MS;
      free.set(_id, due);
      if (due > now) await sleep(due - now);
    },
  };
}
