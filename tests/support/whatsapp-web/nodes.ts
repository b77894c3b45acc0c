import { randomBytes } from 'node:crypto';
import type { BinaryNode } from '@whiskeysockets/baileys';

export const SERVER = 's.whatsapp.net';
export const aMessageId = (): string => `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;

export const node = (
  tag: string,
  attrs: Record<string, string | undefined> = {},
  content?: BinaryNode['content'],
): BinaryNode => ({
  tag,
  attrs: Object.fromEntries(Object.entries(attrs).filter((one): one is [string, string] => one[1] !== undefined)),
  ...(content !== undefined && { content }),
});
export const children = (of: BinaryNode | undefined, tag?: string): BinaryNode[] =>
  Array.isArray(of?.content) ? of.content.filter((one) => tag === undefined || one.tag === tag) : [];
export const child = (of: BinaryNode | undefined, tag: string): BinaryNode | undefined => children(of, tag)[0];
export const bytesOf = (of: BinaryNode | undefined): Buffer =>
  of?.content instanceof Uint8Array ? Buffer.from(of.content) : Buffer.from(String(of?.content ?? ''));
