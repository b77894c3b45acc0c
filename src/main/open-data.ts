import type { Config } from '../platform/config.js';
import type { Logger } from '../platform/logger.js';
import type { MediaStorage } from '../platform/media/media-storage.js';
import { openMedia } from '../platform/media/open-media.js';
import { connectMongo, type Db } from '../platform/mongo.js';
import { reachDatabase } from './keeping/reach-database.js';

export type OpenData = { db: Db; media: MediaStorage; close(): Promise<void> };

/** The database and the photos of an instance, to be read by a command beside it, also while it runs. */
export async function openData(config: Config, logger: Logger): Promise<OpenData> {
  const { uri, close: leave } = await reachDatabase(config, logger, 'read');
  try {
    const media = await openMedia(config.media, logger);
    const db = await connectMongo(uri);
    const close = async (): Promise<void> => {
      await db.close();
      await leave();
    };
    return { db, media, close };
  } catch (error) {
    await leave();
    throw error;
  }
}
