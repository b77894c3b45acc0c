import { Worker } from 'node:worker_threads';

/** Pixels without any compression, four bytes each: red, green, blue, alpha. */
export type RawImage = { data: Uint8Array; width: number; height: number };

/*
 * Sharp's binaries read no HEIC, and the decoder in WebAssembly takes seconds for a photo of
 * a phone: on the main thread every chat and request would stand still. A thread of its own also gives all of its
 * memory back, and can be ended. It is text because the same module runs compiled and from source.
 */
const DECODER = `
const { createRequire } = require('node:module');
const { parentPort, workerData } = require('node:worker_threads');
const decode = createRequire(workerData.from)('heic-decode');
decode({ buffer: workerData.bytes }).then(({ data, width, height }) =>
  parentPort.postMessage({ data, width, height }, [data.buffer]));
`;

/**
 * The primary picture of a HEIC, turned as the file says.
 * @param seconds after which the decoder is ended
 * @throws Error when it is no HEIC, is broken, or takes too long
 */
export async function decodeHeic(bytes: Buffer, seconds: number): Promise<RawImage> {
  const worker = new Worker(DECODER, {
    eval: true,
    workerData: { bytes, from: import.meta.url },
    stdout: true,
    stderr: true,
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<RawImage>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('the HEIC decoder took too long')), seconds * 1000);
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the HEIC decoder ended early')));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
