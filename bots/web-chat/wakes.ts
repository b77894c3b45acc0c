import { createHints, type HintRedis } from '../../src/platform/hints.js';
import type { Said } from './model.js';

/** @param said what was said, and is kept by whenever a talk is read here, where that is all there is to know; else empty */
export type OnWake = (said: readonly Said[]) => void;

export type Wakes = ReturnType<typeof createWakes>;

/**
 * Tells open streams, in this process and in the others, that something was said to an address. A hint and nothing
 * more: without Redis the streams find out by themselves, a little later.
 */
export function createWakes(redis?: HintRedis) {
  const waiting = new Map<string, Set<OnWake>>();
  const wakeHere = (address: string, said: readonly Said[]) => {
    for (const wake of waiting.get(address) ?? []) wake(said);
  };
  const others = redis && createHints('haat:web-chat', redis, (address) => wakeHere(address, []));

  return {
    start(): void {
      // not awaited: while Redis is away the subscription waits, and nobody for it
      others?.start().catch(() => undefined);
    },

    stop(): void {
      others?.stop();
    },

    /** Has all streams ask for what is new. */
    wake(address: string): void {
      wakeHere(address, []);
      others?.tell(address);
    },

    /** Wakes the streams of this process. @param said what was said just now, so that they need not ask for it */
    here: wakeHere,

    /** Wakes the streams of the others, which ask for what was said: it has to be kept by now. */
    there: (address: string): void => others?.tell(address),

    /** Calls `wake` whenever something may have been said to `address`, until the function given back is called. */
    on(address: string, wake: OnWake): () => void {
      const all = waiting.get(address) ?? new Set();
      waiting.set(address, all.add(wake));
      return () => {
        all.delete(wake);
        if (all.size === 0 && waiting.get(address) === all) waiting.delete(address);
      };
    },
  };
}
