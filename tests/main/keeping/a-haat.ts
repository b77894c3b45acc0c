import { join } from 'node:path';
import mongoose from 'mongoose';
import { afterAll } from 'vitest';
import { backUp } from '../../../src/main/keeping/backup.js';
import { restore } from '../../../src/main/keeping/restore.js';
import { systemClock } from '../../../src/platform/clock.js';
import { loadConfig } from '../../../src/platform/config.js';
import { createLogger } from '../../../src/platform/logger.js';
import { openMedia } from '../../../src/platform/media/open-media.js';
import type { Env } from '../../support/processes.js';

const logger = createLogger('silent');

/** A Haat as the programs of the operator see it: a database and a place for photos. */
export function aHaat(uri: string, dataDir: string, env: Env = {}) {
  const config = loadConfig({ MONGODB_URI: uri, DATA_DIR: dataDir, ...env });
  const client = new mongoose.mongo.MongoClient(uri);
  afterAll(() => client.close());
  const db = client.db();
  return {
    db,
    media: () => openMedia(config.media, logger),
    backUp: (file: string) => backUp({ config, logger, clock: systemClock }, file),
    restore: (file: string, options?: { replace?: boolean }) => restore({ config, logger }, file, options),
    /** All that is in the database, with every number as the kind that it is kept as. */
    async all(): Promise<Record<string, unknown[]>> {
      const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name).sort();
      const found: Record<string, unknown[]> = {};
      for (const name of names) {
        const documents = await db.collection(name).find({}, { promoteValues: false }).sort({ _id: 1 }).toArray();
        if (documents.length > 0) found[name] = documents;
      }
      return found;
    },
  };
}

export const archiveIn = (folder: string, name = 'shop.haat'): string => join(folder, name);
