import { createHash } from 'node:crypto';
import { Schema } from 'mongoose';
import { z } from 'zod';
import { Refusal } from './refusal.js';

/**
 * The idempotency key of one changing verb, so that a repeated message, tap or request has its effect once.
 * `hash` stands for what was asked; a chat needs none, since its key names one turn.
 */
export type Once = { key: string; hash?: string };

/** A `Once` as it is kept with what it made; `by` is the account or customer within whom the key is unique. */
export type KeptOnce = { by: string; key: string; hash?: string };

/** What a client may send as `Idempotency-Key`: 1–100 printable ASCII characters; HTTP has taken spaces around it off. */
export const OnceKey = z
  .string()
  .regex(/^[!-~]([ -~]{0,98}[!-~])?$/, 'should be 1 to 100 printable characters')
  .meta({ minLength: 1, maxLength: 100 });

export const onceSchema = new Schema<KeptOnce>(
  { by: { type: String, required: true }, key: { type: String, required: true }, hash: String },
  { _id: false },
);

/** Index of every collection that keeps a `once`; only documents that have one are in it. */
export const onceIndex = [
  { 'once.by': 1, 'once.key': 1 },
  { unique: true, partialFilterExpression: { 'once.key': { $exists: true } } },
] as const;

export const keepOnce = (by: string, once: Once | undefined): { once?: KeptOnce } =>
  once ? { once: { by, ...once } } : {};

/** @throws Refusal `idempotency_key_reused` (422) when the key was first used for something else */
export function checkOnce(kept: { hash?: string | null | undefined } | null | undefined, once: Once): void {
  if (kept?.hash && once.hash && kept.hash !== once.hash) throw new Refusal('idempotency_key_reused', 422);
}

/** A hash of plain data that does not depend on the order of its keys. */
export function hashOf(value: unknown): string {
  const sorted = JSON.stringify(value, (_key, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
  return createHash('sha256')
    .update(sorted ?? '')
    .digest('base64url');
}
