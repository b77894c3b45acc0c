import type { Logger } from '../../src/platform/logger.js';

const LOOK_MS = 2000;

/**
 * Does `look` every 2 s: it queues again what MongoDB says is still to be done, since a Redis that was emptied, a job that
 * failed and a process that died leave it there all the same.
 * @param what for the log, where a look does not go through
 */
export function startSweep(look: () => Promise<void>, what: string, logger: Logger): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let running = Promise.resolve();

  async function once(): Promise<void> {
    try {
      await look();
    } catch (error) {
      logger.warn({ err: error }, `a look for ${what} did not go through`);
    }
    if (!stopped) timer = setTimeout(run, LOOK_MS);
  }
  function run(): void {
    running = once();
  }
  run();

  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
