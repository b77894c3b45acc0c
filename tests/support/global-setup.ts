import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../src/platform/embedded/index.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A replica set of this run's own. */
    mongoUri: string;
    /** A Redis of this run's own. */
    redisUrl: string;
  }
}

/** Starts one MongoDB and one Redis for the whole run; never servers that were there, since tests drop and flush. */
export default async function setup(project: TestProject) {
  const dataDir = mkdtempSync(join(tmpdir(), 'haat-tests-'));
  const silent = { info: () => undefined, warn: () => undefined };
  const { mongodbUri, redisUrl, stop } = await startEmbedded({
    dataDir,
    cacheDir: join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'haat', 'bin'),
    mongo: true,
    redis: true,
    mongodBinary: process.env.MONGOMS_SYSTEM_BINARY,
    redisBinary: process.env.REDIS_SERVER_BINARY,
    path: process.env.PATH ?? '',
    log: silent,
  });
  project.provide('mongoUri', mongodbUri ?? '');
  project.provide('redisUrl', redisUrl ?? '');
  return async () => {
    await stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
