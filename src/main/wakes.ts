import type { Redis } from 'ioredis';
import type { ChannelName, Chat, Who } from '../contacts/index.js';
import { createHints } from '../platform/hints.js';

/** Whoever works the chats in this process. */
export type Wakeable = {
  wake(contactId: string): void;
  work(held: Chat, who: Who): void;
  serves(channel: ChannelName): boolean;
};

export type Wakes = ReturnType<typeof createWakes>;

/** Tells this process at once, and the others through Redis, that a chat has something to do. A hint: it may be lost. */
export function createWakes({ redis, subscriber }: { redis: Redis; subscriber: Redis }) {
  let worker: Wakeable | undefined;
  const others = createHints('haat:wake', { publish: redis, subscribe: subscriber }, (id) => worker?.wake(id));
  return {
    /** @param held the chat, where its lease is this process's: then nobody else can do anything */
    wake(who: Who, held?: Chat): void {
      if (held && worker) worker.work(held, who);
      else {
        worker?.wake(who._id);
        others.tell(who._id);
      }
    },

    serves: (channel: ChannelName): boolean => worker?.serves(channel) ?? false,

    /** Wakes `sleeper` for every chat; not awaited, since Redis may be away. */
    listen(sleeper: Wakeable): void {
      worker = sleeper;
      others.start().catch(() => undefined);
    },
  };
}
