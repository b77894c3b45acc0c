import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Logger } from '../logger.js';
import { unavailable } from '../refusal.js';
import { contentTypeOf } from './content-type.js';
import { isMediaKey, type MediaStorage } from './media-storage.js';

/** A file that is being written; one that is old was left by a process that was killed. */
const DRAFT = /\.[0-9a-f]{12}~$/;

/** Keeps media as files under `folder`; the type follows from the key's ending. A full disk is `unavailable` (503). */
export function createDiskMedia(folder: string, logger?: Pick<Logger, 'error'>): MediaStorage {
  const fileOf = (key: string): string => {
    if (!isMediaKey(key)) throw new Error('a media key has a character it must not have');
    return join(folder, key);
  };
  const storage: MediaStorage = {
    async put(key, bytes) {
      const file = fileOf(key);
      const known = await stat(file).catch(() => undefined);
      if (known?.size === bytes.length && (await touch(file))) return;
      await mkdir(dirname(file), { recursive: true });
      const draft = `${file}.${randomBytes(6).toString('hex')}~`;
      try {
        await writeDurably(draft, bytes);
        // a reader sees the whole file or none
        await rename(draft, file);
      } catch (error) {
        await rm(draft, { force: true }).catch(() => undefined);
        if (!isFull(error)) throw error;
        logger?.error({ err: error, folder }, 'the disk of photos is full');
        throw unavailable();
      }
    },
    async get(key) {
      const known = isMediaKey(key) ? await stat(fileOf(key)).catch(() => undefined) : undefined;
      if (!known?.isFile()) return undefined;
      return { stream: createReadStream(fileOf(key)), bytes: known.size, contentType: contentTypeOf(key) };
    },
    read: async (key) => (isMediaKey(key) ? readFile(fileOf(key)).catch(() => undefined) : undefined),
    delete: async (key) => rm(fileOf(key), { force: true }),
    async deleteOld(key, olderThan) {
      const file = fileOf(key);
      if (!(await isOlder(file, olderThan))) return false;
      await rm(file, { force: true });
      return true;
    },
    async *list(olderThan) {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
      for (const entry of entries) {
        if (!entry.isFile()) continue;
        const file = join(entry.parentPath, entry.name);
        if (!(await isOlder(file, olderThan))) continue;
        const key = relative(folder, file);
        if (DRAFT.test(entry.name)) await rm(file, { force: true });
        // what a desktop or a person left there is none of our business
        else if (isMediaKey(key)) yield key;
      }
    },
  };
  return storage;
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** @returns false when the file is gone meanwhile */
async function touch(file: string): Promise<boolean> {
  const now = new Date();
  try {
    await utimes(file, now, now);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function isOlder(file: string, date: Date): Promise<boolean> {
  const known = await stat(file).catch(() => undefined);
  return known !== undefined && known.mtime < date;
}

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
