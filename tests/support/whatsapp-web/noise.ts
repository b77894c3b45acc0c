import { createCipheriv, createDecipheriv } from 'node:crypto';
import { hkdf, sha256 } from './nodes.js';

const HEADER = Buffer.from([87, 65, 6, 3]);
const TAG_BYTES = 16;
const NOTHING = Buffer.alloc(0);

function iv(count: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(count, 8);
  return bytes;
}

export function seal(key: Buffer, count: number, text: Uint8Array, aad: Uint8Array = NOTHING): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, iv(count));
  cipher.setAAD(aad);
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

export function open(key: Buffer, count: number, sealed: Buffer, aad: Uint8Array = NOTHING): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, iv(count));
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
}

/** The answering side of a Noise XX handshake, as WhatsApp speaks it. */
export function createNoise() {
  let hash: Buffer = Buffer.from('Noise_XX_25519_AESGCM_SHA256\0\0\0\0');
  let chain: Buffer = hash;
  let key: Buffer = NOTHING;
  let count = 0;
  const mixHash = (bytes: Uint8Array): void => {
    hash = sha256(Buffer.concat([hash, bytes]));
  };
  mixHash(HEADER);
  return {
    mixHash,
    mixKey(shared: Uint8Array): void {
      const both = hkdf(shared, 64, chain);
      chain = both.subarray(0, 32);
      key = both.subarray(32);
      count = 0;
    },
    encrypt(text: Uint8Array): Buffer {
      const sealed = seal(key, count++, text, hash);
      mixHash(sealed);
      return sealed;
    },
    decrypt(sealed: Buffer): Buffer {
      const text = open(key, count++, sealed, hash);
      mixHash(sealed);
      return text;
    },
    /** The keys for what comes in and what goes out from now on. */
    split() {
      const both = hkdf(NOTHING, 64, chain);
      return { in: both.subarray(0, 32), out: both.subarray(32) };
    },
  };
}

export type Noise = ReturnType<typeof createNoise>;
