import { type Db, isDuplicateKey } from './mongo.js';

type Lock = { _id: string; by: string; until: Date };

/**
 * Takes a named lock for `seconds`, or renews it where it is held by `by` already (also from a run that was killed).
 * @param by names the holder
 * @returns whether `by` holds it now
 */
export async function takeLock(db: Db, name: string, by: string, seconds: number): Promise<boolean> {
  const now = Date.now();
  try {
    await db
      .collection<Lock>('locks')
      .updateOne(
        { _id: name, $or: [{ until: { $lt: new Date(now) } }, { by }] },
        { $set: { by, until: new Date(now + seconds * 1000) } },
        { upsert: true },
      );
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

/** Gives a lock back, if `by` holds it. */
export async function dropLock(db: Db, name: string, by: string): Promise<void> {
  await db.collection<Lock>('locks').deleteOne({ _id: name, by });
}
