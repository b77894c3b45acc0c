import { createTurns } from '../platform/in-turn.js';
import { type Db, inTransaction, type Session } from '../platform/mongo.js';
import { defineStore } from '../stores/model.js';

/** Tells everybody who keeps a store's catalog that a new version of it is there. Never fails, never waits. */
export type Announce = (storeId: string) => void;

/** `seen`: whether a buyer can see what was done. */
export type Written<T> = { result: T; seen: boolean };

/**
 * @param isLong counts the version up first: a transaction that takes its time would else lose to every short one that
 *   comes meanwhile
 */
export type Write = <T>(
  storeId: string,
  work: (session: Session) => Promise<Written<T>>,
  isLong?: boolean,
) => Promise<T>;

/**
 * Runs a change of one store's products in a transaction in which the catalog version grows when a buyer can see it,
 * and announces that after the commit. `work` may run more than once.
 */
export function createWrite({ db, announce }: { db: Db; announce: Announce }): Write {
  // changes of one store all count up its version: at once they would only make each other start again
  const inTurn = createTurns();
  const grow = createGrow(db);
  return (storeId, work, isLong = false) =>
    inTurn(storeId, async () => {
      const { result, seen } = await inTransaction(db, async (session) => {
        if (isLong) await grow(storeId, session);
        const written = await work(session);
        if (written.seen && !isLong) await grow(storeId, session);
        return written;
      });
      if (seen) announce(storeId);
      return result;
    });
}

/** Counts the catalog version of a store up by one, in the caller's transaction. */
export function createGrow(db: Db) {
  const stores = defineStore(db);
  return async (storeId: string, session: Session): Promise<void> => {
    await stores.updateOne({ _id: storeId }, { $inc: { catalogVersion: 1 } }, { session });
  };
}
