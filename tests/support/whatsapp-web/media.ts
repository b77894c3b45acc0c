import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { hkdf, seconds, sha256 } from './crypto.js';
import type { World } from './world.js';

export type MediaKind = 'Image' | 'Document' | 'Video';

const keysOf = (mediaKey: Uint8Array, kind: MediaKind) => {
  const keys = hkdf(mediaKey, 112, Buffer.alloc(32), `WhatsApp ${kind} Keys`);
  return { iv: keys.subarray(0, 16), cipher: keys.subarray(16, 48), mac: keys.subarray(48, 80) };
};

/** Encrypts and keeps what a person sends, as a phone does. `altered` changes a byte after the hashes were taken. */
export function putMedia(world: World, bytes: Buffer, kind: MediaKind, { altered = false } = {}) {
  const mediaKey = randomBytes(32);
  const { iv, cipher, mac } = keysOf(mediaKey, kind);
  const closing = createCipheriv('aes-256-cbc', cipher, iv);
  const sealed = Buffer.concat([closing.update(bytes), closing.final()]);
  const signed = createHmac('sha256', mac).update(iv).update(sealed).digest().subarray(0, 10);
  const blob = Buffer.concat([sealed, signed]);
  const fileEncSha256 = sha256(blob);
  if (altered) blob[8] = (blob[8] ?? 0) ^ 0xff;
  const directPath = `/v/t62/${kind.toLowerCase()}/${fileEncSha256.toString('hex')}.enc`;
  world.media.set(directPath, blob);
  return {
    ...{ directPath, mediaKey, fileEncSha256, fileSha256: sha256(bytes), fileLength: bytes.length },
    url: `${world.mediaUrl}${directPath}`,
    mediaKeyTimestamp: seconds(),
  };
}

/** What a person's phone shows of what it was sent. */
export function openMedia(
  world: World,
  { mediaKey, directPath }: { mediaKey?: Uint8Array | null; directPath?: string | null },
  kind: MediaKind,
): Buffer | undefined {
  const blob = world.media.get(directPath ?? '');
  if (!blob || !mediaKey) return undefined;
  const { iv, cipher } = keysOf(mediaKey, kind);
  const opening = createDecipheriv('aes-256-cbc', cipher, iv);
  return Buffer.concat([opening.update(blob.subarray(0, -10)), opening.final()]);
}
