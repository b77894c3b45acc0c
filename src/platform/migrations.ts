import { setTimeout as pause } from 'node:timers/promises';
import { dropLock, takeLock } from './locks.js';
import type { Logger } from './logger.js';
import { type Db, makeIndexes } from './mongo.js';

/** One step forward of what is stored. Never changed once released; may be run again after a crash half-way. */
export type Migration = {
  /** Sorts behind all earlier ones: `2026-12-01-split-names`. */
  id: string;
  run(db: Db): Promise<void>;
};

type Done = { _id: string; at: Date };

const LOCK_SECONDS = 30;

/**
 * Brings a database to the present schema: the indexes, then each migration that it has not seen, in order. Two
 * processes that start together share the work: one does it, the other waits until it is done.
 * @param by names this process
 */
export async function migrate(db: Db, migrations: readonly Migration[], by: string, logger: Logger): Promise<void> {
  const done = db.collection<Done>('migrations');
  const take = (): Promise<boolean> => takeLock(db, 'migrations', by, LOCK_SECONDS);
  while (!(await take())) await pause(50);
  const renewal = setInterval(() => {
    void take().catch(() => undefined);
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
    await dropLock(db, 'migrations', by);
  }
}
