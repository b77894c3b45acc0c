import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import mongoose, { type mongo } from 'mongoose';
import { isKept } from './kept-collections.js';

const { EJSON } = mongoose.mongo.BSON;
const pack = promisify(gzip);

/** Of one part, before it is packed: small enough to be held, large enough to pack well. */
const PART_CHARACTERS = 2 * 1024 ** 2;
/** Without it the server sends 16 MB at once, which are ten times that as objects. */
const DOCUMENTS_AT_ONCE = 250;
const SNAPSHOT_UNAVAILABLE = 246;
const SNAPSHOT_TOO_OLD = 239;
const TRIES = 10;

/** Some documents of one collection, packed. */
export type DataPart = { collection: string; documents: number; bytes: Buffer };

/**
 * All documents of the database at one moment, while it goes on being written to: MongoDB keeps what it was for 5
 * minutes (`minSnapshotHistoryWindowInSeconds`), and every collection is read at the same time of its clock.
 * @throws Error in words when reading takes longer than that
 */
export async function* takeData(client: mongo.MongoClient): AsyncGenerator<DataPart> {
  const db = client.db();
  const { session, names } = await openSnapshot(client);
  try {
    for (const collection of names) {
      // numbers come back as they are kept: 1 is an Int32, a Long or a Double
      const found = db.collection(collection).find({}, { session, promoteValues: false, batchSize: DOCUMENTS_AT_ONCE });
      let lines: string[] = [];
      let characters = 0;
      const part = async (): Promise<DataPart> => {
        const bytes = await pack(lines.join('\n'));
        const documents = lines.length;
        lines = [];
        characters = 0;
        return { collection, documents, bytes };
      };
      for await (const document of found) {
        const line = EJSON.stringify(document, { relaxed: false });
        lines.push(line);
        characters += line.length;
        if (characters >= PART_CHARACTERS) yield await part();
      }
      if (lines.length > 0) yield await part();
    }
  } catch (error) {
    if (codeOf(error) !== SNAPSHOT_TOO_OLD) throw error;
    const remedy = 'Run it when less is going on, or raise minSnapshotHistoryWindowInSeconds of the MongoDB.';
    throw new Error(`Reading took longer than MongoDB remembers one moment. ${remedy}`, { cause: error });
  } finally {
    await session.endSession();
  }
}

/** One moment of the whole database, which every collection can be read at. */
async function openSnapshot(client: mongo.MongoClient) {
  const db = client.db();
  for (let left = TRIES; ; left--) {
    const listed = await db.listCollections({ type: 'collection' }, { nameOnly: true }).toArray();
    const names = listed.map(({ name }) => name).filter(isKept);
    const session = client.startSession({ snapshot: true });
    try {
      // the first look chooses the moment
      for (const name of names) await db.collection(name).findOne({}, { session, projection: { _id: 1 } });
      return { session, names: names.sort() };
    } catch (error) {
      await session.endSession();
      // a collection or an index was made just now
      if (codeOf(error) !== SNAPSHOT_UNAVAILABLE || left === 0) throw error;
      await pause(200);
    }
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
