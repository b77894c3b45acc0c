import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../platform/clock.js';

/** Long enough to change to a messenger, short enough that a link passed on is of no use. */
const LASTS_SECONDS = 15 * 60;
const CONTACT_BYTES = 12;
const SIGNED_BYTES = CONTACT_BYTES + 4;
const MAC_BYTES = 16;

export type ProofLinks = ReturnType<typeof createProofLinks>;

/**
 * Tokens that let a person prove in a messenger the number asked for in another chat, without a code. They are signed
 * and not kept: 43 characters of `A-Za-z0-9_-`, which a deep link can carry, good for 15 minutes.
 */
export function createProofLinks({ secret, clock }: { secret: string; clock: Clock }) {
  const nowSeconds = (): number => Math.floor(clock.now().getTime() / 1000);
  const sign = (signed: Buffer): Buffer =>
    createHmac('sha256', secret).update('proof-link').update(signed).digest().subarray(0, MAC_BYTES);

  return {
    /** @param contactId of the chat in which the number is asked for, or an id of a page; 24 hex digits */
    make(contactId: string): string {
      const signed = Buffer.alloc(SIGNED_BYTES);
      signed.write(contactId, 'hex');
      signed.writeUInt32BE(nowSeconds() + LASTS_SECONDS, CONTACT_BYTES);
      return Buffer.concat([signed, sign(signed)]).toString('base64url');
    },

    /** The chat that a token is good for; undefined when it is not ours, or too old. */
    read(token: string): string | undefined {
      const bytes = Buffer.from(token, 'base64url');
      if (bytes.length !== SIGNED_BYTES + MAC_BYTES) return undefined;
      const signed = bytes.subarray(0, SIGNED_BYTES);
      if (!timingSafeEqual(sign(signed), bytes.subarray(SIGNED_BYTES))) return undefined;
      if (signed.readUInt32BE(CONTACT_BYTES) < nowSeconds()) return undefined;
      return signed.toString('hex', 0, CONTACT_BYTES);
    },
  };
}
