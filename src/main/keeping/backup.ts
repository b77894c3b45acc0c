import mongoose from 'mongoose';
import type { Clock } from '../../platform/clock.js';
import type { Config } from '../../platform/config.js';
import type { Logger } from '../../platform/logger.js';
import type { MediaStorage } from '../../platform/media/media-storage.js';
import { openMedia } from '../../platform/media/open-media.js';
import { version } from '../../platform/version.js';
import { dataName, END, type End, FORMAT, HEADER, type Header, mediaName } from './archive.js';
import { reachDatabase } from './reach-database.js';
import { refuseHalfRestored } from './restoring.js';
import { takeData } from './take-data.js';
import { type ArchiveWriter, writeArchive } from './write-archive.js';

/** Later than any media was put. */
const EVER = new Date('9999-01-01T00:00:00Z');

const json = (value: Header | End): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

/**
 * Keeps all data and photos in one archive, while orders come in. The data are those of one moment. Photos follow: one
 * that the data know is there by then, since a photo is put before it is known and swept days after it is not.
 * @returns what is in it
 * @throws Error in words; then there is no archive
 */
export async function backUp(
  deps: { config: Config; logger: Logger; clock: Clock },
  file: string,
  signal?: AbortSignal,
): Promise<End> {
  const { config, logger, clock } = deps;
  const database = await reachDatabase(config, logger, 'read');
  const client = new mongoose.mongo.MongoClient(database.uri, { serverSelectionTimeoutMS: 8000 });
  try {
    const media = await openMedia(config.media, logger);
    await refuseHalfRestored(client.db());
    const at = clock.now();
    let end: End = { documents: {}, media: 0, sha256: '' };
    await writeArchive(
      file,
      at,
      async (archive) => {
        await archive.add(HEADER, json({ format: 'haat', version: FORMAT, madeBy: version, at: at.toISOString() }));
        const documents = await addData(archive, client);
        end = { documents, media: await addMedia(archive, media), sha256: archive.sum() };
        await archive.add(END, json(end));
      },
      signal,
    );
    return end;
  } finally {
    await client.close();
    await database.close();
  }
}

async function addData(archive: ArchiveWriter, client: mongoose.mongo.MongoClient): Promise<End['documents']> {
  const counts: End['documents'] = {};
  let n = 0;
  for await (const { collection, documents, bytes } of takeData(client)) {
    await archive.add(dataName(collection, ++n), bytes);
    counts[collection] = (counts[collection] ?? 0) + documents;
  }
  return counts;
}

async function addMedia(archive: ArchiveWriter, media: MediaStorage): Promise<number> {
  let count = 0;
  for await (const key of media.list(EVER)) {
    const found = await media.get(key);
    // taken away since it was listed: by its owner, or because nothing knows it any more
    if (!found) continue;
    await archive.add(mediaName(key), found);
    count++;
  }
  return count;
}
