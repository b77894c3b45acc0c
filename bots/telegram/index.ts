import { createHmac } from 'node:crypto';
import express, { Router } from 'express';
import { Api, Bot, BotError, webhookCallback } from 'grammy';
import type { Contact, Contacts, Incoming } from '../../src/contacts/index.js';
import type { Clock } from '../../src/platform/clock.js';
import { withDeadline } from '../../src/platform/http/deadline.js';
import { holdLease, type Lease } from '../../src/platform/lease.js';
import type { Logger } from '../../src/platform/logger.js';
import type { MediaStorage } from '../../src/platform/media/media-storage.js';
import type { Db } from '../../src/platform/mongo.js';
import { unavailable } from '../../src/platform/refusal.js';
import type { Texts } from '../../src/platform/texts.js';
import type { Channel } from '../conversation/channel.js';
import { LIMITS } from '../conversation/limits.js';
import { untilDone } from '../conversation/until-done.js';
import { faultOf, isForeignPoller, isRefused, isTokenRefused } from './faults.js';
import { createFetchFile } from './fetch-file.js';
import { introduce } from './introduce.js';
import { UPDATE_KINDS } from './parse.js';
import { createPictures } from './pictures.js';
import { poll } from './poll.js';
import { createSend } from './send.js';
import { createTakeUpdate } from './take-update.js';

export type TelegramConfig = {
  token: string;
  /** Without a slash at the end. */
  apiRoot: string;
  mode: 'polling' | 'webhook';
  /** What Telegram shows to prove that a webhook is its own; made from the token when it is not set. */
  webhookSecret: string | undefined;
};

export type TelegramDeps = {
  config: TelegramConfig;
  db: Db;
  /** Names this process as a holder of leases. */
  by: string;
  contacts: Pick<Contacts, 'at' | 'meet' | 'markDead'>;
  /** Resolves once the message is safe in its chat's inbox: the worker's `receive` for this channel. */
  receive(incoming: Incoming, from: Contact | Promise<Contact>): Promise<unknown>;
  media: Pick<MediaStorage, 'read'>;
  texts: Pick<Texts, 't' | 'languages'>;
  clock: Clock;
  logger: Logger;
  /** What the program is called from outside. */
  publicUrl: string;
};

const PATH = '/webhooks/telegram';
const LEASE = 'telegram-polling';
/** Telegram holds a request for updates this long, and a call of ours may take longer than that by this much. */
const WAIT_SECONDS = 25;
const CALL_SECONDS = 20;
/** A webhook that was not answered in 10 s comes again. */
const DEADLINE_MS = 8000;
const MOST_AT_ONCE = 40;

export type Telegram = ReturnType<typeof createTelegram>;

/**
 * Telegram, over grammY. By long polling one process owns the bot, through a lease; by webhook any number of processes
 * take updates. In both an update is confirmed only once it is in the inbox of its chat.
 */
export function createTelegram(deps: TelegramDeps) {
  const { config, db, by, media, texts, publicUrl } = deps;
  const logger = deps.logger.child({ channel: 'telegram' });
  const { token, apiRoot, mode } = config;
  const bot = new Bot(token, { client: { apiRoot, timeoutSeconds: WAIT_SECONDS + CALL_SECONDS } });
  const api = new Api(token, { apiRoot, timeoutSeconds: CALL_SECONDS });
  const secret = config.webhookSecret ?? createHmac('sha256', token).update('webhook').digest('base64url');
  const takeUpdate = createTakeUpdate({ ...deps, api, logger });
  bot.use(({ update }) => takeUpdate(update));

  const stopping = new AbortController();
  // for what is asked before updates come: a Telegram that does not answer must not keep the process from ending
  const asking = new Api(token, { apiRoot, timeoutSeconds: CALL_SECONDS });
  asking.config.use((call, method, payload) => call(method, payload, asGrammys(stopping.signal)));
  let state: 'up' | 'down' = 'down';
  let registering: Promise<void> = Promise.resolve();
  let lease: Lease | undefined;

  function complain(error: unknown): void {
    if (isForeignPoller(error)) logger.error('another program takes the updates of this bot: stop it');
    else if (isTokenRefused(error)) logger.error('Telegram knows no bot with this TELEGRAM_BOT_TOKEN');
    else logger.warn({ err: faultOf(error) }, 'Telegram could not be asked');
  }

  /** Updates come, or they do not. */
  function tell(error?: unknown): void {
    state = error === undefined ? 'up' : 'down';
    if (error !== undefined) complain(error);
  }

  async function pollUpdates(leased: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([leased, stopping.signal]);
    await untilDone(() => asking.deleteWebhook(), signal, complain);
    if (!signal.aborted) tell();
    const getUpdates = (offset: number, until: AbortSignal) =>
      bot.api.getUpdates(
        { offset, limit: 100, timeout: WAIT_SECONDS, allowed_updates: UPDATE_KINDS },
        asGrammys(until),
      );
    await poll({ getUpdates, takeUpdate, tell, logger }, signal);
    state = 'down';
  }

  async function register(): Promise<void> {
    const { signal } = stopping;
    // the name is needed in every process: links lead to it; grammY's own `init` could not be ended
    await untilDone(
      async () => {
        bot.botInfo = await asking.getMe();
      },
      signal,
      complain,
    );
    const hook = { secret_token: secret, allowed_updates: UPDATE_KINDS, max_connections: MOST_AT_ONCE };
    if (mode === 'webhook') {
      await untilDone(() => asking.setWebhook(`${publicUrl}${PATH}`, hook), signal, complain);
      if (!signal.aborted) tell();
    }
    await untilDone(() => introduce({ api: asking }, texts).catch(withoutMenu), signal, complain);
  }

  /** A menu of commands that Telegram refuses is no reason to be silent. */
  function withoutMenu(error: unknown): void {
    if (!isRefused(error)) throw error;
    logger.warn({ err: faultOf(error) }, 'Telegram takes no menu of commands');
  }

  const router = Router();
  if (mode === 'webhook') {
    const take = webhookCallback(bot, 'express', { secretToken: secret, onTimeout: 'throw' });
    router.post(PATH, withDeadline(DEADLINE_MS), express.json({ limit: '1mb' }), async (req, res) => {
      // else a stranger's request would make us ask Telegram who we are
      if (!bot.isInited()) throw unavailable();
      await take(req, res).catch((error: unknown) => {
        // what grammY wraps around an error has the token in it, which no log may have
        throw error instanceof BotError ? error.error : error;
      });
    });
  }

  const channel: Channel = {
    name: 'telegram',
    limits: LIMITS.telegram,
    send: createSend({ api, pictures: createPictures(media), media, texts }),
    fetch: createFetchFile({ api, fileRoot: `${apiRoot}/file/bot${token}` }),
    async working({ replyTo }) {
      await api.sendChatAction(replyTo, 'typing');
    },
    isOurs: () => mode === 'webhook' || lease?.isHeld() === true,
    state: () => (mode === 'webhook' || lease?.isHeld() ? state : undefined),

    async start() {
      registering = register();
      if (mode === 'polling') lease = holdLease({ db, name: LEASE, by, work: pollUpdates, logger });
    },

    async stop() {
      stopping.abort();
      await registering;
      await lease?.stop();
    },
  };
  return {
    router,
    channel,
    /** Opens a chat with the bot, and hands it `{payload}` (at most 64 of `A-Za-z0-9_-`); undefined until it is known. */
    link: (): string | undefined =>
      bot.isInited() ? `https://t.me/${bot.botInfo.username}?start={payload}` : undefined,
  };
}

/** Node's own signal, which grammY takes and knows by the types of an older package. */
const asGrammys = (signal: AbortSignal) => signal as unknown as NonNullable<Parameters<Api['getMe']>[0]>;
