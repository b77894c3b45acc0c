import express from 'express';
import { onTestFinished } from 'vitest';
import { createWhatsAppCloud, type WhatsAppCloudDeps } from '../../../bots/whatsapp-cloud/index.js';
import { type Clock, systemClock } from '../../../src/platform/clock.js';
import type { Db } from '../../../src/platform/mongo.js';
import { Refusal } from '../../../src/platform/refusal.js';
import { createTexts } from '../../../src/platform/texts.js';
import { listen } from '../../support/listen.js';
import { type FakeCloud, startFakeCloud } from '../../support/whatsapp-cloud/start-fake-cloud.js';
import { aLog, peopleOf } from '../telegram/a-line.js';

export type Receipt = Parameters<WhatsAppCloudDeps['receipt']>[1] & { contactId: string };

/** One process at Meta's webhook, with real contacts and chats; nobody answers what comes in. */
export async function aCloud(
  db: Db,
  options: {
    meta?: FakeCloud;
    clock?: Clock;
    media?: Map<string, Buffer>;
    template?: { name: string; language: string };
    deps?: Partial<WhatsAppCloudDeps>;
  } = {},
) {
  const { clock = systemClock, media = new Map<string, Buffer>(), template } = options;
  const meta = options.meta ?? (await startFakeCloud({ now: () => clock.now().getTime() }));
  onTestFinished(() => meta.stop());
  const people = peopleOf(db, clock);
  const { logger, read: log } = aLog();
  const receipts: Receipt[] = [];
  const { token, phoneId, appSecret, verifyToken, apiRoot } = meta;
  const cloud = createWhatsAppCloud({
    config: { token, phoneId, appSecret, verifyToken, apiRoot, template },
    contacts: people.contacts,
    receive: (incoming) => people.chats.receive('whatsapp-cloud', incoming),
    receipt: async (contactId, receipt) => void receipts.push({ contactId, ...receipt }),
    media: { read: async (key) => media.get(key) },
    texts: createTexts('en'),
    ...{ clock, logger },
    ...options.deps,
  });
  const app = express().use(cloud.router);
  app.use(((error, _req, res, _next) => {
    res.status(error instanceof Refusal ? error.status : (error.status ?? 500)).end();
  }) satisfies express.ErrorRequestHandler);
  const server = await listen(app);
  onTestFinished(() => server[Symbol.asyncDispose]());
  meta.posts(`${server.url}/webhooks/whatsapp`);
  const contactOf = ({ address }: { address: string }) => people.contacts.at('whatsapp-cloud', address);
  return {
    ...cloud,
    ...people,
    ...{ meta, media, receipts, log, url: `${server.url}/webhooks/whatsapp` },
    contactOf,
    /** What waits in the chat of somebody, oldest first. */
    async inboxOf(person: { address: string }) {
      const contact = await contactOf(person);
      return (contact && (await people.chats.find(contact._id))?.inbox) ?? [];
    },
  };
}
