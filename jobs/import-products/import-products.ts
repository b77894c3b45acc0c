import { z } from 'zod';
import type { Imports } from '../../src/bulk/imports.js';
import { Id } from '../../src/platform/ids.js';
import type { Logger } from '../../src/platform/logger.js';
import { defineJob } from '../queue/job.js';
import type { JobQueue } from '../queue/queue.js';
import { startSweep } from '../queue/sweep.js';

/** The name under which the work on an import is queued. */
export const IMPORT_PRODUCTS = { name: 'import-products' } as const;

const MOST_AT_ONCE = 50;

/** Applies what is left of an import. */
export const importProducts = (imports: Pick<Imports, 'run'>) =>
  defineJob({
    ...IMPORT_PRODUCTS,
    data: z.object({ importId: Id }),
    run: ({ importId }) => imports.run(importId),
  });

/** Queues every import again that nobody works on. */
export const sweepImports = (deps: { imports: Pick<Imports, 'stale'>; queue: JobQueue; logger: Logger }) =>
  startSweep(
    async () => {
      for (const importId of await deps.imports.stale(MOST_AT_ONCE)) {
        await deps.queue.add(IMPORT_PRODUCTS, `${importId}.import`, { importId });
      }
    },
    'imports that were left',
    deps.logger,
  );
