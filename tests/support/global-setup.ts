import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../src/platform/embedded/index.js';
import { embeddedOptions } from './embedded-options.js';
import { tempRoot } from './temp-root.js';

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
  const dataDir = mkdtempSync(join(tempRoot, 'haat-tests-'));
  const { mongodbUri = '', redisUrl = '', stop } = await startEmbedded(embeddedOptions(dataDir));
  project.provide('mongoUri', mongodbUri);
  project.provide('redisUrl', redisUrl);
  return async () => {
    await stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
