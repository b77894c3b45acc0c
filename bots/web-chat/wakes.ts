import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Said } from './model.js';

const CHANNEL = 'haat:web-chat';

/** `publish` fails quickly, `subscribe` is in subscriber mode and may be shared. */
export type WakeRedis = { publish: Pick<Redis, 'publish'>; subscribe: Redis };

/** @param said what was said and is kept, where that is all there is to know; else empty */
export type OnWake = (said: readonly Said[]) => void;

export type Wakes = ReturnType<typeof createWakes>;

/**
 * Tells open streams, in this process and in the others, that something was said to an address. A hint and nothing
 * more: without Redis the streams find out by themselves, a little later.
 */
export function createWakes(redis?: WakeRedis) {
  const here = randomUUID();
  const waiting = new Map<string, Set<OnWake>>();
  const wakeHere = (address: string, said: readonly Said[]) => {
    for (const wake of waiting.get(address) ?? []) wake(said);
  };
  const onMessage = (channel: string, message: string) => {
    if (channel !== CHANNEL) return;
    const [from, address = ''] = message.split(' ');
    if (from !== here) wakeHere(address, []);
  };

  return {
    start(): void {
      redis?.subscribe.on('message', onMessage);
      // not awaited: while Redis is away the subscription waits, and nobody for it
      redis?.subscribe.subscribe(CHANNEL).catch(() => undefined);
    },

    stop(): void {
      redis?.subscribe.off('message', onMessage);
    },

    /** @param said what was said just now and is kept: streams of this process need not ask for it */
    wake(address: string, said: readonly Said[] = []): void {
      wakeHere(address, said);
      redis?.publish.publish(CHANNEL, `${here} ${address}`).catch(() => undefined);
    },

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
