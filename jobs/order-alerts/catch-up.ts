import { z } from 'zod';
import { Id } from '../../src/platform/ids.js';
import { defineJob } from '../queue/job.js';

/** The name under which it is queued that a seller is there again. */
export const CATCH_UP = { name: 'catch-up' } as const;

/** Shows a seller whom nothing reached what nobody was told of: each of `parts` its own, in this order. */
export const catchUp = (parts: readonly { catchUp(contactId: string): Promise<void> }[]) =>
  defineJob({
    ...CATCH_UP,
    data: z.object({ contactId: Id }),
    async run({ contactId }) {
      for (const part of parts) await part.catchUp(contactId);
    },
  });
