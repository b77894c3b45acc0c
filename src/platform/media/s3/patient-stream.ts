import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

/** How long a store may keep us waiting for one object, in all. */
const WAIT_MS = 8000;

/**
 * The bytes of `body`, as fast as they are taken; it breaks off when the store makes us wait for longer than 8 s in all,
 * or ends early. A slow reader is not its fault and costs it nothing.
 * @param bytes how many there are
 * @param fault what the stream fails with when the store is at fault
 */
export function patientStream(
  body: unknown,
  bytes: number,
  fault: (why: unknown) => Error,
  waitMs = WAIT_MS,
): Readable {
  if (!(body instanceof Readable)) throw new Error('the store of media answered with no stream');
  async function* pieces(source: Readable) {
    let left = waitMs;
    let got = 0;
    const chunks: AsyncIterator<Buffer> = source[Symbol.asyncIterator]();
    for (;;) {
      const asked = performance.now();
      const next = await inTime(chunks.next(), left).catch((error: unknown) => Promise.reject(fault(error)));
      left -= performance.now() - asked;
      if (next.done) break;
      got += next.value.length;
      yield next.value;
    }
    if (got !== bytes) throw fault(new Error(`it sent ${got} bytes of ${bytes}`));
  }
  const stream = Readable.from(pieces(body), { objectMode: false });
  // also when nobody has begun to read
  stream.on('close', () => body.destroy());
  // told by whoever reads; and if nobody does, it matters to nobody
  body.on('error', () => undefined);
  return stream;
}

async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  const called = new AbortController();
  const late = pause(Math.max(0, ms), undefined, { signal: called.signal }).then(() => {
    throw new Error('it stopped in the middle');
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    called.abort();
    late.catch(() => undefined);
    work.catch(() => undefined);
  }
}
