import { setTimeout as pause } from 'node:timers/promises';
import mongoose, { type ClientSession, type Connection } from 'mongoose';

export type Db = Connection;
export type Session = ClientSession;

/** Conflicts of a transaction are tried again for this long, then told as they are. */
const CONFLICT_PATIENCE_MS = 3000;

/** Every write waits for the majority and its journal, so that what was acknowledged survives `kill -9`. */
export const MONGO_OPTIONS = {
  serverSelectionTimeoutMS: 8000,
  maxPoolSize: 50,
  writeConcern: { w: 'majority', j: true },
  readConcern: { level: 'majority' },
  autoIndex: false,
  autoCreate: false,
  bufferCommands: false,
  ignoreUndefined: true,
} as const satisfies mongoose.ConnectOptions;

/**
 * Connects to a replica set; without one there are no transactions, and orders need them.
 * @throws Error in words when nothing answers within 8 s or the server is no replica set
 */
export async function connectMongo(uri: string): Promise<Db> {
  const db = mongoose.createConnection(uri, MONGO_OPTIONS);
  await db.asPromise();
  const hello = await db.getClient().db('admin').command({ hello: 1 });
  if (!hello.setName && hello.msg !== 'isdbgrid') {
    await db.close();
    throw new Error('MONGODB_URI should name a replica set: a single server has no transactions.');
  }
  return db;
}

/**
 * The driver's own collection behind a model, of a database that may not be connected yet. For what is done with every
 * message: what Mongoose casts and wraps around a call costs about as much as the call, and here nothing but the types
 * holds the shape.
 */
export function bare<T extends { _id: string }>(db: Db, { collection: { name } }: { collection: { name: string } }) {
  let collection: mongoose.mongo.Collection<T> | undefined;
  return (): mongoose.mongo.Collection<T> => {
    collection ??= db.getClient().db(db.name).collection<T>(name);
    return collection;
  };
}

/** Makes every declared collection and index; safe to run at once in several processes. */
export async function makeIndexes(db: Db): Promise<void> {
  await Promise.all(
    db.modelNames().map(async (name) => {
      await db.model(name).createCollection();
      await db.model(name).createIndexes();
    }),
  );
}

const isTransient = (error: unknown): boolean =>
  error instanceof mongoose.mongo.MongoError && error.hasErrorLabel('TransientTransactionError');

/**
 * Runs `work` in one transaction: all of it holds, or nothing. It is run again, after a pause with jitter, when
 * another transaction touched the same documents; so it must have no effect outside of MongoDB.
 */
export async function inTransaction<T>(db: Db, work: (session: Session) => Promise<T>): Promise<T> {
  const session = await db.startSession();
  const started = performance.now();
  try {
    for (let attempt = 0; ; attempt++) {
      session.startTransaction({ readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority', j: true } });
      try {
        const result = await work(session);
        await commit(session, started);
        return result;
      } catch (error) {
        if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
        if (!isTransient(error) || performance.now() - started > CONFLICT_PATIENCE_MS) throw error;
        await pause(Math.random() * Math.min(200, 5 * 2 ** attempt));
      }
    }
  } finally {
    await session.endSession();
  }
}

/** A commit whose answer was lost may be asked for again: the server knows the transaction. */
async function commit(session: Session, started: number): Promise<void> {
  for (;;) {
    try {
      return await session.commitTransaction();
    } catch (error) {
      const unknown =
        error instanceof mongoose.mongo.MongoError && error.hasErrorLabel('UnknownTransactionCommitResult');
      if (!unknown || performance.now() - started > CONFLICT_PATIENCE_MS) throw error;
    }
  }
}

export const DUPLICATE_KEY = 11000;

/** Whether a write was refused by a unique index, of the field named when one is. */
export function isDuplicateKey(error: unknown, field?: string): boolean {
  if (!(error instanceof mongoose.mongo.MongoServerError) || error.code !== DUPLICATE_KEY) return false;
  if (!field) return true;
  // of a bulk only the sentence tells which index it was: `… index: once.by_1_once.key_1 dup key: …`
  const fields = error.keyPattern ? Object.keys(error.keyPattern) : indexIn(error.message).split(/_-?1_?/);
  return fields.includes(field);
}

const indexIn = (message: string): string => /\bindex: (\S+)/.exec(message)?.[1] ?? '';

const { MongoBulkWriteError, MongoNetworkError, MongoServerSelectionError } = mongoose.mongo;
const { MongoNotConnectedError, MongoTopologyClosedError } = mongoose.mongo;
const UNREACHABLE = [
  ...[MongoNetworkError, MongoServerSelectionError, MongoNotConnectedError, MongoTopologyClosedError],
  mongoose.Error.MongooseServerSelectionError,
];
/** What the driver, or the server, says may be asked for again. */
const PASSING = ['RetryableWriteError', 'TransientTransactionError', 'UnknownTransactionCommitResult'];
/** A server that is going away or is not the primary just now; of reads no label says so. */
const CHANGING = new Set<unknown>([91, 189, 10107, 11600, 11602, 13435, 13436]);
/** Driver 7.8 lets through as it is what a socket throws that was closed while it waited to be written to. */
const CUT = new Set<unknown>(['EPIPE', 'ECONNRESET']);

/** Whether MongoDB could not be reached, so that the same thing may go through later. */
export function isMongoDown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // what cuts a bulk off is packed into an error of the bulk's own, which is of another class
  if (error instanceof MongoBulkWriteError && isMongoDown(error.errorResponse)) return true;
  if (UNREACHABLE.some((kind) => error instanceof kind)) return true;
  const code = 'code' in error ? error.code : undefined;
  if (!(error instanceof mongoose.mongo.MongoError)) return CUT.has(code);
  return CHANGING.has(code) || PASSING.some((label) => error.hasErrorLabel(label));
}
