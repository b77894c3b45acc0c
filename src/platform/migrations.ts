import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from './logger.js';
import { type Db, isDuplicateKey, makeIndexes } from './mongo.js';

/** One step forward of what is stored. Never changed once released; may be run again after a crash half-way. */
export type Migration = {
  /** Sorts behind all earlier ones: `2026-12-01-split-names`. */
  id: string;
  run(db: Db): Promise<void>;
};

type Lock = { _id: string; by: string; until: Date };
type Done = { _id: string; at: Date };

const LOCK_SECONDS = 30;

/**
 * Brings a database to the present schema: the indexes, then each migration that it has not seen, in order. Two
 * processes that start together share the work: one does it, the other waits until it is done.
 * @param by names this process
 */
export async function migrate(db: Db, migrations: readonly Migration[], by: string, logger: Logger): Promise<void> {
  const locks = db.collection<Lock>('locks');
  const done = db.collection<Done>('migrations');
  const until = () => new Date(Date.now() + LOCK_SECONDS * 1000);
  const take = async (): Promise<boolean> => {
    try {
      // one of our own is left from a start that was killed
      const free = { _id: 'migrations', $or: [{ until: { $lt: new Date() } }, { by }] };
      await locks.updateOne(free, { $set: { by, until: until() } }, { upsert: true });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  };
  while (!(await take())) await pause(50);
  const renewal = setInterval(() => {
    void locks.updateOne({ _id: 'migrations', by }, { $set: { until: until() } }).catch(() => undefined);
  }, 10_000);
  try {
    await makeIndexes(db);
    const seen = new Set((await done.find({}).toArray()).map(({ _id }) => _id));
    for (const { id, run } of migrations) {
      if (seen.has(id)) continue;
      logger.info({ migration: id }, 'the stored data is brought forward');
      await run(db);
      await done.insertOne({ _id: id, at: new Date() });
    }
  } finally {
    clearInterval(renewal);
    await locks.deleteOne({ _id: 'migrations', by });
  }
}
