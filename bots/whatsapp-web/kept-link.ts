import type { Clock } from '../../src/platform/clock.js';
import type { Db } from '../../src/platform/mongo.js';
import { defineLink, type KeptLink, type LinkState } from './model.js';

const ID = 'link';

export type KeptLinks = ReturnType<typeof createKeptLinks>;

/** How the link stands, for every process that shows it. */
export function createKeptLinks({ db, clock }: { db: Db; clock: Clock }) {
  const model = defineLink(db);
  return {
    /** This process owns the link from now on. @returns the epoch of its ownership */
    async begin(): Promise<number> {
      const begun = await model
        .findOneAndUpdate(
          { _id: ID },
          { $inc: { epoch: 1 }, $set: { state: 'connecting', at: clock.now(), qr: null, code: null, again: false } },
          { upsert: true, returnDocument: 'after' },
        )
        .lean<KeptLink>();
      return begun.epoch;
    },
    /** Nothing is changed by an owner that is one no more. */
    async is(
      epoch: number,
      state: LinkState,
      more: Partial<Pick<KeptLink, 'qr' | 'code' | 'phone'>> = {},
    ): Promise<void> {
      const set = { state, at: clock.now(), again: false, qr: null, code: null, ...more };
      await model.updateOne({ _id: ID, epoch }, { $set: set });
    },
    read: (): Promise<KeptLink | null> => model.findById(ID).lean<KeptLink>().exec(),
    /** The operator wants to begin again. */
    again: async (): Promise<void> => void (await model.updateOne({ _id: ID }, { $set: { again: true } })),
  };
}
