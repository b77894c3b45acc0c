import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import mongoose, { type mongo } from 'mongoose';
import { extract } from 'tar-stream';
import type { z } from 'zod';
import { BadArchive, END, End, FORMAT, HEADER, Header, partOf } from './archive.js';
import { createRunningSum } from './running-sum.js';

const { EJSON } = mongoose.mongo.BSON;
const unpack = promisify(gunzip);

/** Far more than any part or photo has. */
const MEMBER_BYTES = 256 * 1024 ** 2;

export type Member =
  | { kind: 'header'; header: Header }
  | { kind: 'documents'; collection: string; documents: mongo.Document[] }
  | { kind: 'media'; key: string; bytes: Buffer }
  | { kind: 'end'; end: End };

/**
 * What is in an archive, in its order, one member in memory at a time. Nothing may be believed before the `end` came.
 * @throws BadArchive as soon as something is wrong with it
 */
export async function* readArchive(file: string): AsyncGenerator<Member> {
  const tar = extract();
  const over = new AbortController();
  const reading = feed(tar, file, over.signal);
  const sum = createRunningSum();
  const found = { documents: {} as Record<string, number>, media: 0 };
  let state: 'new' | 'begun' | 'ended' = 'new';
  try {
    for await (const entry of tar) {
      const { name, size = 0 } = entry.header;
      if (size > MEMBER_BYTES) throw new BadArchive(`${name} is too large.`);
      const bytes = await buffer(entry);
      if (state === 'ended') throw new BadArchive('Something follows its end.');
      if (state === 'new') {
        if (name !== HEADER) throw new BadArchive('It is no backup of Haat.');
        yield { kind: 'header', header: headerOf(bytes) };
        state = 'begun';
      } else if (name === END) {
        state = 'ended';
        const end = parsed(End, bytes, name);
        refuseDifference(end, { ...found, sha256: sum.end() });
        yield { kind: 'end', end };
        continue;
      }
      sum.begin(name, bytes.length);
      sum.add(bytes);
      if (name === HEADER) continue;
      const part = partOf(name);
      if (!part) throw new BadArchive(`${name} does not belong into it.`);
      if ('key' in part) {
        found.media++;
        yield { kind: 'media', key: part.key, bytes };
        continue;
      }
      const documents = await documentsOf(bytes, name);
      found.documents[part.collection] = (found.documents[part.collection] ?? 0) + documents.length;
      yield { kind: 'documents', collection: part.collection, documents };
    }
    if (state !== 'ended') throw new BadArchive('It is cut off: its end is missing.');
  } catch (error) {
    throw asBadArchive(error);
  } finally {
    over.abort();
    tar.destroy();
    await reading;
  }
}

/** Reads the file into the parser, no faster than it is emptied. */
async function feed(tar: ReturnType<typeof extract>, file: string, signal: AbortSignal): Promise<void> {
  try {
    for await (const chunk of createReadStream(file, { signal })) {
      if (!tar.write(chunk)) await once(tar, 'drain', { signal });
    }
    tar.end(null);
  } catch (error) {
    tar.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

function headerOf(bytes: Buffer): Header {
  const header = parsed(Header, bytes, HEADER);
  if (header.version <= FORMAT) return header;
  throw new BadArchive(`It was made by a newer Haat (${header.madeBy}). Restore it with that one.`);
}

function parsed<Schema extends z.ZodType>(schema: Schema, bytes: Buffer, name: string): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    throw new BadArchive(`${name} in it cannot be read.`, { cause });
  }
}

async function documentsOf(bytes: Buffer, name: string): Promise<mongo.Document[]> {
  try {
    const lines = (await unpack(bytes, { maxOutputLength: MEMBER_BYTES })).toString('utf8').split('\n');
    return lines.map((line) => {
      const document: unknown = EJSON.parse(line, { relaxed: false });
      if (typeof document !== 'object' || document === null || !('_id' in document)) throw new Error('no document');
      return document;
    });
  } catch (cause) {
    throw new BadArchive(`${name} in it cannot be read.`, { cause });
  }
}

function refuseDifference(told: End, found: End): void {
  const counts = ({ documents, media }: End) => JSON.stringify([Object.entries(documents).sort(), media]);
  if (told.sha256 !== found.sha256 || counts(told) !== counts(found)) {
    throw new BadArchive('It was altered or damaged: its sum is another.');
  }
}

/** What the reading of the tar says is for those who know tar. */
function asBadArchive(error: unknown): unknown {
  if (error instanceof BadArchive || !(error instanceof Error)) return error;
  // no such file, no permission
  if ('code' in error && typeof error.code === 'string' && error.code.startsWith('E')) return error;
  const isCut = /Unexpected end of data/i.test(error.message);
  return new BadArchive(isCut ? 'It is cut off in the middle.' : 'It is no backup of Haat, or it is damaged.', {
    cause: error,
  });
}
