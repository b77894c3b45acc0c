import { randomBytes } from 'node:crypto';
import mongoose from 'mongoose';
import { z } from 'zod';

/** An id of our documents: 24 hex digits that sort by the second they were made in. */
export const newId = (): string => new mongoose.Types.ObjectId().toHexString();

export const Id = z.string().regex(/^[0-9a-f]{24}$/, 'should be 24 hex digits');

/** 128 random bits in 22 characters of `A-Za-z0-9_-`, for what must not be guessed. */
export const newSecretId = (): string => randomBytes(16).toString('base64url');

export const SecretId = z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'should be 22 characters');

/** Letters and digits that are not taken for one another when read aloud or written by hand. */
const READABLE = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `length` characters that are easy to read; 30 possibilities each. */
export function readableCode(length: number): string {
  let code = '';
  while (code.length < length) {
    for (const byte of randomBytes(length)) {
      // 240 is the last multiple of 30 in a byte: what lies above would make some letters likelier
      if (byte < 240 && code.length < length) code += READABLE[byte % READABLE.length];
    }
  }
  return code;
}
