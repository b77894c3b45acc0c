import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import anyAscii from 'any-ascii';
import { Refusal } from '../platform/refusal.js';
import type { Purpose } from './model.js';

/** A code lives this long. */
export const CODE_LIFE_SECONDS = 300;
/** So long a number waits for its next code of one purpose. */
export const CODE_PAUSE_SECONDS = 60;
/** So many guesses are taken for one code. */
export const CODE_TRIES = 5;

/**
 * A code as a person types it, in digits of any script, with spaces or dashes: 4 to 8 plain digits.
 * @throws Refusal `bad_otp` (422)
 */
export function parseCode(text: string): string {
  const code = text.length <= 40 ? anyAscii(text.replace(/[\s\p{Pd}\p{Cf}]/gu, '')) : '';
  if (!/^\d{4,8}$/.test(code)) throw new Refusal('bad_otp', 422);
  return code;
}

/** Six random digits; a zero may lead. */
export const drawCode = (): string => randomInt(1_000_000).toString().padStart(6, '0');

/** What is kept of a code: useless for another number, another purpose, or without the secret. */
export const hashCode = (secret: string, purpose: Purpose, mobile: string, code: string): string =>
  createHmac('sha256', secret).update(`otp:${purpose}:${mobile}:${code}`).digest('base64url');

/** Compares two hashes in a time that tells nothing about them. */
export const sameHash = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/** Seconds until a number may have its next code; 1 at least. */
export const secondsToWait = (sentAt: Date, now: Date): number =>
  Math.max(1, Math.ceil(CODE_PAUSE_SECONDS - (now.getTime() - sentAt.getTime()) / 1000));
