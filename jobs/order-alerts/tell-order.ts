import { z } from 'zod';
import type { Telling } from '../../src/orders/events.js';
import { Id } from '../../src/platform/ids.js';
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
