import type { Redis } from 'ioredis';
import { cleanMedia } from '../../jobs/clean-media/clean-media.js';
import { EVENING_EVERY_MS, tellEvening } from '../../jobs/digest/tell-evening.js';
import { importProducts, sweepImports } from '../../jobs/import-products/import-products.js';
import { catchUp } from '../../jobs/order-alerts/catch-up.js';
import { startRelay } from '../../jobs/order-alerts/relay.js';
import { createTellHere, tellOrder } from '../../jobs/order-alerts/tell-order.js';
import type { JobQueue } from '../../jobs/queue/queue.js';
import { startWorker } from '../../jobs/queue/queue.js';
import { REMIND_EVERY_MS, remind } from '../../jobs/reminders/remind.js';
import { sweepExports, writeExport } from '../../jobs/write-export/write-export.js';
import type { PlacedNow } from '../orders/events.js';
import type { Clock } from '../platform/clock.js';
import type { Logger } from '../platform/logger.js';
import type { Services } from './services.js';

const DAY_MS = 86_400_000;
/** A Redis that was emptied has lost its schedules. */
const SCHEDULE_AGAIN_MS = 60_000;

/** The role `jobs`: takes work from the queue, and puts there what MongoDB says is still to be done. */
export function startJobs(deps: {
  services: Services;
  queue: JobQueue;
  connection: Redis;
  inUse: readonly ((keys: readonly string[]) => Promise<readonly string[]>)[];
  clock: Clock;
  logger: Logger;
}): { tellHere(orderId: string, placed?: PlacedNow): boolean; stop(): Promise<void> } {
  const { services, queue, connection, inUse, clock, logger } = deps;
  const cleaning = cleanMedia({ media: services.media, inUse, clock, logger });
  const evening = tellEvening(services.digests);
  const reminding = remind(services.reminders);
  const { imports, exports } = services;
  // the orders last: with them the seller has caught up
  const caughtUp = catchUp([services.talks, services.telling]);
  const jobs = [
    ...[tellOrder(services.telling), caughtUp, cleaning, evening, reminding],
    ...[importProducts(imports), writeExport(exports)],
  ];
  const worker = startWorker(connection, jobs, logger);
  const sweeps = [sweepImports({ imports, queue, logger }), sweepExports({ exports, queue, logger })];
  const relay = startRelay({ telling: services.telling, queue, logger });
  const here = createTellHere({ telling: services.telling, logger });
  const repeated = [
    [cleaning, DAY_MS],
    [evening, EVENING_EVERY_MS],
    [reminding, REMIND_EVERY_MS],
  ] as const;
  const schedule = () => {
    for (const [job, everyMs] of repeated) queue.repeat(job, everyMs, {}).catch(() => undefined);
  };
  schedule();
  const schedules = setInterval(schedule, SCHEDULE_AGAIN_MS);
  return {
    tellHere: here.tell,
    async stop() {
      clearInterval(schedules);
      await here.stop();
      await relay.stop();
      for (const sweep of sweeps) await sweep.stop();
      await worker.close();
    },
  };
}
