import type { Clock } from '../../src/platform/clock.js';
import type { Db } from '../../src/platform/mongo.js';
import { defineQuiet, type Quiet } from './model.js';

/** The owner who typed in a chat talks there herself for so long. */
export const OWNER_TALKS_MS = 12 * 3_600_000;
/** A program that answers whatever it is told is left alone for so long. */
export const LOOP_RESTS_MS = 3_600_000;

export type Quiets = ReturnType<typeof createQuiets>;

/** Chats in which nothing is answered for a while, by each of a person's addresses. */
export function createQuiets({ db, clock }: { db: Db; clock: Clock }) {
  const model = defineQuiet(db);
  return {
    async keep(addresses: readonly string[], why: Quiet['why'], until: Date): Promise<void> {
      if (until <= clock.now()) return;
      await model.bulkWrite(
        addresses.map((_id) => ({
          updateOne: { filter: { _id }, update: { $max: { until }, $set: { why } }, upsert: true },
        })),
      );
    },

    /** Whether one of these is to be left alone now. */
    holds: async (addresses: readonly string[]): Promise<boolean> =>
      (await model.exists({ _id: { $in: [...addresses] }, until: { $gt: clock.now() } })) !== null,
  };
}
