import { Router } from 'express';
import type { Redis } from 'ioredis';
import type { Channel } from '../../bots/conversation/channel.js';
import { createEngine } from '../../bots/conversation/engine.js';
import { createChatWorker } from '../../bots/conversation/worker/chat-worker.js';
import { createDeliver } from '../../bots/conversation/worker/deliver.js';
import { type Answer, createTakeTurn } from '../../bots/conversation/worker/take-turn.js';
import type { Deps } from '../../bots/flows/deps.js';
import { flows } from '../../bots/flows/index.js';
import { createHistory, createWebChat } from '../../bots/web-chat/index.js';
import { clientAddress } from '../api/edge/client-address.js';
import type { RateLimits } from '../api/edge/rate-limits.js';
import type { State } from '../api/health/readiness.js';
import { ANNOUNCE_EVERY_MS } from '../contacts/index.js';
import type { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import type { Logger } from '../platform/logger.js';
import type { Db } from '../platform/mongo.js';
import type { Texts } from '../platform/texts.js';
import type { Services } from './services.js';
import type { Wakes } from './wakes.js';

const ANNOUNCE_LOOK_MS = 2000;

/** The role `bots`: the channels, the engine that answers, and the worker between them. */
export async function startBots(deps: {
  config: Config;
  db: Db;
  redis: Redis;
  subscriber: Redis;
  limits: RateLimits;
  services: Services;
  clock: Clock;
  texts: Texts;
  logger: Logger;
  publicUrl: string;
  /** Names this process as a holder of leases. */
  by: string;
  wakes: Wakes;
}) {
  const { config, db, redis, subscriber, limits, services, clock, texts, logger, publicUrl, by, wakes } = deps;
  const { contacts, chats, holding, alerts } = services;
  const { language: defaultLanguage, country } = config.defaults;
  const webChat = createWebChat({
    ...{ contacts, clock, texts, logger, publicUrl },
    history: createHistory({ db, clock }),
    receive: (incoming) => worker.receive('web-chat', incoming),
    media: services.media,
    language: defaultLanguage,
    secureCookies: publicUrl.startsWith('https:'),
    redis: { publish: redis, subscribe: subscriber },
    rateLimit: (req, _res, next) => {
      limits.count('change', clientAddress(req)).then(() => next(), next);
    },
  });
  // an SDK is loaded only where its channel is on
  const telegram =
    config.telegram &&
    (await import('../../bots/telegram/index.js')).createTelegram({
      ...{ db, by, contacts, clock, texts, logger, publicUrl },
      config: config.telegram,
      receive: (incoming) => worker.receive('telegram', incoming),
      media: services.media,
    });
  const channels: readonly Channel[] = [webChat.channel, ...(telegram ? [telegram.channel] : [])];
  const byName = new Map(channels.map((channel) => [channel.name, channel]));

  const engine = createEngine<Deps>(flows);
  const answer: Answer = (message, { turn, shown, lastAt, channel }, contact, onceKey) => {
    const language = contact.language ?? defaultLanguage;
    return engine.answer(
      message,
      { turn, shown, lastAt: lastAt ?? null },
      {
        ...services,
        ...{ language, contact, onceKey, country, publicUrl },
        t: texts.t(language),
        words: texts.words(language),
        now: clock.now(),
        messengerLink: (payload) => telegram?.link(payload),
        async vouch(askedBy, phone, messageId) {
          const incoming = { contactId: askedBy, messageId, at: clock.now(), contact: { phone, verified: true } };
          if (await contacts.find(askedBy)) await worker.receive('web-chat', incoming);
          else await services.pageProofs.keep(askedBy, phone);
        },
        fetch: async (ref) => {
          const from = byName.get(channel);
          if (!from) throw new Error(`the channel ${channel} is not on`);
          return from.fetch(ref);
        },
      },
    );
  };
  const worker = createChatWorker({
    ...{ chats, holding, contacts, channels, clock, logger },
    takeTurn: createTakeTurn({ holding, answer, t: texts.t, logger }),
    deliver: createDeliver({ holding, contacts, alerts, clock, logger }),
  });

  const router = Router();
  router.use('/chat', webChat.router);
  if (telegram) router.use(telegram.router);

  let announcing: NodeJS.Timeout | undefined;
  let announcedAt = 0;
  /** Pages of other processes lead to the messengers that this one runs, as soon as their address is known. */
  async function announce(): Promise<void> {
    const link = telegram?.link('{payload}');
    const now = clock.now().getTime();
    if (link === undefined || now - announcedAt < ANNOUNCE_EVERY_MS) return;
    try {
      await services.messengers.announce('telegram', link);
      announcedAt = now;
    } catch (error) {
      logger.warn({ err: error }, 'pages do not know of the messenger yet');
    }
  }

  return {
    router,
    /** Of the channels that have a connection of their own, how it is. */
    states: (): Record<string, State> =>
      Object.fromEntries(
        channels.flatMap(({ name, state }) => {
          const now = state?.();
          return now ? [[name, now]] : [];
        }),
      ),
    /** Begins to work the chats; after the stored data was brought forward. */
    async start(): Promise<void> {
      wakes.listen(worker.wake);
      for (const channel of channels) await channel.start();
      worker.start();
      announcing = setInterval(() => void announce(), ANNOUNCE_LOOK_MS);
    },
    /** Ends what would keep a connection open. */
    async quiet(): Promise<void> {
      clearInterval(announcing);
      for (const channel of channels) await channel.stop();
    },
    stop: () => worker.stop(),
  };
}
