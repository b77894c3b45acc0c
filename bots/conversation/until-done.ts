import { setTimeout as sleep } from 'node:timers/promises';
import { growingPauseMs } from './worker/pause.js';

/**
 * Does what has to be done once, and tries again with growing pauses until it went through or `signal` ends it.
 * @param complain told of each try that did not
 */
export async function untilDone(
  task: () => Promise<unknown>,
  signal: AbortSignal,
  complain: (error: unknown) => void,
): Promise<void> {
  for (let tries = 0; !signal.aborted; tries += 1) {
    try {
      await task();
      return;
    } catch (error) {
      if (signal.aborted) return;
      complain(error);
      await sleep(growingPauseMs(tries), undefined, { signal }).catch(() => undefined);
    }
  }
}
