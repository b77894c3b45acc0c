import type { mongo } from 'mongoose';
import type { Config } from '../../platform/config.js';
import type { Logger } from '../../platform/logger.js';
import { contentTypeOf } from '../../platform/media/content-type.js';
import type { MediaStorage } from '../../platform/media/media-storage.js';
import { openMedia } from '../../platform/media/open-media.js';
import { connectMongo } from '../../platform/mongo.js';
import { migrations } from '../migrations.js';
import { BadArchive, type End } from './archive.js';
import { RESTORING } from './kept-collections.js';
import { reachDatabase } from './reach-database.js';
import { readArchive } from './read-archive.js';
import { beginRestoring, endRestoring, isRestoring } from './restoring.js';

/**
 * Brings data and photos of an archive into this Haat, wherever it runs and keeps them. The archive is read to its end
 * before anything is changed. A restore that is cut off is begun again; until it is done, Haat does not start.
 * @param options.replace gives up what the database has now
 * @returns what was restored
 * @throws Error in words: the archive is not whole, or the database has something already
 */
export async function restore(
  deps: { config: Config; logger: Logger },
  file: string,
  options: { replace?: boolean } = {},
): Promise<End> {
  const { config, logger } = deps;
  const checked = await checkArchive(file);
  const database = await reachDatabase(config, logger, 'alone');
  try {
    const connection = await connectMongo(database.uri);
    try {
      const db = connection.getClient().db(connection.name);
      const isHalf = await isRestoring(db);
      if (!isHalf && !options.replace) await refuseFilled(db);
      const media = await openMedia(config.media, logger);
      await beginRestoring(db);
      await empty(db);
      await putAll(file, checked, db, media);
      await endRestoring(db);
      return checked;
    } finally {
      await connection.close();
    }
  } finally {
    await database.close();
  }
}

/**
 * Reads an archive to its end.
 * @throws BadArchive when it is not whole, or has data of a newer Haat
 */
export async function checkArchive(file: string): Promise<End> {
  const known = new Set<unknown>(migrations.map(({ id }) => id));
  let end: End | undefined;
  for await (const member of readArchive(file)) {
    if (member.kind === 'end') end = member.end;
    const isAhead = member.kind === 'documents' && member.collection === 'migrations';
    if (isAhead && member.documents.some(({ _id }) => !known.has(_id))) {
      throw new BadArchive('Its data are those of a newer Haat. Restore it with that one.');
    }
  }
  if (!end) throw new BadArchive('It is cut off: its end is missing.');
  return end;
}

const collectionsOf = async (db: mongo.Db): Promise<string[]> =>
  (await db.listCollections({ type: 'collection' }, { nameOnly: true }).toArray())
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('system.'));

async function refuseFilled(db: mongo.Db): Promise<void> {
  for (const name of await collectionsOf(db)) {
    if (!(await db.collection(name).findOne({}, { projection: { _id: 1 } }))) continue;
    throw new Error(
      `The database ${db.databaseName} has data already (${name}). ` +
        'Restore into an empty one, or add --replace to give up all that is in it.',
    );
  }
}

async function empty(db: mongo.Db): Promise<void> {
  for (const name of await collectionsOf(db)) if (name !== RESTORING) await db.collection(name).drop();
}

async function putAll(file: string, checked: End, db: mongo.Db, media: MediaStorage): Promise<void> {
  for await (const member of readArchive(file)) {
    if (member.kind === 'documents') {
      await db.collection(member.collection).insertMany(member.documents, { ordered: false });
    }
    if (member.kind === 'media') await media.put(member.key, member.bytes, contentTypeOf(member.key));
    if (member.kind === 'end' && member.end.sha256 !== checked.sha256) {
      throw new BadArchive('It was changed while it was read.');
    }
  }
}
