import type { Redis } from 'ioredis';

const CHANNEL = 'haat:web-chat';

/** `publish` fails quickly, `subscribe` is in subscriber mode and may be shared. */
export type WakeRedis = { publish: Pick<Redis, 'publish'>; subscribe: Redis };

export type Wakes = ReturnType<typeof createWakes>;

/**
 * Tells open streams, in this process and in the others, that something was said to an address. A hint and nothing
 * more: without Redis the streams find out by themselves, a little later.
 */
export function createWakes(redis?: WakeRedis) {
  const waiting = new Map<string, Set<() => void>>();
  const wakeHere = (address: string) => {
    for (const wake of waiting.get(address) ?? []) wake();
  };
  const onMessage = (channel: string, address: string) => {
    if (channel === CHANNEL) wakeHere(address);
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

    wake(address: string): void {
      wakeHere(address);
      redis?.publish.publish(CHANNEL, address).catch(() => undefined);
    },

    /** Calls `wake` whenever something may have been said to `address`, until the function given back is called. */
    on(address: string, wake: () => void): () => void {
      const all = waiting.get(address) ?? new Set();
      waiting.set(address, all.add(wake));
      return () => {
        all.delete(wake);
        if (all.size === 0 && waiting.get(address) === all) waiting.delete(address);
      };
    },
  };
}
