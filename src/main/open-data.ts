import type { Config } from '../platform/config.js';
import { startEmbedded } from '../platform/embedded/index.js';
import { readKept } from '../platform/embedded/kept.js';
import { isRunning } from '../platform/embedded/leftovers.js';
import { mongodUri } from '../platform/embedded/mongod.js';
import type { Logger } from '../platform/logger.js';
import { createDiskMedia } from '../platform/media/disk-media.js';
import type { MediaStorage } from '../platform/media/media-storage.js';
import { connectMongo, type Db } from '../platform/mongo.js';

export type OpenData = { db: Db; media: MediaStorage; close(): Promise<void> };

/**
 * The database and the photos of an instance, for commands beside it: also while it runs, embedded or not. Where its own
 * MongoDB does not run it is started for as long as it takes.
 */
export async function openData(config: Config, logger: Logger): Promise<OpenData> {
  const { uri, end } = await reachMongo(config, logger);
  try {
    const db = await connectMongo(uri);
    const close = async (): Promise<void> => {
      await db.close();
      await end();
    };
    return { db, media: createDiskMedia(config.mediaDir), close };
  } catch (error) {
    await end();
    throw error;
  }
}

async function reachMongo(config: Config, log: Logger): Promise<{ uri: string; end(): Promise<void> }> {
  const { mongodbUri, dataDir, embedded } = config;
  const nothing = async (): Promise<void> => undefined;
  if (mongodbUri) return { uri: mongodbUri, end: nothing };
  const last = readKept(dataDir).mongod;
  if (last && (await isRunning(last))) return { uri: mongodUri(last.port), end: nothing };
  const { cacheDir, mongodBinary, path } = embedded;
  const started = await startEmbedded({ ...{ dataDir, cacheDir, mongodBinary, path, log }, mongo: true, redis: false });
  return { uri: started.mongodbUri ?? '', end: started.stop };
}
