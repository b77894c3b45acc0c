import type { Db } from '../../platform/mongo.js';

/** Something that must never be so: what it is about (`order 65f…`), and what is wrong with it. */
export type Finding = { of: string; says: string };

/** Looks through one part of the data, of any size: in batches, by indexes or by one pass. */
export type Look = (db: Db, now: Date) => AsyncIterable<Finding>;

/** Documents are read and compared with others so many at a time. */
export const BATCH = 500;

/** Groups what a cursor gives. */
export async function* batches<T>(all: AsyncIterable<T>, size = BATCH): AsyncIterable<T[]> {
  let batch: T[] = [];
  for await (const one of all) {
    batch.push(one);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
