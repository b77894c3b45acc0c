/*
 * The thread that unpacks a HEIC, which sharp's binaries do not read; the decoder in WebAssembly takes seconds for a
 * photo of a phone, during which its thread hears of nothing.
 */
import { parentPort, workerData } from 'node:worker_threads';
import decode from 'heic-decode';

const { data, width, height } = await decode({ buffer: workerData });
parentPort?.postMessage({ data, width, height }, [data.buffer]);
