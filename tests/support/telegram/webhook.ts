import { setTimeout as pause } from 'node:timers/promises';
import type { Update } from 'grammy/types';
import { postUpdate } from './post-update.js';
import type { Updates } from './updates.js';

export type WebhookSetting = { url: string; secretToken?: string; maxConnections: number };

export type Webhook = ReturnType<typeof createWebhook>;

type Options = {
  updates: Updates;
  /** Told after each try. */
  tell(): void;
  /** Unix seconds. */
  now(): number;
  /** Before the first repetition; doubled for each further one, up to twenty times as much. */
  pauseMs: number;
};

/**
 * Delivers updates to the bot's own address until it answers 2xx: those of one chat in order, other chats at the same
 * time, up to `maxConnections` at once.
 */
export function createWebhook({ updates, tell, now, pauseMs }: Options) {
  let setting: WebhookSetting | undefined;
  let current = new AbortController();
  let lastError: { last_error_date: number; last_error_message: string } | undefined;
  const busy = new Set<unknown>();
  const unlisten = updates.listen(() => pump());

  function pump(): void {
    if (!setting) return;
    for (const update of updates.waiting()) {
      const chat = chatOf(update);
      if (busy.size >= setting.maxConnections) return;
      if (!busy.has(chat)) void deliver(update, chat, setting, current.signal);
    }
  }

  async function deliver(update: Update, chat: unknown, to: WebhookSetting, ended: AbortSignal): Promise<void> {
    busy.add(chat);
    for (let wait = pauseMs; !ended.aborted; wait = Math.min(wait * 2, pauseMs * 20)) {
      const failure = await postUpdate(to, update, ended);
      if (ended.aborted) break;
      if (!failure) {
        updates.confirm(update);
        break;
      }
      lastError = { last_error_date: now(), last_error_message: failure };
      tell();
      await pause(wait, undefined, { signal: ended }).catch(() => undefined);
    }
    // a newer address counts its own connections
    if (ended.aborted) return;
    busy.delete(chat);
    tell();
    pump();
  }

  /** Cuts what is under way and goes on at the new address, or nowhere. */
  function set(next: WebhookSetting | undefined): void {
    current.abort();
    current = new AbortController();
    busy.clear();
    lastError = undefined;
    setting = next;
    pump();
  }

  return {
    set,
    isSet: () => setting !== undefined,
    info: () => ({
      url: setting?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: updates.waiting().length,
      ...lastError,
      ...(setting && { max_connections: setting.maxConnections }),
      ...(updates.allowed().length && { allowed_updates: updates.allowed() }),
    }),
    stop(): void {
      unlisten();
      set(undefined);
    },
  };
}

const chatOf = ({ message, edited_message, callback_query, my_chat_member, update_id }: Update): unknown =>
  (message ?? edited_message ?? callback_query?.message ?? my_chat_member)?.chat.id ?? `update ${update_id}`;
