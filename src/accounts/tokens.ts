import { createSecretKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import type { Proof } from '../contacts/model.js';
import type { Clock } from '../platform/clock.js';
import { Id } from '../platform/ids.js';
import { Refusal } from '../platform/refusal.js';
import { PURPOSES, type Purpose } from './model.js';

const ISSUER = 'haat';
const ALGORITHM = 'HS256';
const LIFE_SECONDS = 30 * 86_400;
/** Ours have about 250 characters; nothing longer is looked at. */
const LONGEST_TOKEN = 2000;

const Claims = z.object({
  sub: Id,
  aud: z.enum(PURPOSES),
  // the library takes a token that does not say when it ends
  exp: z.int(),
  proof: z.enum(['platform', 'otp', 'bypass']),
});

export type Tokens = ReturnType<typeof createTokens>;

/**
 * Tokens of sellers and customers: JWT, HS256, 30 days.
 * @param trustBypass whether tokens count whose number was proved in bypass mode; false when OTPs are verified
 */
export function createTokens(secret: string, clock: Clock, trustBypass: boolean) {
  // from a text the library would try to read a public key each time, which takes longer than all the rest
  const key = createSecretKey(secret, 'utf8');
  const seconds = (): number => Math.floor(clock.now().getTime() / 1000);

  return {
    /** @param subject the accountId of a seller, the customerId of a customer */
    issue: (audience: Purpose, subject: string, proof: Proof): string =>
      jwt.sign({ iat: seconds(), proof }, key, {
        algorithm: ALGORITHM,
        audience,
        subject,
        issuer: ISSUER,
        expiresIn: LIFE_SECONDS,
      }),

    /**
     * @param audience when given, a token of the other audience is refused too
     * @throws Refusal `bad_token` (401) for everything but a token of ours that is valid now
     */
    verify(token: string | undefined, audience?: Purpose): { audience: Purpose; subject: string } {
      try {
        if (!token || token.length > LONGEST_TOKEN) throw new Refusal('bad_token', 401);
        const { sub, aud, proof } = Claims.parse(
          // the library accepts any algorithm, issuer, audience and age that it is not told about
          jwt.verify(token, key, {
            algorithms: [ALGORITHM],
            issuer: ISSUER,
            audience: audience ?? [...PURPOSES],
            maxAge: LIFE_SECONDS,
            clockTimestamp: seconds(),
          }),
        );
        if (proof === 'bypass' && !trustBypass) throw new Refusal('bad_token', 401);
        return { audience: aud, subject: sub };
      } catch {
        throw new Refusal('bad_token', 401);
      }
    },
  };
}
