import type { Readable } from 'node:stream';
import { unavailable } from '../../platform/refusal.js';

/** What multer asks of a storage engine, as far as it is used here. */
type FileHold = {
  _handleFile(
    req: { res?: { once(event: 'close', listener: () => void): unknown } | undefined },
    file: { stream: Readable },
    done: (error?: unknown, kept?: { buffer: Buffer; size: number }) => void,
  ): void;
  _removeFile(req: unknown, file: unknown, done: (error: Error | null) => void): void;
};

/**
 * Keeps the files of forms in memory until their answers are done, all of them together at most `mostBytes`: slow
 * uploads of many clients must not fill the memory. What does not fit is refused as `unavailable` (503).
 */
export function holdInMemory(mostBytes: number): FileHold {
  let held = 0;
  return {
    _handleFile(req, { stream }, done) {
      const parts: Buffer[] = [];
      let bytes = 0;
      let over = false;
      const end = (error?: Error): void => {
        if (over) return;
        over = true;
        if (error) done(error);
        else done(null, { buffer: Buffer.concat(parts), size: bytes });
      };
      req.res?.once('close', () => {
        held -= bytes;
        bytes = 0;
      });
      stream.on('data', (part: Buffer) => {
        if (over) return;
        held += part.length;
        bytes += part.length;
        parts.push(part);
        if (held <= mostBytes) return;
        parts.length = 0;
        end(unavailable());
      });
      stream.on('end', () => end());
      stream.on('error', end);
    },
    _removeFile(_req, _file, done) {
      done(null);
    },
  };
}
