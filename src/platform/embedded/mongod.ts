import { setTimeout as sleep } from 'node:timers/promises';
import type { mongo } from 'mongoose';
import { askPort } from './ports.js';

const READY_WITHIN_MS = 60_000;
const ALREADY_INITIALIZED = 23;
const SET = 'rs0';

export const mongodArgs = (dir: string, port: number): string[] => [
  ...['--dbpath', dir, '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket', '--replSet', SET],
  ...['--storageEngine', 'wiredTiger', '--wiredTigerCacheSizeGB', '0.5', '--oplogSize', '256', '--quiet'],
  // At every start WiredTiger reads the last journal file to its end: 100 MB by default, a third of the time to start.
  ...['--wiredTigerEngineConfigString', 'log=(enabled=true,path=journal,compressor=snappy,file_max=16MB)'],
  // Nobody else could become primary, so there is nothing to hand over and no reason to wait when it ends.
  ...['--setParameter', 'shutdownTimeoutMillisForSignaledShutdown=100'],
  ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
  // What a process was changing when it was killed stays locked for all others until its transaction is given up: by
  // default after 60 to 90 s. Ours take milliseconds, and nobody waits longer than this for an answer.
  ...['--setParameter', 'transactionLifetimeLimitSeconds=5'],
];

export const mongodUri = (port: number): string => `mongodb://127.0.0.1:${port}/haat?replicaSet=${SET}`;

/** Waits until mongod is the writable primary of its set of one, which it makes or moves to `port` when needed. */
export async function mongodReady(port: number, ended: AbortSignal): Promise<void> {
  // Loading the driver takes a third of a second, in which mongod already starts.
  const { MongoClient } = (await import('mongoose')).default.mongo;
  const giveUp = performance.now() + READY_WITHIN_MS;
  while ((await askPort(port)) === undefined) {
    ended.throwIfAborted();
    await sleep(10);
  }
  const host = `127.0.0.1:${port}`;
  const client = new MongoClient(`mongodb://${host}/?directConnection=true`, { serverSelectionTimeoutMS: 5_000 });
  try {
    for (;;) {
      const state = await becomePrimary(client.db('admin'), host).catch(reasonOf);
      if (state === 'primary') return;
      ended.throwIfAborted();
      if (performance.now() > giveUp) throw new Error(`It did not become primary: ${state}.`);
      await sleep(10);
    }
  } finally {
    await client.close();
  }
}

/**
 * One step on the way. Its errors are no reason to give up: mongod refuses what it is asked while it reads its
 * configuration, which takes 30 s when its former port was taken by a program that accepts and says nothing.
 */
async function becomePrimary(admin: mongo.Db, host: string): Promise<'primary' | 'elected soon'> {
  const hello = await admin.command({ hello: 1 });
  if (hello.isWritablePrimary && hello.me === host) return 'primary';
  if (!hello.setName) {
    const settings = { electionTimeoutMillis: 500 };
    await admin
      .command({ replSetInitiate: { _id: SET, members: [{ _id: 0, host }], settings } })
      .catch((error) => (error.code === ALREADY_INITIALIZED ? moveSet(admin, host) : Promise.reject(error)));
  }
  return 'elected soon';
}

/** The set was made on another port than today's: its only member does not find itself in it. */
async function moveSet(admin: mongo.Db, host: string): Promise<void> {
  const { config } = await admin.command({ replSetGetConfig: 1 });
  const members = [{ ...config.members[0], host }];
  await admin.command({ replSetReconfig: { ...config, version: config.version + 1, members }, force: true });
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
