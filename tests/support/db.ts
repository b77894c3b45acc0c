import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import { afterAll, beforeAll, inject } from 'vitest';
import { MONGO_OPTIONS } from '../../src/platform/mongo.js';

/**
 * A connection to a fresh database of this test file's own. Call it at the top of the file: it is open before the
 * first test, and the database is dropped after the last.
 */
export const testDb = (): mongoose.Connection => connect(newName());

const newName = (): string => `test_${randomBytes(6).toString('hex')}`;

function connect(dbName: string): mongoose.Connection {
  const db = mongoose.createConnection(inject('mongoUri'), { ...MONGO_OPTIONS, dbName });
  beforeAll(() => db.asPromise());
  afterAll(async () => {
    await db.dropDatabase();
    await db.close();
  });
  return db;
}

/** `mongoUri` of a fresh database, for a process that connects by itself; dropped after the last test. */
export function testDbUri(): string {
  const name = newName();
  connect(name);
  return uriOf(name);
}

/** `mongoUri` with another database in it. */
export function uriOf(dbName: string): string {
  const uri = new URL(inject('mongoUri'));
  uri.pathname = `/${dbName}`;
  return uri.href;
}

/**
 * The address of the Redis database that belongs to this test worker. Files run one after another in a worker, and
 * `testRedis` empties it, so nobody else's keys are in it. Channels of pub/sub are shared by all databases.
 */
export function testRedisUrl(): string {
  return `${inject('redisUrl')}/${process.env.VITEST_POOL_ID ?? '0'}`;
}

/** A connection to this worker's Redis database, emptied before the first test; closed after the last. */
export function testRedis(): Redis {
  const redis = new Redis(testRedisUrl());
  beforeAll(() => redis.flushdb());
  afterAll(() => redis.disconnect());
  return redis;
}
