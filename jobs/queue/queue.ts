import { setTimeout as pause } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Logger } from '../../src/platform/logger.js';
import { together } from '../../src/platform/together.js';
import type { AnyJob, Job } from './job.js';

const NAME = 'haat';
/** A job of a process that died is free for the others after the lock and at most two looks. */
const LOCK_MS = 10_000;
const LOOK_FOR_DEAD_MS = 5000;
/** After a fault of Redis. */
const AGAIN_MS = 1000;
/** How long the worker may say goodbye to Redis; longer than a job takes. */
const GOODBYE_MS = 5000;

/** Puts work into the queue. MongoDB is what knows of it, so a lost or doubled job harms nothing. */
export type JobQueue = {
  /**
   * Queues `data` unless a job of that id waits already. Removed when it is done and when it failed: what is to be
   * tried again is known by whoever queued it.
   * @param id without a colon, and no integer
   * @throws Error when Redis cannot be reached
   */
  add<Data>(job: Pick<Job<Data>, 'name'>, id: string, data: Data): Promise<void>;
  /** Queues the job every `everyMs`, once for all processes; said again it changes nothing. */
  repeat<Data>(job: Pick<Job<Data>, 'name'>, everyMs: number, data: Data): Promise<void>;
  close(): Promise<void>;
};

/** @param connection of the use `queue`: it gives up quickly, since nobody may wait for Redis */
export function createJobQueue(connection: Redis): JobQueue {
  const queue = new Queue(NAME, { connection });
  queue.on('error', () => undefined);
  // BullMQ itself would wait until Redis is there, and everybody who adds with it
  const mustBeThere = (): void => {
    if (connection.status !== 'ready') throw new Error('Redis cannot be reached');
  };
  const addTogether = together<Parameters<typeof queue.addBulk>[0][number], unknown>((some) =>
    queue.addBulk([...some]),
  );
  return {
    async add({ name }, jobId, data) {
      mustBeThere();
      await addTogether({ name, data, opts: { jobId, removeOnComplete: true, removeOnFail: true } });
    },
    async repeat({ name }, every, data) {
      mustBeThere();
      const opts = { removeOnComplete: true, removeOnFail: true };
      await queue.upsertJobScheduler(name, { every }, { name, data, opts });
    },
    close: () => queue.close(),
  };
}

/**
 * Takes jobs from the queue, several at once. Closing waits for those under way, but not for a Redis that is away: what
 * it was not told of is done again elsewhere.
 * @param connection of the use `worker`
 */
export function startWorker(connection: Redis, jobs: readonly AnyJob[], logger: Logger): { close(): Promise<void> } {
  const byName = new Map(jobs.map((job) => [job.name, job]));
  const worker = new Worker(
    NAME,
    async ({ name, data }) => {
      const job = byName.get(name);
      if (!job) throw new Error(`no job is called ${name}`);
      await job.run(data);
    },
    {
      connection,
      concurrency: 16,
      lockDuration: LOCK_MS,
      stalledInterval: LOOK_FOR_DEAD_MS,
      runRetryDelay: AGAIN_MS,
    },
  );
  worker.on('failed', (job, error) => logger.warn({ err: error, job: job?.name }, 'a job was not done'));
  worker.on('error', () => undefined);
  return {
    async close() {
      const over = new AbortController();
      await Promise.race([worker.close(), pause(GOODBYE_MS, undefined, { signal: over.signal })]);
      over.abort();
    },
  };
}
