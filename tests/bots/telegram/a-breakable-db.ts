import mongoose from 'mongoose';
import { inject, onTestFinished } from 'vitest';
import { type Db, MONGO_OPTIONS } from '../../../src/platform/mongo.js';
import { aWayTo } from '../../carts/stall.js';

/** Another connection to the database of `db`, whose way there can break down. */
export async function aBreakableDb(db: Db) {
  const uri = new URL(inject('mongoUri'));
  const { url, breakDown, goOn } = await aWayTo(uri.href);
  uri.port = new URL(url).port;
  uri.search = '?directConnection=true';
  const options = { ...MONGO_OPTIONS, serverSelectionTimeoutMS: 1000, dbName: db.name };
  const breakable = await mongoose.createConnection(uri.href, options).asPromise();
  onTestFinished(() => breakable.close());
  return { db: breakable as Db, breakDown, goOn };
}
