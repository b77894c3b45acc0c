import { dropLock, takeLock } from './locks.js';
import type { Logger } from './logger.js';
import type { Db } from './mongo.js';

const LEASE_SECONDS = 15;
const RENEW_MS = 5000;

export type Lease = {
  /** Whether this process owns it now. */
  isHeld(): boolean;
  /** Ends the work and gives the lease back, so that another process need not wait for its end. */
  stop(): Promise<void>;
};

/**
 * Does `work` in one of all the processes that ask for the lease `name`: it lasts 15 s and is renewed every 5 s, and
 * when its owner dies another takes over. `work` runs until `signal` is aborted, which happens as soon as the lease
 * is lost; that it is lost in silence while this process stands still has to do no harm.
 */
export function holdLease(deps: {
  db: Db;
  name: string;
  by: string;
  work(signal: AbortSignal): Promise<void>;
  logger: Logger;
}): Lease {
  const { db, name, by, work, logger } = deps;
  let heldUntil = 0;
  let working: { ends: AbortController; done: Promise<void> } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  let stopped = false;

  function begin(): void {
    const ends = new AbortController();
    const done = work(ends.signal).catch((error: unknown) => {
      if (!ends.signal.aborted) logger.error({ err: error, lease: name }, 'the work under a lease has ended');
    });
    working = { ends, done };
  }

  async function end(): Promise<void> {
    const { ends, done } = working ?? {};
    working = undefined;
    heldUntil = 0;
    ends?.abort();
    await done;
  }

  async function look(): Promise<void> {
    const asked = performance.now();
    try {
      if (await takeLock(db, name, by, LEASE_SECONDS)) heldUntil = asked + LEASE_SECONDS * 1000;
      else heldUntil = 0;
    } catch (error) {
      logger.debug({ err: error, lease: name }, 'a lease could not be looked at');
    }
    if (stopped) return;
    if (isHeld() && !working) begin();
    if (!isHeld() && working) await end();
    timer = setTimeout(() => {
      looking = look();
    }, RENEW_MS);
  }

  const isHeld = (): boolean => performance.now() < heldUntil;
  looking = look();
  return {
    isHeld,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
      await end();
      await dropLock(db, name, by).catch(() => undefined);
    },
  };
}
