import type { Api } from 'grammy';
import { MOST_FETCHED_BYTES, readBody, tooBig } from '../conversation/fetched.js';
import { faultOf, isRefused } from './faults.js';
import { readRef } from './parse.js';

const DEADLINE_MS = 30_000;

/**
 * The bytes of a photo or file that a person sent; the Bot API gives out files of at most 20 MB.
 * @throws Refusal `photo_too_big` (413); Error when it cannot be had now, without the address, which has the token in it
 */
export const createFetchFile =
  ({ api, fileRoot }: { api: Pick<Api, 'getFile'>; fileRoot: string }) =>
  async (ref: string): Promise<Buffer> => {
    const { bytes, fileId } = readRef(ref);
    if (bytes > MOST_FETCHED_BYTES) throw tooBig();
    const { file_path: path } = await api.getFile(fileId).catch((error: unknown) => {
      throw isRefused(error) && error.description.includes('too big') ? tooBig() : faultOf(error);
    });
    if (!path) throw new Error('Telegram names no place for this file');
    const answer = await fetch(`${fileRoot}/${path}`, { signal: AbortSignal.timeout(DEADLINE_MS) }).catch(
      () => undefined,
    );
    if (!answer?.ok || !answer.body) throw new Error(`a file could not be fetched: ${answer?.status ?? 'no answer'}`);
    return readBody(answer.body);
  };
