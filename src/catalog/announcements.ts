import type { Redis } from 'ioredis';
import { createHints } from '../platform/hints.js';

/**
 * Carries the news that a store's catalog changed to all processes. It only makes them look sooner: whoever missed it
 * looks within a second.
 * @param publisher for commands
 * @param subscriber a connection for nothing but listening
 */
export function createAnnouncements({ publisher, subscriber }: { publisher: Redis; subscriber: Redis }) {
  const listeners: ((storeId: string) => void)[] = [];
  const tell = (storeId: string): void => {
    for (const listener of listeners) listener(storeId);
  };
  const others = createHints('haat:catalog', { publish: publisher, subscribe: subscriber }, tell);

  return {
    /** Tells this process at once and the others through Redis. */
    announce(storeId: string): void {
      tell(storeId);
      others.tell(storeId);
    },

    /** Calls `listener` with the id of every store that changes; resolves once Redis is listened to, be it late. */
    async listen(listener: (storeId: string) => void): Promise<void> {
      listeners.push(listener);
      if (listeners.length === 1) await others.start();
    },
  };
}
