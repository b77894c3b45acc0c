import { randomInt } from 'node:crypto';
import type { Update } from 'grammy/types';

export type News = Omit<Update, 'update_id'>;

export type Updates = ReturnType<typeof createUpdates>;

/** Telegram leaves these out unless `allowed_updates` names them. */
const ONLY_WHEN_NAMED = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);

/** Updates that the bot has not confirmed, oldest first; ids are sequential. */
export function createUpdates() {
  const everything = new Map<number, Update>();
  const listeners = new Set<() => void>();
  let waiting: Update[] = [];
  let repeats: Update[] = [];
  let nextId = randomInt(100_000_000, 900_000_000);
  let allowed: readonly string[] = [];

  const isAllowed = (news: News): boolean =>
    Object.keys(news).every((kind) => (allowed.length ? allowed.includes(kind) : !ONLY_WHEN_NAMED.has(kind)));
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };

  return {
    /** Gives it the next id. A kind that the bot did not ask for is not kept, as with Telegram, and never arrives. */
    push(news: News): Update {
      const update = { update_id: nextId++, ...news };
      everything.set(update.update_id, update);
      if (isAllowed(news)) waiting.push(update);
      tell();
      return update;
    },
    /** Delivers once more what was confirmed, whatever the offset, as Telegram may. */
    repeat(updateId: number): void {
      const update = everything.get(updateId);
      if (!update) throw new Error(`there was no update ${updateId}`);
      repeats.push({ ...update });
      tell();
    },
    waiting: (): readonly Update[] => [...repeats, ...waiting],
    /** What getUpdates gives: it comes again until a later offset confirms it; repeats come once. */
    batch(limit: number): Update[] {
      const given = [...repeats, ...waiting].slice(0, limit);
      repeats = repeats.filter((update) => !given.includes(update));
      return given;
    },
    confirmBefore(updateId: number): void {
      waiting = waiting.filter((update) => update.update_id >= updateId);
    },
    /** Forgets all but the newest `count`. */
    keepNewest(count: number): void {
      waiting = waiting.slice(-count);
    },
    confirm(update: Update): void {
      waiting = waiting.filter((one) => one !== update);
      repeats = repeats.filter((one) => one !== update);
    },
    drop(): void {
      waiting = [];
      repeats = [];
    },
    /** Kinds to keep from now on; an empty list means all but the ones that must be named. */
    allow(kinds: readonly string[]): void {
      allowed = kinds;
    },
    allowed: (): readonly string[] => allowed,
    /** Calls `listener` whenever there is something new; returns how to end that. */
    listen(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
