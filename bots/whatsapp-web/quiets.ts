import type { Clock } from '../../src/platform/clock.js';
import type { Db } from '../../src/platform/mongo.js';
import { defineQuiet } from './model.js';

/**
 * Chats in which nothing is answered for a while, by each of a person's addresses: people whom we have never met are
 * among them, since the owner writes to whom she likes.
 */
export function createQuiets({ db, clock }: { db: Db; clock: Clock }) {
  const model = defineQuiet(db);
  return {
    /** Never shortens what holds already. */
    async keep(addresses: readonly string[], until: Date): Promise<void> {
      if (until <= clock.now()) return;
      const update = { $max: { until } };
      await model.bulkWrite(addresses.map((_id) => ({ updateOne: { filter: { _id }, update, upsert: true } })));
    },

    /** Whether one of these is to be left alone now. */
    holds: async (addresses: readonly string[]): Promise<boolean> =>
      (await model.exists({ _id: { $in: [...addresses] }, until: { $gt: clock.now() } })) !== null,
  };
}

export type Quiets = ReturnType<typeof createQuiets>;
