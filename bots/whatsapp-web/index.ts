import { setTimeout as sleep } from 'node:timers/promises';
import type { proto, WASocket } from '@whiskeysockets/baileys';
import type { RequestHandler } from 'express';
import type { Contacts, Incoming } from '../../src/contacts/index.js';
import type { Clock } from '../../src/platform/clock.js';
import { holdLease, type Lease } from '../../src/platform/lease.js';
import type { Logger } from '../../src/platform/logger.js';
import type { MediaStorage } from '../../src/platform/media/media-storage.js';
import type { Db } from '../../src/platform/mongo.js';
import type { Texts } from '../../src/platform/texts.js';
import type { Channel } from '../conversation/channel.js';
import { LIMITS } from '../conversation/limits.js';
import { createAcks, type TakeReceipt } from './acks.js';
import { bare, isLid } from './addresses.js';
import { createAdmin } from './admin.js';
import { createAsksForUs } from './asks-for-us.js';
import { createFetchMedia } from './fetch-media.js';
import { createGovernor } from './governor.js';
import { createLoops } from './loops.js';
import { createQuiets } from './quiets.js';
import { detailOf } from './rules.js';
import { createRunLink } from './run-link.js';
import { createSend } from './send.js';
import { createShow } from './show-in-terminal.js';
import { silenceLibsignal } from './silence-libsignal.js';
import { createTakeAll } from './take-all.js';
import { createTakeMessage } from './take-message.js';

export type WhatsAppWebConfig = {
  /** The phone to link by a code, E.164; else a QR is shown. */
  pair: string | undefined;
  /** Another server than WhatsApp's own. */
  socketUrl: string | undefined;
};

export type WhatsAppWebDeps = {
  config: WhatsAppWebConfig;
  db: Db;
  /** Names this process as a holder of leases. */
  by: string;
  contacts: Pick<Contacts, 'at' | 'meet' | 'provePhone'>;
  /** Resolves once the message is safe in its chat's inbox: the worker's `receive` for this channel. */
  receive(incoming: Incoming): Promise<unknown>;
  receipt: TakeReceipt;
  media: Pick<MediaStorage, 'read'>;
  texts: Pick<Texts, 't' | 'languages' | 'words'>;
  clock: Clock;
  logger: Logger;
  publicUrl: string;
  /** Of the operator's page; without it there is none. */
  adminPassword: string | undefined;
  rateLimit: RequestHandler;
  /** What the operator reads where the program runs. */
  print(text: string): void;
  language: string;
  /** How often WhatsApp is asked whether it is still there, in ms. Default 20 s. */
  keepAliveMs?: number;
  /** How long a photo may take to be fetched, in ms. Default 30 s. */
  fetchMs?: number;
};

const LEASE = 'whatsapp-web';
const KEEP_ALIVE_MS = 20_000;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const SETTLE_MS = 5000;
/** Messages that are kept for a reader who could not read them. */
const MOST_KEPT = 1000;

/**
 * WhatsApp on a phone of the seller's own, linked as WhatsApp Web is, over Baileys. One process owns the link, through a
 * lease; its credentials are in MongoDB, so that another one, on another machine too, goes on with it.
 */
export function createWhatsAppWeb(deps: WhatsAppWebDeps) {
  const { config, db, by, media, texts, clock, publicUrl, language } = deps;
  const logger = deps.logger.child({ channel: 'whatsapp-web' });
  silenceLibsignal();
  const stopping = new AbortController();
  let lease: Lease | undefined;
  let socket: WASocket | undefined;
  const kept = new Map<string, proto.IMessage>();

  const acks = createAcks({ receipt: deps.receipt, logger });
  const takeAll = createTakeAll({
    takeMessage: createTakeMessage({
      ...deps,
      logger,
      quiets: createQuiets({ db, clock }),
      loops: createLoops(),
      asksForUs: createAsksForUs({ texts, publicUrl }),
      ownNumber: () => link.number(),
      async otherAddress(address) {
        if (!isLid(address)) return undefined;
        const phone = await socket?.signalRepository.lidMapping.getPNForLID(address);
        return phone ? bare(phone) : undefined;
      },
      tell: ({ replyTo }, text) =>
        void socket
          ?.sendMessage(replyTo, { text, linkPreview: null })
          .catch((error: unknown) => logger.debug({ err: error }, 'a refusal could not be told')),
    }),
    done: async () => undefined,
    signal: stopping.signal,
    logger,
  });

  const link = createRunLink({
    ...{ db, clock, logger, pair: config.pair, socketUrl: config.socketUrl },
    keepAliveMs: deps.keepAliveMs ?? KEEP_ALIVE_MS,
    hears: { messages: takeAll.take, updates: acks.updated, acknowledged: acks.acknowledged },
    getMessage: (id) => kept.get(id),
    show: createShow(texts.t(language), deps.print),
    opened(open) {
      socket = open;
    },
    ended() {
      socket = undefined;
      acks.lost();
    },
  });

  const channel: Channel = {
    name: 'whatsapp-web',
    limits: LIMITS['whatsapp-web'],
    send: createSend({
      ...{ media, acks },
      socket: () => socket,
      reason: () => detailOf(link.state()) ?? 'it just ended',
      allow: createGovernor({ db, clock }),
      keep(id, message) {
        kept.set(id, message);
        const [oldest] = kept.keys();
        if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      },
    }),
    fetch: createFetchMedia({
      allowLoopback: config.socketUrl !== undefined && LOOPBACK.has(new URL(config.socketUrl).hostname),
      ...(deps.fetchMs !== undefined && { deadlineMs: deps.fetchMs }),
    }),
    async working({ replyTo }) {
      await socket?.sendPresenceUpdate('composing', replyTo);
    },
    isOurs: () => lease?.isHeld() === true,
    state: () => (lease?.isHeld() ? (socket ? 'up' : 'down') : undefined),
    detail: () => (lease?.isHeld() ? detailOf(link.state()) : undefined),

    async start() {
      lease = holdLease({ db, name: LEASE, by, work: (signal) => link.run(signal), logger });
    },

    async stop() {
      await lease?.stop();
      // what has come is safe only in its inbox; a database that is away is not waited for
      await Promise.race([takeAll.settled(), sleep(SETTLE_MS, undefined, { ref: false })]);
      stopping.abort();
      await takeAll.settled();
      await link.told();
    },
  };
  return {
    channel,
    router: createAdmin({
      ...{ db, texts, publicUrl, language },
      password: deps.adminPassword,
      rateLimit: deps.rateLimit,
    }),
    /** Opens a chat with the number, and has `{text}` ready to be sent; undefined until a phone is linked. */
    link(): string | undefined {
      const number = link.number();
      return number === undefined ? undefined : `https://wa.me/${number}?text={text}`;
    },
  };
}
