import { z } from 'zod';
import type { Digests } from '../../src/reports/digests.js';
import { defineJob } from '../queue/job.js';

/** How often is looked whose evening has come. Zones begin their evening at whole, half and quarter hours. */
export const EVENING_EVERY_MS = 300_000;

/** Tells the day to the sellers whose evening has come. */
export const tellEvening = (digests: Digests) =>
  defineJob({ name: 'tell-evening', data: z.object({}), run: () => digests.tellEvening() });
