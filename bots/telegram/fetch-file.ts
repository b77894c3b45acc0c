import type { Api } from 'grammy';
import { Refusal } from '../../src/platform/refusal.js';
import { faultOf, isRefused } from './faults.js';
import { readRef } from './parse.js';

/** A photo of more is refused in any case; the Bot API gives out files of at most 20 MB. */
const MOST_BYTES = 15 * 1024 * 1024;
const DEADLINE_MS = 30_000;

/**
 * The bytes of a photo or file that a person sent.
 * @throws Refusal `photo_too_big` (413); Error when it cannot be had now, without the address, which has the token in it
 */
export const createFetchFile =
  ({ api, fileRoot }: { api: Pick<Api, 'getFile'>; fileRoot: string }) =>
  async (ref: string): Promise<Buffer> => {
    const { bytes, fileId } = readRef(ref);
    if (bytes > MOST_BYTES) throw tooBig();
    const { file_path: path } = await api.getFile(fileId).catch((error: unknown) => {
      throw isRefused(error) && error.description.includes('too big') ? tooBig() : faultOf(error);
    });
    if (!path) throw new Error('Telegram names no place for this file');
    const answer = await fetch(`${fileRoot}/${path}`, { signal: AbortSignal.timeout(DEADLINE_MS) }).catch(
      () => undefined,
    );
    if (!answer?.ok || !answer.body) throw new Error(`a file could not be fetched: ${answer?.status ?? 'no answer'}`);
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of answer.body) {
      length += part.length;
      if (length > MOST_BYTES) throw tooBig();
      parts.push(part);
    }
    return Buffer.concat(parts);
  };

const tooBig = (): Refusal => new Refusal('photo_too_big', 413, { megabytes: MOST_BYTES / 1024 / 1024 });
