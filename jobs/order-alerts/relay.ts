import type { Telling } from '../../src/orders/events.js';
import type { Logger } from '../../src/platform/logger.js';
import type { JobQueue } from '../queue/queue.js';
import { CATCH_UP } from './catch-up.js';
import { TELL_ORDER } from './tell-order.js';

const LOOK_MS = 2000;
const MOST_AT_ONCE = 200;

/**
 * Queues every event again that nobody was told of. A Redis that was emptied, a job that failed and a
 * process that died after its commit all come to the same: the event is still there, untold. So it is with sellers who
 * came back and have yet to see what was told to nobody.
 */
export function startRelay(deps: { telling: Telling; queue: JobQueue; logger: Logger }): { stop(): Promise<void> } {
  const { telling, queue, logger } = deps;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function look(): Promise<void> {
    try {
      for (const { _id, orderId } of await telling.untold(MOST_AT_ONCE)) await queue.add(TELL_ORDER, _id, { orderId });
      for (const contactId of await telling.back(MOST_AT_ONCE)) {
        await queue.add(CATCH_UP, `${contactId}.back`, { contactId });
      }
    } catch (error) {
      logger.warn({ err: error }, 'the relay could not queue what is untold');
    }
    if (!stopped) timer = setTimeout(run, LOOK_MS);
  }
  let running = Promise.resolve();
  const run = () => {
    running = look();
  };
  run();

  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
