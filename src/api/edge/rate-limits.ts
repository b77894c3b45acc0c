import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes, RLWrapperTimeouts } from 'rate-limiter-flexible';
import { type Clock, systemClock } from '../../platform/clock.js';
import { Refusal } from '../../platform/refusal.js';

/**
 * How often in so many seconds. Whole quarters share one address behind their carrier, so what is counted by address
 * is generous; what is counted by mobile number is one person.
 */
const LIMITS = {
  read: { points: 6000, seconds: 60 },
  change: { points: 3000, seconds: 60 },
  proof: { points: 1000, seconds: 600 },
  number: { points: 10, seconds: 3600 },
} as const;
export type LimitKind = keyof typeof LIMITS;

/** Redis may take this long to count; then the request goes on uncounted. */
const PATIENCE_MS = 250;

/** So long nobody is counted after Redis did not answer; then one request tries it again. */
const REST_MS = 1000;

export type RateLimits = {
  /** Counts one more for `who`. @throws Refusal `too_many_requests` (429, `seconds`) */
  count(kind: LimitKind, who: string): Promise<void>;
  /** Counts one less: what was counted before it was known turned out to be right. */
  takeBack(kind: LimitKind, who: string): Promise<void>;
};

export const noLimits: RateLimits = { count: async () => undefined, takeBack: async () => undefined };

/**
 * Counted in Redis for all processes together; where Redis is down nobody is held up, and where it hangs, one request
 * a second at most, beside those that were already waiting for it.
 */
export function createRateLimits(
  redis: Redis,
  limits: Record<LimitKind, { points: number; seconds: number }> = LIMITS,
  clock: Clock = systemClock,
): RateLimits {
  const limiter = (kind: LimitKind) =>
    new RLWrapperTimeouts({
      limiter: new RateLimiterRedis({
        storeClient: redis,
        keyPrefix: `limit:${kind}`,
        points: limits[kind].points,
        duration: limits[kind].seconds,
        rejectIfRedisNotReady: true,
      }),
      timeoutMs: PATIENCE_MS,
    });
  const limiters = {
    read: limiter('read'),
    change: limiter('change'),
    proof: limiter('proof'),
    number: limiter('number'),
  };

  let restsUntil: number | undefined;

  /** @param ask throws what the limiter says of somebody who has to wait */
  async function patiently(ask: () => Promise<unknown>): Promise<void> {
    const now = clock.now().getTime();
    if (restsUntil !== undefined) {
      if (now < restsUntil) return;
      // while this one tries, the others go on resting
      restsUntil = now + REST_MS;
    }
    try {
      await ask();
      restsUntil = undefined;
    } catch (answered) {
      if (!(answered instanceof RateLimiterRes)) {
        restsUntil = clock.now().getTime() + REST_MS;
        return;
      }
      restsUntil = undefined;
      const seconds = Math.max(1, Math.ceil(answered.msBeforeNext / 1000));
      throw new Refusal('too_many_requests', 429, { seconds, count: seconds });
    }
  }

  return {
    count: (kind, who) => patiently(() => limiters[kind].consume(keyOf(who))),
    takeBack: (kind, who) => patiently(() => limiters[kind].reward(keyOf(who))),
  };
}

/** Addresses and numbers of people are nobody's to read in Redis. */
const keyOf = (who: string): string => createHash('sha256').update(who).digest('base64url').slice(0, 22);
