import { setTimeout as sleep } from 'node:timers/promises';
import type { Update } from 'grammy/types';
import type { Logger } from '../../src/platform/logger.js';
import { untilKept } from '../conversation/until-kept.js';
import { growingPauseMs } from '../conversation/worker/pause.js';
import type { TakeUpdate } from './take-update.js';

export type PollDeps = {
  /** Confirms all updates before `offset` and waits for the next ones. */
  getUpdates(offset: number, signal: AbortSignal): Promise<readonly Update[]>;
  takeUpdate: TakeUpdate;
  /** Told of each try to get updates, and how it went. */
  tell(error?: unknown): void;
  logger: Logger;
};

/**
 * Takes updates until `signal` is aborted. A portion is confirmed only once each of its updates is safe; those of one
 * chat are taken in their order, chats do not wait for one another. Faults are tried again with growing pauses.
 */
export async function poll({ getUpdates, takeUpdate, tell, logger }: PollDeps, signal: AbortSignal): Promise<void> {
  const pause = (tries: number): Promise<unknown> =>
    sleep(growingPauseMs(tries), undefined, { signal }).catch(() => undefined);

  const takeSafely = (update: Update): Promise<void> =>
    untilKept(
      () => takeUpdate(update),
      signal,
      (error, isGivenUp) => {
        if (isGivenUp) logger.error({ err: error, update: update.update_id }, 'an update was given up');
      },
    );

  let offset = 0;
  for (let faults = 0; !signal.aborted; ) {
    try {
      const updates = await getUpdates(offset, signal);
      tell();
      faults = 0;
      await Promise.all([...byChat(updates).values()].map((chat) => inOrder(chat, takeSafely)));
      if (!signal.aborted) offset = (updates.at(-1)?.update_id ?? offset - 1) + 1;
    } catch (error) {
      if (signal.aborted) return;
      tell(error);
      await pause(faults);
      faults += 1;
    }
  }
}

async function inOrder(updates: readonly Update[], take: (update: Update) => Promise<void>): Promise<void> {
  for (const update of updates) await take(update);
}

function byChat(updates: readonly Update[]): Map<number | undefined, Update[]> {
  const chats = new Map<number | undefined, Update[]>();
  for (const update of updates) {
    const { message, callback_query: tap, my_chat_member: member } = update;
    const chat = (message ?? tap?.message ?? member)?.chat?.id;
    chats.set(chat, [...(chats.get(chat) ?? []), update]);
  }
  return chats;
}
