import { createHash } from 'node:crypto';
import { Refusal } from '../../src/platform/refusal.js';
import { LOOPBACK } from '../../src/platform/safe-url.js';
import { MOST_FETCHED_BYTES, readBody, tooBig } from '../conversation/fetched.js';
import { isRefused } from './faults.js';
import type { Graph } from './graph.js';

const DEADLINE_MS = 30_000;
/** Where Meta keeps what people send ("Media" of the Cloud API's reference). */
const HOSTS = /(^|\.)(fbsbx\.com|fbcdn\.net|facebook\.com|whatsapp\.net)$/;

/**
 * The bytes of a photo or file that a person sent: the id leads to a short-lived address, which asks for the token. Meta
 * takes images of 5 MB and documents of 100 MB.
 * @throws Refusal `photo_too_big` (413), `media_not_whole` (422); Error when it cannot be had now, without the token
 */
export const createFetchMedia =
  (deps: { graph: Pick<Graph, 'call' | 'authorization'>; apiRoot: string; deadlineMs?: number }) =>
  async (ref: string): Promise<Buffer> => {
    const { graph, apiRoot, deadlineMs = DEADLINE_MS } = deps;
    const [id = '', told = ''] = ref.split('|');
    const known = await graph.call(encodeURIComponent(id)).catch((error: unknown) => {
      throw isRefused(error) ? notWhole() : error;
    });
    const url = typeof known.url === 'string' ? addressOf(known.url, apiRoot) : undefined;
    if (!url) throw new Error('Meta names no place of its own for this file');
    if (typeof known.file_size === 'number' && known.file_size > MOST_FETCHED_BYTES) throw tooBig();
    const hashes = [told, known.sha256].filter((one): one is string => typeof one === 'string' && one !== '');
    const bytes = await download(url, graph.authorization, AbortSignal.timeout(deadlineMs));
    const hash = createHash('sha256').update(bytes);
    const isWhole = [hash.copy().digest('hex'), hash.digest('base64')];
    if (hashes.some((one) => !isWhole.includes(one))) throw notWhole();
    return bytes;
  };

async function download(url: URL, authorization: string, signal: AbortSignal): Promise<Buffer> {
  const answer = await fetch(url, { headers: { authorization }, signal, redirect: 'error' }).catch(() => undefined);
  if (!answer?.ok || !answer.body) throw new Error(`a file could not be fetched: ${answer?.status ?? 'no answer'}`);
  return readBody(answer.body).catch((error: unknown) => {
    throw error instanceof Refusal ? error : new Error('a file broke off on its way');
  });
}

/** The token goes to Meta alone, and over TLS; to this machine where the API itself is here. */
function addressOf(text: string, apiRoot: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const api = new URL(apiRoot);
  if (LOOPBACK.has(url.hostname)) return LOOPBACK.has(api.hostname) && url.port === api.port ? url : undefined;
  return url.protocol === 'https:' && HOSTS.test(url.hostname) ? url : undefined;
}

const notWhole = (): Refusal => new Refusal('media_not_whole', 422);
