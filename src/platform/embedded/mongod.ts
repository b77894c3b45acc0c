import { setTimeout as sleep } from 'node:timers/promises';
import mongoose from 'mongoose';
import { askPort } from './ports.js';

const { MongoClient, MongoServerError } = mongoose.mongo;
type AdminDb = ReturnType<InstanceType<typeof MongoClient>['db']>;

const READY_WITHIN_MS = 60_000;
const ALREADY_INITIALIZED = 23;
const SET = 'rs0';

export const mongodArgs = (dir: string, port: number): string[] => [
  ...['--dbpath', dir, '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket', '--replSet', SET],
  ...['--storageEngine', 'wiredTiger', '--wiredTigerCacheSizeGB', '0.5', '--oplogSize', '256', '--quiet'],
  // Nobody else could become primary, so there is nothing to hand over and no reason to wait when it ends.
  ...['--setParameter', 'shutdownTimeoutMillisForSignaledShutdown=100'],
  ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
];

export const mongodUri = (port: number): string => `mongodb://127.0.0.1:${port}/haat?replicaSet=${SET}`;

/** Waits until mongod is the writable primary of its set of one, which it makes or moves to `port` when needed. */
export async function mongodReady(port: number, signal: AbortSignal): Promise<void> {
  while ((await askPort(port)) === undefined) {
    signal.throwIfAborted();
    await sleep(10);
  }
  const host = `127.0.0.1:${port}`;
  const client = new MongoClient(`mongodb://${host}/?directConnection=true`, { serverSelectionTimeoutMS: 5_000 });
  try {
    const admin = client.db('admin');
    const giveUp = performance.now() + READY_WITHIN_MS;
    for (;;) {
      const hello = await admin.command({ hello: 1 });
      if (hello.isWritablePrimary && hello.me === host) return;
      if (!hello.setName) await makeSet(admin, host);
      signal.throwIfAborted();
      if (performance.now() > giveUp) throw new Error(`mongod did not become primary: ${JSON.stringify(hello)}`);
      await sleep(10);
    }
  } finally {
    await client.close();
  }
}

/** Makes the set, or when it was made on another port than today's, moves its only member. */
async function makeSet(admin: AdminDb, host: string): Promise<void> {
  const members = [{ _id: 0, host }];
  try {
    await admin.command({ replSetInitiate: { _id: SET, members, settings: { electionTimeoutMillis: 500 } } });
  } catch (error) {
    if (!(error instanceof MongoServerError)) throw error;
    if (error.code !== ALREADY_INITIALIZED) return; // still reading its configuration: asked again in a moment
    const { config } = await admin.command({ replSetGetConfig: 1 });
    await admin.command({ replSetReconfig: { ...config, version: config.version + 1, members }, force: true });
  }
}
