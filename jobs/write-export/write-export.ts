import { z } from 'zod';
import type { Exports } from '../../src/bulk/exports.js';
import { Id } from '../../src/platform/ids.js';
import type { Logger } from '../../src/platform/logger.js';
import { defineJob } from '../queue/job.js';
import type { JobQueue } from '../queue/queue.js';
import { startSweep } from '../queue/sweep.js';

/** The name under which the work on an export is queued. */
export const WRITE_EXPORT = { name: 'write-export' } as const;

const MOST_AT_ONCE = 50;

/** Writes the file that was asked for in a chat, and says it there. */
export const writeExport = (exports: Pick<Exports, 'run'>) =>
  defineJob({
    ...WRITE_EXPORT,
    data: z.object({ exportId: Id }),
    run: ({ exportId }) => exports.run(exportId),
  });

/** Queues every export again that nobody works on. */
export const sweepExports = (deps: { exports: Pick<Exports, 'stale'>; queue: JobQueue; logger: Logger }) =>
  startSweep(
    async () => {
      for (const exportId of await deps.exports.stale(MOST_AT_ONCE)) {
        await deps.queue.add(WRITE_EXPORT, `${exportId}.export`, { exportId });
      }
    },
    'exports that were left',
    deps.logger,
  );
