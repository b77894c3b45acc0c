import { z } from 'zod';
import type { PlacedNow, Telling } from '../../src/orders/events.js';
import { Id } from '../../src/platform/ids.js';
import type { Logger } from '../../src/platform/logger.js';
import { defineJob } from '../queue/job.js';

/** The name under which an order's news is queued. */
export const TELL_ORDER = { name: 'tell-order' } as const;

/** Tells whoever is concerned of all news of one order. */
export const tellOrder = (telling: Telling) =>
  defineJob({
    ...TELL_ORDER,
    data: z.object({ orderId: Id }),
    run: ({ orderId }) => telling.tell(orderId),
  });

/** As many as the queue's worker takes; more at once are the queue's, which spreads them over the processes. */
const MOST_AT_ONCE = 16;

/**
 * Tells of an order in the process that takes jobs and the order both, without the way through Redis, which is a third of
 * the time until the alert is there. It is a short cut and nothing more: what fails or is broken off here is still untold,
 * and the relay queues it.
 */
export function createTellHere({ telling, logger }: { telling: Pick<Telling, 'tell'>; logger: Logger }) {
  const underWay = new Set<Promise<void>>();
  let stopping = false;
  return {
    /**
     * @param placed as `tell` of the telling takes it
     * @returns whether it is under way; else it is to be queued
     */
    tell(orderId: string, placed?: PlacedNow): boolean {
      if (stopping || underWay.size >= MOST_AT_ONCE) return false;
      const told: Promise<void> = telling
        .tell(orderId, placed)
        .catch((error: unknown) => logger.warn({ err: error, orderId }, 'an order is told of later'))
        .finally(() => underWay.delete(told));
      underWay.add(told);
      return true;
    },

    async stop(): Promise<void> {
      stopping = true;
      await Promise.all(underWay);
    },
  };
}
