import { setTimeout as sleep } from 'node:timers/promises';
import { isMongoDown } from '../../src/platform/mongo.js';
import { growingPauseMs } from './worker/pause.js';

/** After so many faults that are nobody's fault but ours a message is given up: those behind it must come through. */
const MOST_TRIES = 5;

/**
 * Takes one message that a messenger does not say twice, and tries again with growing pauses until it is kept, is given
 * up, or `signal` ends it; a database that is away says nothing about the message, and is no try.
 * @param complain told of each try that failed, and whether it was the last one
 */
export async function untilKept(
  take: () => Promise<void>,
  signal: AbortSignal,
  complain: (error: unknown, isGivenUp: boolean) => void,
): Promise<void> {
  for (let tries = 0; !signal.aborted; ) {
    try {
      return await take();
    } catch (error) {
      if (!isMongoDown(error)) tries += 1;
      const isGivenUp = tries >= MOST_TRIES;
      complain(error, isGivenUp);
      if (isGivenUp) return;
      await sleep(growingPauseMs(tries), undefined, { signal }).catch(() => undefined);
    }
  }
}
