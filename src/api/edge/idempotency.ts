import { createHash } from 'node:crypto';
import { hashOf, type Once, OnceKey } from '../../platform/once.js';
import { Refusal } from '../../platform/refusal.js';

/**
 * The `Idempotency-Key` of a request, looked at before the body is: a client that forgot it need not send a photo to
 * learn that.
 * @throws Refusal `idempotency_key_missing` or `idempotency_key_bad` (400)
 */
export function readKey(rule: 'required' | 'accepted' | undefined, key: string | undefined): string | undefined {
  if (!rule) return undefined;
  if (key === undefined) {
    if (rule === 'required') throw new Refusal('idempotency_key_missing', 400);
    return undefined;
  }
  if (!OnceKey.safeParse(key).success) throw new Refusal('idempotency_key_bad', 400);
  return key;
}

/** The key with a hash of what was asked: which call, of what, and the fields that are read. */
export function onceOf(
  key: string,
  asked: { call: string; params: unknown; body: unknown; file: Buffer | undefined },
): Once {
  const file = asked.file && createHash('sha256').update(asked.file).digest('base64url');
  return { key, hash: hashOf({ ...asked, file }) };
}
