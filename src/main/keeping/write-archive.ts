import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { createRunningSum } from './running-sum.js';

export type ArchiveWriter = {
  /** Adds a member; a stream has to give exactly `bytes`. */
  add(name: string, content: Uint8Array | { stream: Readable; bytes: number }): Promise<void>;
  /** The sum over all that was added so far; nothing counts after it. */
  sum(): string;
};

/**
 * Writes an archive, readable for this user alone, that appears under `file` once it is whole and on the disk.
 * @param signal ends it, and nothing of it stays
 * @throws Error in words when there is a file of that name already
 */
export async function writeArchive(
  file: string,
  at: Date,
  write: (archive: ArchiveWriter) => Promise<void>,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const refuseToReplace = () => {
    if (existsSync(file)) throw new Error(`${file} is there already. Choose another name.`);
  };
  refuseToReplace();
  const draft = `${file}.${randomBytes(6).toString('hex')}~`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    const tar = pack();
    const onDisk = (async () => {
      for await (const chunk of tar) if (chunk instanceof Uint8Array) await handle.writeFile(chunk);
    })();
    const failed = onDisk.then(() => new Promise<never>(() => undefined));
    const stopped = once(signal, 'abort').then(() => Promise.reject(new Error('It was stopped.')));
    stopped.catch(() => undefined);
    signal.throwIfAborted();
    // what cannot be written ends the reading, too
    await Promise.race([write(writerOf(tar, at)), failed, stopped]).catch((error: Error) => {
      tar.destroy(error);
      throw error;
    });
    tar.finalize();
    await onDisk;
    await handle.sync();
    await handle.close();
    refuseToReplace();
    await rename(draft, file);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(draft, { force: true });
    throw error;
  }
}

function writerOf(tar: ReturnType<typeof pack>, mtime: Date): ArchiveWriter {
  const sum = createRunningSum();
  return {
    async add(name, content) {
      const [source, size] =
        content instanceof Uint8Array ? [[content], content.length] : [content.stream, content.bytes];
      sum.begin(name, size);
      let settle: (error?: Error | null) => void = () => undefined;
      const written = new Promise<void>((done, failed) => {
        settle = (error) => (error ? failed(error) : done());
      });
      written.catch(() => undefined);
      const entry = tar.entry({ name, size, mode: 0o600, mtime }, (error) => settle(error));
      entry.on('error', settle);
      for await (const chunk of source) {
        sum.add(chunk);
        if (!entry.write(chunk)) await once(entry, 'drain');
      }
      entry.end(null);
      await written;
    },
    sum: sum.end,
  };
}
