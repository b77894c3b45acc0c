import { createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { getMediaKeys } from '@whiskeysockets/baileys';
import { Refusal } from '../../src/platform/refusal.js';
import { type MediaKeys, readRef } from './media-ref.js';

/** A photo of more is refused in any case. */
const MOST_BYTES = 15 * 1024 * 1024;
/** What encryption adds: padding to 16 bytes, and 10 of the MAC. */
const MORE_BYTES = 26;
const MAC_BYTES = 10;
const DEADLINE_MS = 30_000;

const HOSTS = /(^|\.)whatsapp\.net$/;
const OWN_HOST = 'mmg.whatsapp.net';
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The bytes of a photo or file that a person sent. The message names the host, so that only WhatsApp's own are asked, over
 * TLS; what comes is read only when both hashes and the MAC are right. The library's own download does none of it, and a
 * body that is cut half-way ends its process (Baileys #2750).
 * @throws Refusal `photo_too_big` (413), or `media_not_whole` (422) when it is cut, stalled, altered or gone
 */
export function createFetchMedia(options: {
  /** Where a test's own WhatsApp may keep media. */
  allowLoopback: boolean;
  deadlineMs?: number;
}) {
  const { allowLoopback, deadlineMs = DEADLINE_MS } = options;

  /** Undefined where it is nobody's we would ask. */
  function addressOf({ url, path }: MediaKeys): URL | undefined {
    if (url !== undefined && URL.canParse(url)) {
      const named = new URL(url);
      if (LOOPBACK.has(named.hostname)) return allowLoopback ? named : undefined;
      if (named.protocol === 'https:' && named.port === '' && HOSTS.test(named.hostname)) return named;
    }
    return path?.startsWith('/') ? new URL(`https://${OWN_HOST}/${path.replace(/^\/+/, '')}`) : undefined;
  }

  return async (ref: string): Promise<Buffer> => {
    const keys = readRef(ref);
    if (keys.bytes > MOST_BYTES) throw tooBig();
    const address = addressOf(keys);
    if (!address) throw notWhole();
    const sealed = await download(address, deadlineMs);
    if (!isHashOf(keys.sealed, sealed)) throw notWhole();
    const plain = await unseal(sealed, keys);
    if (!isHashOf(keys.plain, plain)) throw notWhole();
    return plain;
  };
}

async function download(address: URL, deadlineMs: number): Promise<Buffer> {
  const signal = AbortSignal.timeout(deadlineMs);
  try {
    const answer = await fetch(address, { signal, redirect: 'error', headers: { origin: 'https://web.whatsapp.com' } });
    if (!answer.ok || !answer.body) throw notWhole();
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of answer.body) {
      length += part.length;
      if (length > MOST_BYTES + MORE_BYTES) throw tooBig();
      parts.push(part);
    }
    return Buffer.concat(parts);
  } catch (error) {
    throw error instanceof Refusal ? error : notWhole();
  }
}

async function unseal(sealed: Buffer, { key, kind }: MediaKeys): Promise<Buffer> {
  const { iv, cipherKey, macKey } = await getMediaKeys(Buffer.from(key, 'base64'), kind);
  if (!macKey || sealed.length <= MAC_BYTES) throw notWhole();
  const [text, mac] = [sealed.subarray(0, -MAC_BYTES), sealed.subarray(-MAC_BYTES)];
  const made = createHmac('sha256', macKey).update(iv).update(text).digest().subarray(0, MAC_BYTES);
  if (!timingSafeEqual(made, mac)) throw notWhole();
  try {
    const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv);
    return Buffer.concat([decipher.update(text), decipher.final()]);
  } catch {
    throw notWhole();
  }
}

const isHashOf = (told: string, bytes: Buffer): boolean => createHash('sha256').update(bytes).digest('base64') === told;

const tooBig = (): Refusal => new Refusal('photo_too_big', 413, { megabytes: MOST_BYTES / 1024 / 1024 });
const notWhole = (): Refusal => new Refusal('media_not_whole', 422);
