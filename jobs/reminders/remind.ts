import { z } from 'zod';
import type { Reminders } from '../../src/orders/reminders.js';
import { defineJob } from '../queue/job.js';

/** How often orders that stand unanswered are looked for. */
export const REMIND_EVERY_MS = 60_000;

/** Leaves the reminders of orders that nobody answers to be told; the relay queues them as it does all news. */
export const remind = (reminders: Reminders) =>
  defineJob({
    name: 'remind',
    data: z.object({}),
    async run() {
      await reminders.remind();
    },
  });
