import type { Redis } from 'ioredis';

const CHANNEL = 'haat:wake';

export type Wakes = ReturnType<typeof createWakes>;

/** Tells this process at once, and the others through Redis, that a chat has something to do. A hint: it may be lost. */
export function createWakes({ redis, subscriber }: { redis: Redis; subscriber: Redis }) {
  let onWake: (contactId: string) => void = () => undefined;
  return {
    wake(contactId: string): void {
      onWake(contactId);
      redis.publish(CHANNEL, contactId).catch(() => undefined);
    },

    /** Calls `listener` for every chat; not awaited, since Redis may be away. */
    listen(listener: (contactId: string) => void): void {
      onWake = listener;
      subscriber.on('message', (channel: string, contactId: string) => {
        if (channel === CHANNEL) listener(contactId);
      });
      subscriber.subscribe(CHANNEL).catch(() => undefined);
    },
  };
}
