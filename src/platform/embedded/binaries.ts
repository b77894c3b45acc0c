import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fromMemoryServer } from './memory-server.js';
import { type Binary, type Place, pickBinary, versionOf } from './pick-binary.js';
import { fromWheel, fromWheelCache } from './wheel.js';

export type Where = {
  /** The binary the operator chose; nothing else is looked at then. */
  own?: string | undefined;
  /** The binary that was used on these data before. */
  last?: string | undefined;
  /** The search path of the shell. */
  path: string;
  /** Where binaries taken from wheels are kept. */
  cacheDir: string;
};

/** @throws when none is found, naming every place; or when the chosen binary does not run */
export async function findMongod({ own, last, path, cacheDir }: Where): Promise<Binary> {
  if (own) return chosen('MONGOMS_SYSTEM_BINARY', own);
  return pickBinary(
    'mongod',
    5,
    [
      { name: 'MONGOMS_SYSTEM_BINARY', find: () => undefined },
      lastUsed(last),
      { name: 'PATH', find: () => onPath('mongod', path) },
      { name: `cache ${cacheDir}`, find: () => fromWheelCache(cacheDir, 'mongod') },
      { name: 'mongodb-memory-server', find: fromMemoryServer },
      { name: 'Python wheel', find: () => fromWheel(cacheDir, 'mongod') },
    ],
    'Install MongoDB, or set MONGODB_URI to a running replica set or MONGOMS_SYSTEM_BINARY to a mongod.',
  );
}

/** @throws when none is found, naming every place; or when the chosen binary does not run */
export async function findRedis({ own, last, path, cacheDir }: Where): Promise<Binary> {
  if (own) return chosen('REDIS_SERVER_BINARY', own);
  return pickBinary(
    'redis-server or valkey-server',
    6,
    [
      { name: 'REDIS_SERVER_BINARY', find: () => undefined },
      lastUsed(last),
      { name: 'PATH', find: () => onPath('redis-server', path) ?? onPath('valkey-server', path) },
      { name: `cache ${cacheDir}`, find: () => fromWheelCache(cacheDir, 'valkey-server') },
      { name: 'Python wheel', find: () => fromWheel(cacheDir, 'valkey-server') },
    ],
    'Install Redis or Valkey, or set REDIS_URL to a running one or REDIS_SERVER_BINARY to a redis-server.',
  );
}

async function chosen(variable: string, path: string): Promise<Binary> {
  const version = await versionOf(path).catch((cause) => {
    throw new Error(`${variable} should be the path of a server binary that runs here; ${path} does not.`, { cause });
  });
  return { path, version, from: variable };
}

const lastUsed = (last: string | undefined): Place => ({
  name: 'last used on these data',
  find: () => (last !== undefined && existsSync(last) ? last : undefined),
});

function onPath(name: string, path: string): string | undefined {
  return path
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
