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
import { showLink } from './show-link.js';
import type { Wakes } from './wakes.js';

const ANNOUNCE_LOOK_MS = 2000;

/** A channel that people come to by a link, and what it takes over HTTP. */
type Messenger = {
  channel: Channel;
  router?: Router;
  /** An address with `{payload}` or `{text}` in it; undefined until it is known. */
  link(): string | undefined;
};

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
    receive: (incoming, from) => worker.receive('web-chat', incoming, from),
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
      receive: (incoming, met) => worker.receive('telegram', incoming, met),
      media: services.media,
    });
  const whatsappCloud =
    config.whatsappCloud &&
    (await import('../../bots/whatsapp-cloud/index.js')).createWhatsAppCloud({
      ...{ contacts, clock, texts, logger },
      config: config.whatsappCloud,
      receive: (incoming, met) => worker.receive('whatsapp-cloud', incoming, met),
      receipt: alerts.receipt,
      media: services.media,
    });
  const whatsappWeb =
    config.whatsappWeb &&
    (await import('../../bots/whatsapp-web/index.js')).createWhatsAppWeb({
      ...{ db, by, contacts, clock, texts, logger, publicUrl },
      config: config.whatsappWeb,
      receive: (incoming, met) => worker.receive('whatsapp-web', incoming, met),
      receipt: alerts.receipt,
      media: services.media,
      show: (what) => showLink(what, logger),
    });
  const messengers = [telegram, whatsappCloud, whatsappWeb].filter((one): one is Messenger => one !== undefined);
  const channels: readonly Channel[] = [webChat.channel, ...messengers.map(({ channel }) => channel)];
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
    takeTurn: createTakeTurn({ holding, contacts, answer, t: texts.t, logger }),
    deliver: createDeliver({ holding, contacts, alerts, clock, logger }),
  });

  const router = Router();
  router.use('/chat', webChat.router);
  for (const messenger of messengers) {
    if (messenger.router) router.use(messenger.router);
    services.messengers.runs(messenger.channel.name, messenger.link);
  }

  let announcing: NodeJS.Timeout | undefined;
  const announced = new Map<string, { link: string; at: number }>();
  /** Pages and chats, of other processes too, lead to the messengers that this one runs, as soon as their address is known. */
  async function announce({ channel: { name }, link: linkOf }: Messenger): Promise<void> {
    const link = linkOf();
    const last = announced.get(name);
    const at = clock.now().getTime();
    if (link === undefined || (link === last?.link && at - last.at < ANNOUNCE_EVERY_MS)) return;
    try {
      await services.messengers.announce(name, link);
      announced.set(name, { link, at });
    } catch (error) {
      logger.warn({ err: error }, 'nobody knows of the messenger yet');
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
    /** Why a channel is as it is, where it says so. */
    details: (): Record<string, string> =>
      Object.fromEntries(
        channels.flatMap(({ name, detail }) => {
          const why = detail?.();
          return why === undefined ? [] : [[name, why]];
        }),
      ),
    /** Begins to work the chats; after the stored data was brought forward. */
    async start(): Promise<void> {
      wakes.listen(worker);
      for (const channel of channels) await channel.start();
      worker.start();
      announcing = setInterval(() => void Promise.all(messengers.map(announce)), ANNOUNCE_LOOK_MS);
    },
    /** Ends what would keep a connection open. */
    async quiet(): Promise<void> {
      clearInterval(announcing);
      for (const channel of channels) await channel.stop();
    },
    stop: () => worker.stop(),
  };
}
