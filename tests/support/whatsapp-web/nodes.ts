import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { BinaryNode } from '@whiskeysockets/baileys';

export const S = 's.whatsapp.net';

type Attrs = Readonly<Record<string, string | undefined>>;

/** One node of WhatsApp's binary XML; attributes that are undefined are left out. */
export function node(tag: string, attrs: Attrs = {}, content?: BinaryNode['content']): BinaryNode {
  const given = Object.entries(attrs).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { tag, attrs: Object.fromEntries(given), ...(content !== undefined && { content }) };
}

export const kids = (of: BinaryNode | undefined, tag?: string): BinaryNode[] =>
  Array.isArray(of?.content) ? of.content.filter((one) => tag === undefined || one.tag === tag) : [];

export const kid = (of: BinaryNode | undefined, tag: string): BinaryNode | undefined => kids(of, tag)[0];

/** The bytes in a node. @throws Error where there are none */
export function bytesOf(of: BinaryNode | undefined): Buffer {
  if (of === undefined || of.content === undefined || Array.isArray(of.content)) throw new Error('a node has no bytes');
  return Buffer.from(of.content);
}

export const bigEndian = (value: number, length: number): Buffer => {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntBE(value, 0, length);
  return bytes;
};

export const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

export const hkdf = (key: Uint8Array, length: number, salt: Uint8Array, info = ''): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, info, length));

/** An id as WhatsApp's own clients make them. */
export const newMessageId = (): string => `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;
