import { Redis } from 'ioredis';
import { unavailable } from './refusal.js';

/**
 * What a connection is for. `carts` and `queue` give up quickly, because a person waits; a `worker` blocks on purpose
 * (BullMQ asks for no limit of retries); a `subscriber` can do nothing but listen.
 */
export type RedisUse = 'carts' | 'queue' | 'worker' | 'subscriber';

/** The edge answers a cart within 2 s also when Redis is stopped. */
const COMMAND_TIMEOUT_MS = 1500;

const options = {
  carts: { maxRetriesPerRequest: 0, enableOfflineQueue: false, commandTimeout: COMMAND_TIMEOUT_MS },
  queue: { maxRetriesPerRequest: 0, enableOfflineQueue: false, commandTimeout: COMMAND_TIMEOUT_MS },
  worker: { maxRetriesPerRequest: null },
  subscriber: { maxRetriesPerRequest: null },
} as const;

/**
 * Opens one connection. It reconnects by itself for ever, with pauses of at most 1 s, and keeps quiet about it:
 * whoever sends a command learns of the fault.
 */
export function connectRedis(url: string, use: RedisUse): Redis {
  const redis = new Redis(url, {
    ...options[use],
    connectTimeout: 2000,
    retryStrategy: (times) => Math.min(1000, 50 * times),
  });
  // an unhandled 'error' event would end the process
  redis.on('error', () => undefined);
  return redis;
}

/** Waits until the connection can be used. @throws Error in words after `seconds` */
export async function redisReady(redis: Redis, seconds = 8): Promise<void> {
  if (redis.status === 'ready') return;
  await new Promise<void>((ready, fail) => {
    const timer = setTimeout(
      () => fail(new Error(`Redis does not answer: ${redis.options.host}:${redis.options.port}`)),
      seconds * 1000,
    );
    redis.once('ready', () => {
      clearTimeout(timer);
      ready();
    });
  });
}

/**
 * The answer of Redis, or the Refusal `unavailable` (503) when it cannot be reached; what a script or a command
 * itself refuses stays a bug.
 */
export async function orUnavailable<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const refusedByRedis = error instanceof Error && error.name === 'ReplyError';
    if (refusedByRedis && !/^(LOADING|READONLY|MASTERDOWN|OOM|MISCONF)/.test(error.message)) throw error;
    throw unavailable();
  }
}
