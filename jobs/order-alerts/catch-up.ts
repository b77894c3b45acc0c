import { z } from 'zod';
import type { Telling } from '../../src/orders/events.js';
import { Id } from '../../src/platform/ids.js';
import { defineJob } from '../queue/job.js';

/** The name under which it is queued that a seller is there again. */
export const CATCH_UP = { name: 'catch-up' } as const;

/** Shows a seller whom nothing reached the orders that nobody was told of. */
export const catchUp = (telling: Telling) =>
  defineJob({
    ...CATCH_UP,
    data: z.object({ contactId: Id }),
    run: ({ contactId }) => telling.catchUp(contactId),
  });
