import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';

/** `publish` fails quickly, `subscribe` is in subscriber mode and may be shared. */
export type HintRedis = { publish: Pick<Redis, 'publish'>; subscribe: Redis };

export type Hints = ReturnType<typeof createHints>;

/**
 * Carries short texts to the other processes through Redis; what this one told it does not hear. Hints and nothing more:
 * they may be lost, and nobody waits for them.
 * @param hear is given what the others tell
 */
export function createHints(channel: string, { publish, subscribe }: HintRedis, hear: (text: string) => void) {
  const here = randomUUID();
  const onMessage = (on: string, message: string): void => {
    if (on !== channel || message.startsWith(here)) return;
    hear(message.slice(here.length + 1));
  };

  return {
    tell(text: string): void {
      publish.publish(channel, `${here} ${text}`).catch(() => undefined);
    },

    /** Resolves once Redis is listened to, be it late. */
    async start(): Promise<void> {
      subscribe.on('message', onMessage);
      await subscribe.subscribe(channel);
    },

    stop(): void {
      subscribe.off('message', onMessage);
    },
  };
}
