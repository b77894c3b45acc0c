import type { Update } from 'grammy/types';
import { type ApiError, conflict, OTHER_POLLER } from './api-error.js';
import type { Updates } from './updates.js';

export type Poll = {
  /** Confirms what is before it; negative: forgets all but the newest `-offset`. */
  offset: number;
  /** 1–100. */
  limit: number;
  timeoutSeconds: number;
};

export type LongPolling = ReturnType<typeof createLongPolling>;

/** The far side of getUpdates. There is one poll at a time: a second one ends the first with 409, as Telegram does. */
export function createLongPolling(updates: Updates) {
  let open: ((end: ApiError) => void) | undefined;

  const interrupt = (error: ApiError) => open?.(error);

  return {
    /** Ends the poll that is open, if one is. */
    interrupt,
    /** @param gone aborts when the caller has hung up or the fake stops; the poll then ends without updates */
    poll({ offset, limit, timeoutSeconds }: Poll, gone: AbortSignal): Promise<Update[]> {
      interrupt(conflict(OTHER_POLLER));
      if (offset < 0) updates.keepNewest(-offset);
      else updates.confirmBefore(offset);
      const given = updates.batch(limit);
      if (given.length || !timeoutSeconds || gone.aborted) return Promise.resolve(given);

      return new Promise((resolve, reject) => {
        const end = () => {
          clearTimeout(timer);
          unlisten();
          gone.removeEventListener('abort', empty);
          open = undefined;
        };
        const empty = () => {
          end();
          resolve([]);
        };
        const timer = setTimeout(empty, timeoutSeconds * 1000);
        const unlisten = updates.listen(() => {
          const news = updates.batch(limit);
          if (!news.length) return;
          end();
          resolve(news);
        });
        gone.addEventListener('abort', empty);
        open = (error) => {
          end();
          reject(error);
        };
      });
    },
  };
}
