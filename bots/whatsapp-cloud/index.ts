import { LRUCache } from 'lru-cache';
import type { Contact, Contacts, Incoming } from '../../src/contacts/index.js';
import type { Clock } from '../../src/platform/clock.js';
import type { Logger } from '../../src/platform/logger.js';
import type { MediaStorage } from '../../src/platform/media/media-storage.js';
import type { Texts } from '../../src/platform/texts.js';
import type { Channel } from '../conversation/channel.js';
import { LIMITS } from '../conversation/limits.js';
import { untilDone } from '../conversation/until-done.js';
import { isOfAccount } from './faults.js';
import { createFetchMedia } from './fetch-media.js';
import { createGraph, type Graph } from './graph.js';
import { createHandover } from './handover.js';
import { createSend } from './send.js';
import { createStanding } from './standing.js';
import { createTakeChange } from './take-change.js';
import { createTakeStatus, type TakeReceipt } from './take-status.js';
import { createWebhook } from './webhook.js';

export type WhatsAppCloudConfig = {
  token: string;
  phoneId: string;
  appSecret: string;
  verifyToken: string;
  /** With the version, without a slash at the end. */
  apiRoot: string;
  /** For alerts to people who have not written for 24 hours. */
  template: { name: string; language: string } | undefined;
};

export type WhatsAppCloudDeps = {
  config: WhatsAppCloudConfig;
  contacts: Pick<Contacts, 'at' | 'meet' | 'provePhone' | 'windowClosed'>;
  /** Resolves once the message is safe in its chat's inbox: the worker's `receive` for this channel. */
  receive(incoming: Incoming, met: Contact): Promise<unknown>;
  receipt: TakeReceipt;
  media: Pick<MediaStorage, 'read'>;
  texts: Pick<Texts, 't'>;
  clock: Clock;
  logger: Logger;
};

/** People whose last message is remembered, so that they can be shown that we work on it. */
const MOST_REMEMBERED = 1000;

/** WhatsApp by Meta's official API: any number of processes take its webhook, and each sends for itself. */
export function createWhatsAppCloud(deps: WhatsAppCloudDeps) {
  const { config, media, texts, clock } = deps;
  const { phoneId, appSecret, verifyToken, template, apiRoot } = config;
  const logger = deps.logger.child({ channel: 'whatsapp-cloud' });
  const standing = createStanding({ logger });
  const graph = watched(createGraph(config));
  const stopping = new AbortController();
  const last = new LRUCache<string, string>({ max: MOST_REMEMBERED });
  let number: string | undefined;
  let asking: Promise<void> = Promise.resolve();

  /** Keeps an eye on what only the operator can mend. */
  function watched(all: Graph): Graph {
    const watch = async <T>(call: Promise<T>): Promise<T> => {
      try {
        const answer = await call;
        standing.passed('at once');
        return answer;
      } catch (error) {
        if (isOfAccount(error)) standing.refused(error.message, 'at once');
        throw error;
      }
    };
    return {
      ...all,
      message: (body) => watch(all.message(body)),
      upload: (bytes, type, name) => watch(all.upload(bytes, type, name)),
      number: (signal) => watch(all.number(signal)),
    };
  }

  const takeChange = createTakeChange({
    ...deps,
    ...{ phoneId, graph, logger },
    takeStatus: createTakeStatus({ ...deps, hasTemplate: template !== undefined, standing, logger }),
    came: ({ _id }, messageId) => void last.set(_id, messageId),
  });

  const channel: Channel = {
    name: 'whatsapp-cloud',
    limits: LIMITS['whatsapp-cloud'],
    send: createSend({ graph, handover: createHandover({ graph, media, now: clock.now }), template, texts, clock }),
    fetch: createFetchMedia({ graph, apiRoot }),
    async working({ _id }) {
      const id = last.get(_id);
      if (id) await graph.message({ status: 'read', message_id: id, typing_indicator: { type: 'text' } });
    },
    state: () => (standing.trouble() === undefined && number !== undefined ? 'up' : 'down'),
    detail: standing.trouble,

    async start() {
      const { signal } = stopping;
      const learn = async (): Promise<void> => {
        number = await graph.number(signal);
      };
      asking = untilDone(learn, signal, (error) =>
        logger.warn({ err: error }, 'Meta could not be asked for the number'),
      );
    },

    async stop() {
      stopping.abort();
      await asking;
    },
  };
  return {
    router: createWebhook({ appSecret, verifyToken, take: takeChange, logger }),
    channel,
    /** Opens a chat with the number, and has `{text}` ready to be sent; undefined until the number is known. */
    link: (): string | undefined => (number === undefined ? undefined : `https://wa.me/${number}?text={text}`),
  };
}
