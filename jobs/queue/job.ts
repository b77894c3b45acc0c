import type { z } from 'zod';

/** A kind of work: its name in the queue, the shape of what it is given, and how it is done. */
export type Job<Data> = {
  /** No colon: BullMQ builds its keys with it. */
  name: string;
  data: z.ZodType<Data>;
  /** May run twice for the same data, also at the same time in two processes. */
  run(data: Data): Promise<void>;
};

/** Gives a job its types; what is queued is checked against `data` again when it is taken. */
export const defineJob = <Data>(job: Job<Data>): Job<Data> => job;
