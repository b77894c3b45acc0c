import { randomBytes, randomInt } from 'node:crypto';
import type { BotCommand, Chat, MenuButton, Message, ReplyKeyboardMarkup, User, UserFromGetMe } from 'grammy/types';
import { type Changes, createChanges } from './changes.js';
import { createFiles, type Files } from './files.js';
import { createLongPolling, type LongPolling } from './long-polling.js';
import { createUpdates, type Updates } from './updates.js';
import { createWebhook, type Webhook } from './webhook.js';

/** `unmet`: the person has never pressed Start, so the bot may not write. */
export type Standing = 'unmet' | 'open' | 'blocked' | 'deactivated';

export type KnownChat = Chat.PrivateChat | Chat.SupergroupChat;

export type Kept = {
  /** Replaced, never changed, when it is edited. */
  message: Message;
  edits: number;
  /** It came with a reply keyboard or its like; Telegram does not let such a message be edited. */
  isFinal: boolean;
};

export type ChatState = {
  chat: KnownChat;
  standing: Standing;
  /** By message id; without the deleted ones. */
  messages: Map<number, Kept>;
  /** Ids count up from 1 in every chat, so the same id is in many chats. */
  lastMessageId: number;
  keyboard: ReplyKeyboardMarkup | null;
  /** What the bot does, as shown above the chat: `typing`, `upload_photo` …, oldest first. */
  actions: string[];
  /** When the bot wrote, unix milliseconds, newest last. */
  writtenAt: number[];
};

export type CallbackAnswer = { queryId: string; text: string; showAlert: boolean; url: string };

export type Query = { id: string; userId: number; data: string; isTooOld: boolean; answer?: CallbackAnswer };

export type Profile = {
  /** By scope and language, as in `default`, `default hi`, `chat 42`. */
  commands: Map<string, BotCommand[]>;
  /** By chat id, or `default`. */
  menuButtons: Map<number | 'default', MenuButton>;
  /** By language, '' for all. */
  descriptions: Map<string, string>;
  shortDescriptions: Map<string, string>;
};

export type Limits = {
  /** Messages and edits of the bot in one chat within a second; the next ones get 429. Default: no limit. */
  perChatPerSecond?: number;
};

export type World = {
  token: string;
  bot: UserFromGetMe;
  limits: Limits;
  /** Unix milliseconds. */
  now(): number;
  chats: Map<number, ChatState>;
  files: Files;
  queries: Map<string, Query>;
  profile: Profile;
  updates: Updates;
  polling: LongPolling;
  webhook: Webhook;
  changes: Changes;
};

type Options = { token: string; username: string; now(): number; limits: Limits; webhookPauseMs: number };

/** All that Telegram knows, with nobody in it but the bot. */
export function createWorld({ token, username, now, limits, webhookPauseMs }: Options): World {
  const changes = createChanges();
  const updates = createUpdates();
  return {
    token,
    bot: createBot(token, username),
    limits,
    now,
    chats: new Map(),
    files: createFiles(),
    queries: new Map(),
    profile: { commands: new Map(), menuButtons: new Map(), descriptions: new Map(), shortDescriptions: new Map() },
    updates,
    polling: createLongPolling(updates),
    webhook: createWebhook({
      updates,
      tell: changes.tell,
      now: () => Math.floor(now() / 1000),
      pauseMs: webhookPauseMs,
    }),
    changes,
  };
}

export const createToken = (): string => `${randomInt(1e9, 9e9)}:${randomBytes(26).toString('base64url')}`;

export const createUserId = (): number => randomInt(1e8, 7e9);

const createBot = (token: string, username: string): UserFromGetMe => ({
  id: Number(token.split(':')[0]),
  is_bot: true,
  first_name: 'Haat',
  username,
  can_join_groups: true,
  can_read_all_group_messages: true,
  can_manage_bots: false,
  can_connect_to_business: false,
  supports_inline_queries: false,
  supports_guest_queries: false,
  supports_join_request_queries: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
});

/** The bot as it stands in messages. */
export const botUser = ({ bot }: World): User => ({
  id: bot.id,
  is_bot: true,
  first_name: bot.first_name,
  username: bot.username,
});
