import type { z } from 'zod';

/** A kind of work: its name in the queue, the shape of what it is given, and how it is done. */
export type Job<Data> = {
  /** No colon: BullMQ builds its keys with it. */
  name: string;
  /** Checks what comes out of the queue. */
  data: z.ZodType<Data>;
  /** May run twice for the same data, also at the same time in two processes. */
  run(data: Data): Promise<void>;
};

/** A job as the queue sees it: whatever comes out of Redis is checked before it is run. */
export type AnyJob = { name: string; run(data: unknown): Promise<void> };

/** Gives a job its types, and checks its data whenever it runs. */
export const defineJob = <Data>({ name, data, run }: Job<Data>) => ({
  name,
  run: (given: unknown): Promise<void> => run(data.parse(given)),
});
