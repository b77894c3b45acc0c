import type { Db } from '../platform/mongo.js';
import { defineStore, type KeptStore, type Store, toStore } from './model.js';

const BATCH = 200;

export type Evenings = ReturnType<typeof createEvenings>;

/** Which stores have had the summary of a day. Asked by time zone, since evening comes to all stores of a zone at once. */
export function createEvenings({ db }: { db: Db }) {
  const model = defineStore(db);

  return {
    /** All time zones that stores are in. */
    async zones(): Promise<string[]> {
      return (await model.distinct('timeZone')).sort();
    },

    /**
     * Stores of a zone whose local day `day` (`2026-11-27`) is not settled, in batches. Those that are settled
     * meanwhile do not come again.
     */
    async *unsettled(timeZone: string, day: string): AsyncGenerator<Store[]> {
      const found = model.find({ timeZone, digestedOn: { $not: { $gte: day } } }).lean<KeptStore[]>();
      let batch: Store[] = [];
      for await (const kept of found.cursor({ batchSize: BATCH })) {
        batch.push(toStore(kept));
        if (batch.length < BATCH) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    },

    /** Notes that these stores were told of the day, or that there is nothing to tell. */
    async settle(storeIds: readonly string[], day: string): Promise<void> {
      await model.updateMany({ _id: { $in: storeIds } }, { $set: { digestedOn: day } });
    },
  };
}
