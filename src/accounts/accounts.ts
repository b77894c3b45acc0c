import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { type Db, isDuplicateKey } from '../platform/mongo.js';
import { type Account, defineAccount } from './model.js';

export type Accounts = ReturnType<typeof createAccounts>;

/** The sellers. */
export function createAccounts({ db, clock }: { db: Db; clock: Clock }) {
  const model = defineAccount(db);

  return {
    /**
     * The account of a number, made when there is none: one account however many ask at once. Needs no once-key,
     * since a repetition finds what it made.
     * @param mobile E.164, proved to be the caller's
     * @returns `isNew` is true for exactly one of the callers
     */
    async ensure(mobile: string): Promise<{ account: Account; isNew: boolean }> {
      const id = newId();
      for (;;) {
        try {
          const account = await model
            .findOneAndUpdate(
              { mobile },
              { $setOnInsert: { _id: id, createdAt: clock.now() } },
              { upsert: true, returnDocument: 'after' },
            )
            .lean<Account>();
          if (account) return { account, isNew: account._id === id };
        } catch (error) {
          // another process made it between our look and our write
          if (!isDuplicateKey(error, 'mobile')) throw error;
        }
      }
    },

    find: (accountId: string): Promise<Account | null> => model.findById(accountId).lean<Account>().exec(),
  };
}
