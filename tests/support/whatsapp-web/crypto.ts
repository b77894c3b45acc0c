import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import { Curve } from '@whiskeysockets/baileys';

export const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
export const hkdf = (key: Uint8Array, length: number, salt: Uint8Array, info = ''): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, info, length));
export const bigEndian = (value: number, bytes: number): Buffer => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
};
export const seconds = (): number => Math.floor(Date.now() / 1000);
/** A public key as Signal writes it: with its kind before it. */
export const signalKey = (raw: Uint8Array): Buffer => Buffer.concat([Buffer.from([5]), raw]);

const ivOf = (n: number): Buffer => {
  const iv = Buffer.alloc(12);
  iv.writeUInt32BE(n, 8);
  return iv;
};
export function seal(key: Uint8Array, n: number, plain: Uint8Array, about: Uint8Array = Buffer.alloc(0)): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, ivOf(n));
  cipher.setAAD(about);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}
export function unseal(key: Uint8Array, n: number, sealed: Buffer, about: Uint8Array = Buffer.alloc(0)): Buffer {
  const cipher = createDecipheriv('aes-256-gcm', key, ivOf(n));
  cipher.setAAD(about);
  cipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
}

/** The answering side of Noise XX, as WhatsApp Web speaks it. */
export class Noise {
  #hash: Buffer = Buffer.from('Noise_XX_25519_AESGCM_SHA256\0\0\0\0');
  #chain: Buffer = this.#hash;
  #key: Buffer = Buffer.alloc(32);
  #n = 0;
  readonly ephemeral = Curve.generateKeyPair();

  constructor() {
    this.mixHash(Buffer.from([87, 65, 6, 3]));
  }
  mixHash(data: Uint8Array): void {
    this.#hash = sha256(Buffer.concat([this.#hash, data]));
  }
  mixKey(shared: Uint8Array): void {
    const both = hkdf(shared, 64, this.#chain);
    this.#chain = both.subarray(0, 32);
    this.#key = both.subarray(32);
    this.#n = 0;
  }
  encrypt(plain: Uint8Array): Buffer {
    const sealed = seal(this.#key, this.#n++, plain, this.#hash);
    this.mixHash(sealed);
    return sealed;
  }
  decrypt(sealed: Buffer): Buffer {
    const plain = unseal(this.#key, this.#n++, sealed, this.#hash);
    this.mixHash(sealed);
    return plain;
  }
  /** The keys of the line from then on: what comes in and what goes out. */
  split(): { rx: Buffer; tx: Buffer } {
    const both = hkdf(Buffer.alloc(0), 64, this.#chain);
    return { rx: both.subarray(0, 32), tx: both.subarray(32) };
  }
}
