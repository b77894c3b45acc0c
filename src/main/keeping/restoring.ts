import type { mongo } from 'mongoose';
import { RESTORING } from './kept-collections.js';

type Mark = { _id: 'under way' };

const marks = (db: mongo.Db) => db.collection<Mark>(RESTORING);

/** Says that the database is half of one until `endRestoring`. */
export async function beginRestoring(db: mongo.Db): Promise<void> {
  await marks(db).updateOne(
    { _id: 'under way' },
    { $set: {} },
    { upsert: true, writeConcern: { w: 'majority', j: true } },
  );
}

export async function endRestoring(db: mongo.Db): Promise<void> {
  await marks(db).drop({ writeConcern: { w: 'majority', j: true } });
}

export const isRestoring = async (db: mongo.Db): Promise<boolean> => (await marks(db).findOne({})) !== null;

/** @throws Error in words when a restore broke off: half of the orders are no shop */
export async function refuseHalfRestored(db: mongo.Db): Promise<void> {
  if (await isRestoring(db)) {
    throw new Error('A restore into this database is under way or broke off. Run npm run restore again to its end.');
  }
}
