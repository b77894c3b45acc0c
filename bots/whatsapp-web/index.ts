import { setTimeout as sleep } from 'node:timers/promises';
import { isLidUser, jidNormalizedUser, type WASocket } from '@whiskeysockets/baileys';
import type { Contact, Contacts, Incoming } from '../../src/contacts/index.js';
import type { Clock } from '../../src/platform/clock.js';
import { holdLease, type Lease } from '../../src/platform/lease.js';
import type { Logger } from '../../src/platform/logger.js';
import type { MediaStorage } from '../../src/platform/media/media-storage.js';
import type { Db } from '../../src/platform/mongo.js';
import { LOOPBACK } from '../../src/platform/safe-url.js';
import type { Texts } from '../../src/platform/texts.js';
import type { Channel } from '../conversation/channel.js';
import { LIMITS } from '../conversation/limits.js';
import { untilDone } from '../conversation/until-done.js';
import { createAcks } from './acks.js';
import { createFetchMedia } from './fetch-media.js';
import { createGovernor } from './governor.js';
import { createKeptLinks } from './kept-link.js';
import type { LinkState } from './model.js';
import { KEEP_ALIVE_MS } from './open-line.js';
import { quietSignal } from './quiet-signal.js';
import { createQuiets } from './quiets.js';
import { runLink } from './run-link.js';
import { createSend, createSentMessages } from './send.js';
import { createTakeAll } from './take-all.js';
import { createTakeMessage } from './take-message.js';

export type WhatsAppWebDeps = {
  config: {
    /** To be linked by a code: the number of the phone, E.164. */
    pair: string | undefined;
    /** Another server than WhatsApp's. */
    socketUrl: string | undefined;
  };
  db: Db;
  /** Names this process as a holder of leases. */
  by: string;
  contacts: Pick<Contacts, 'at' | 'meet' | 'provePhone'>;
  /** Resolves once the message is safe in its chat's inbox: the worker's `receive` for this channel. */
  receive(incoming: Incoming, met: Contact): Promise<unknown>;
  /** What became of a message, by its id on the platform. */
  receipt(contactId: string, receipt: { platformId: string; state: 'delivered' | 'failed' }): Promise<void>;
  media: Pick<MediaStorage, 'read'>;
  texts: Pick<Texts, 't' | 'words' | 'languages'>;
  /** Shows the operator the QR, or the code, where Haat runs. */
  show(what: { qr: string } | { code: string }): void;
  clock: Clock;
  logger: Logger;
  publicUrl: string;
  /** How long a line may be silent, and a download take, in ms; for tests. */
  patience?: { keepAliveMs?: number; downloadMs?: number };
};

const LEASE = 'whatsapp-web';
const LAST_WORDS_MS = 5000;
/** Why the link is as it is, for `/readyz`. */
const DETAILS: Readonly<Partial<Record<LinkState, string>>> = {
  waiting: 'waits for a phone: link it on /admin/whatsapp',
  loggedOut: 'the phone has ended the link: begin again on /admin/whatsapp',
  forbidden: 'WhatsApp has locked this account',
  replaced: 'another program uses the same link: stop it, then begin again on /admin/whatsapp',
};

export type WhatsAppWeb = ReturnType<typeof createWhatsAppWeb>;

/**
 * WhatsApp by a phone of one's own, linked as WhatsApp Web is, over Baileys. One process owns the link, through a lease;
 * it alone receives and sends, and another takes over when it ends.
 */
export function createWhatsAppWeb(deps: WhatsAppWebDeps) {
  const { config, db, by, contacts, receipt, media, clock, patience = {} } = deps;
  const logger = deps.logger.child({ channel: 'whatsapp-web' });
  quietSignal();
  const stopping = new AbortController();
  const kept = createKeptLinks({ db, clock });
  const sent = createSentMessages({ db, clock });
  const acks = createAcks();
  const { allow } = createGovernor({ db, clock });
  let socket: WASocket | undefined;
  let state: LinkState = 'connecting';
  let phone: string | undefined;
  let lease: Lease | undefined;

  const own = (): string[] =>
    [socket?.user?.id, socket?.user?.lid].flatMap((jid) => (jid ? [jidNormalizedUser(jid)] : []));
  const takeMessage = createTakeMessage({
    ...deps,
    ...{ logger, own, quiets: createQuiets({ db, clock }) },
    tell: ({ replyTo }, text) =>
      void socket?.sendMessage(replyTo, { text }).catch((error: unknown) => {
        logger.debug({ err: error }, 'a refusal could not be told');
      }),
    async numberOf(address) {
      if (!socket || !isLidUser(address)) return undefined;
      const number = await socket.signalRepository.lidMapping.getPNForLID(address).catch(() => null);
      return number ? jidNormalizedUser(number) : undefined;
    },
  });

  const { takeAll, settled } = createTakeAll({ take: takeMessage.take, signal: stopping.signal, logger });

  async function delivered(platformId: string, jid: string): Promise<void> {
    const contact = await contacts.at('whatsapp-web', jidNormalizedUser(jid));
    if (contact) await receipt(contact._id, { platformId, state: 'delivered' });
  }

  async function hold(leased: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([leased, stopping.signal]);
    const { pair, socketUrl } = config;
    await untilDone(
      () =>
        runLink(
          {
            ...{ db, kept, pair, socketUrl, logger },
            keepAliveMs: patience.keepAliveMs ?? KEEP_ALIVE_MS,
            getMessage: sent.find,
            on: {
              show: deps.show,
              state(now, number) {
                state = now;
                phone = number ?? phone;
              },
              open(opened) {
                socket = opened;
                logger.info({}, 'the phone is linked, and WhatsApp is open');
              },
              closed() {
                socket = undefined;
                acks.closed();
              },
              messages: takeAll,
              ack: acks.ack,
              delivered: (id, jid) =>
                void delivered(id, jid).catch((error: unknown) => {
                  logger.debug({ err: error }, 'a receipt was not kept');
                }),
            },
          },
          signal,
        ),
      signal,
      (error) => logger.error({ err: error }, 'the link to WhatsApp could not be held'),
    );
  }

  const isHeld = (): boolean => lease?.isHeld() === true;
  const channel: Channel = {
    name: 'whatsapp-web',
    limits: LIMITS['whatsapp-web'],
    send: createSend({ socket: () => socket, acks, allow, sent, media, said: takeMessage.said }),
    fetch: createFetchMedia({
      loopback: config.socketUrl !== undefined && LOOPBACK.has(new URL(config.socketUrl).hostname),
      ...(patience.downloadMs !== undefined && { deadlineMs: patience.downloadMs }),
    }),
    async working({ replyTo }) {
      await socket?.sendPresenceUpdate('composing', replyTo);
    },
    // what cannot be sent now waits in its chat
    isOurs: isHeld,
    state: () => (isHeld() ? (state === 'open' ? 'up' : 'down') : undefined),
    detail: () => (isHeld() ? DETAILS[state] : undefined),
    forget: ({ _id }) => sent.forget(_id),

    async start() {
      lease = holdLease({ db, name: LEASE, by, work: hold, logger });
    },

    async stop() {
      await lease?.stop();
      // WhatsApp believes us to have it; a database that is away is waited for no longer than this
      await Promise.race([settled(), sleep(LAST_WORDS_MS, undefined, { ref: false })]);
      stopping.abort();
      await settled();
    },
  };

  return {
    channel,
    /** Opens a chat with the phone, and has `{text}` ready to be sent; undefined until one is linked. */
    link: (): string | undefined => (phone === undefined ? undefined : `https://wa.me/${phone}?text={text}`),
  };
}
