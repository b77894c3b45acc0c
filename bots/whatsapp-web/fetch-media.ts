import { createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { getMediaKeys } from '@whiskeysockets/baileys';
import { Refusal } from '../../src/platform/refusal.js';
import { LOOPBACK } from '../../src/platform/safe-url.js';
import { MOST_FETCHED_BYTES, readBody, tooBig } from '../conversation/fetched.js';
import { readRef, type WhatsAppMedia } from './media-ref.js';

/** What encryption adds: up to a block, and ten bytes of a signature. */
const MAC_BYTES = 10;
const MOST_SEALED_BYTES = MOST_FETCHED_BYTES + 16 + MAC_BYTES;
const DEADLINE_MS = 30_000;
const HOST = 'mmg.whatsapp.net';
/** The sender names the place, so only WhatsApp's own are gone to. */
const HOSTS = /(^|\.)whatsapp\.net$/;

/**
 * The bytes of a photo or file that a person sent, fetched and opened by our own code: the library's own download checks
 * no signature, waits for ever, goes wherever the sender says, and takes the process with it when bytes break off.
 * @param loopback whether a place on this machine is gone to, which is for tests
 * @throws Refusal `photo_too_big` (413), `media_not_whole` (422) for whatever was cut, stalled, altered or is gone
 */
export const createFetchMedia =
  ({ loopback, deadlineMs = DEADLINE_MS }: { loopback: boolean; deadlineMs?: number }) =>
  async (ref: string): Promise<Buffer> => {
    const media = readRef(ref);
    if (media.bytes > MOST_FETCHED_BYTES) throw tooBig();
    const url = placeOf(media, loopback);
    if (!url) throw notWhole();
    return opened(media, await download(url, deadlineMs));
  };

function placeOf({ url, directPath }: WhatsAppMedia, loopback: boolean): URL | undefined {
  const named = url !== undefined && URL.canParse(url) ? new URL(url) : undefined;
  if (named && loopback && LOOPBACK.has(named.hostname)) return named;
  if (named?.protocol === 'https:' && HOSTS.test(named.hostname)) return named;
  return directPath?.startsWith('/') ? new URL(directPath, `https://${HOST}`) : undefined;
}

async function download(url: URL, deadlineMs: number): Promise<Buffer> {
  // a path of two slashes would be another host
  if (!HOSTS.test(url.hostname) && !LOOPBACK.has(url.hostname)) throw notWhole();
  const signal = AbortSignal.timeout(deadlineMs);
  const answer = await fetch(url, { signal, redirect: 'error' }).catch(() => undefined);
  if (!answer?.ok || !answer.body) throw notWhole();
  return readBody(answer.body, MOST_SEALED_BYTES).catch((error: unknown) => {
    throw error instanceof Refusal ? error : notWhole();
  });
}

async function opened({ kind, enc, plain, key }: WhatsAppMedia, sealed: Buffer): Promise<Buffer> {
  if (sealed.length <= MAC_BYTES || !isHash(sealed, enc)) throw notWhole();
  const { iv, cipherKey, macKey } = await getMediaKeys(Buffer.from(key, 'base64'), kind);
  if (!macKey) throw notWhole();
  const [body, mac] = [sealed.subarray(0, -MAC_BYTES), sealed.subarray(-MAC_BYTES)];
  const ours = createHmac('sha256', macKey).update(iv).update(body).digest().subarray(0, MAC_BYTES);
  if (!timingSafeEqual(ours, mac)) throw notWhole();
  try {
    const cipher = createDecipheriv('aes-256-cbc', cipherKey, iv);
    const bytes = Buffer.concat([cipher.update(body), cipher.final()]);
    if (isHash(bytes, plain)) return bytes;
  } catch {
    // its padding is none
  }
  throw notWhole();
}

const isHash = (bytes: Uint8Array, base64: string): boolean =>
  createHash('sha256').update(bytes).digest('base64') === base64;

const notWhole = (): Refusal => new Refusal('media_not_whole', 422);
