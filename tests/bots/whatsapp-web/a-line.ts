import type { RequestHandler } from 'express';
import { beforeAll, onTestFinished } from 'vitest';
import { createWhatsAppWeb, type WhatsAppWebDeps } from '../../../bots/whatsapp-web/index.js';
import { defineFirst, defineKey, defineLink, defineQuiet } from '../../../bots/whatsapp-web/model.js';
import type { Contact } from '../../../src/contacts/index.js';
import { systemClock } from '../../../src/platform/clock.js';
import { newId } from '../../../src/platform/ids.js';
import { type Db, makeIndexes } from '../../../src/platform/mongo.js';
import type { Prompt } from '../../../src/platform/prompt.js';
import { createTexts } from '../../../src/platform/texts.js';
import { testDb } from '../../support/db.js';
import type { FakeWhatsApp } from '../../support/whatsapp-web/start-fake-whatsapp.js';
import { aLog, peopleOf } from '../telegram/a-line.js';

export type Receipt = Parameters<WhatsAppWebDeps['receipt']>[1] & { contactId: string };

const freely: RequestHandler = (_req, _res, next) => next();

/** A database of this file's own with all that the channel keeps. */
export function whatsAppDb(): Db {
  const db = testDb();
  beforeAll(async () => {
    for (const define of [defineLink, defineKey, defineQuiet, defineFirst]) define(db);
    peopleOf(db);
    await makeIndexes(db);
  });
  return db;
}

/** Every phone is unknown again. */
export async function forgetAll(db: Db): Promise<void> {
  for (const name of db.modelNames()) await db.model(name).deleteMany({});
  await db.collection('locks').deleteMany({});
}

/** One process on the line to WhatsApp, with real contacts and chats; nobody answers what comes in. */
export async function aLine(
  db: Db,
  whatsapp: FakeWhatsApp,
  options: Partial<WhatsAppWebDeps> & { pair?: string } = {},
) {
  const { pair, clock = systemClock, ...deps } = options;
  const people = peopleOf(db, clock);
  const { logger, read: log } = aLog();
  const printed: string[] = [];
  const receipts: Receipt[] = [];
  const media = new Map<string, Buffer>();
  const line = createWhatsAppWeb({
    config: { pair, socketUrl: whatsapp.socketUrl },
    ...{ db, clock, logger },
    by: newId(),
    contacts: people.contacts,
    receive: (incoming) => people.chats.receive('whatsapp-web', incoming),
    receipt: async (contactId, receipt) => void receipts.push({ contactId, ...receipt }),
    media: { read: async (key) => media.get(key) },
    texts: createTexts('en'),
    publicUrl: 'http://haat.test',
    adminPassword: 'a long password',
    rateLimit: freely,
    print: (text) => void printed.push(text),
    language: 'en',
    ...deps,
  });
  await line.channel.start();
  let isStopped = false;
  const stop = async (): Promise<void> => {
    if (isStopped) return;
    isStopped = true;
    await line.channel.stop();
  };
  onTestFinished(stop);
  const links = defineLink(db);
  const contactOf = (person: { addresses: { pn: string; lid: string } }): Promise<Contact | null> =>
    people.contacts
      .at('whatsapp-web', person.addresses.pn)
      .then((found) => found ?? people.contacts.at('whatsapp-web', person.addresses.lid));

  let said = 0;
  return {
    ...line,
    ...people,
    ...{ log, printed, receipts, media, stop, contactOf },
    /** The link as every process may read it. */
    stored: () => links.findById('link').lean(),
    /** What waits in the chat of somebody, oldest first. */
    async inboxOf(person: { addresses: { pn: string; lid: string } }) {
      const contact = await contactOf(person);
      return (contact && (await people.chats.find(contact._id))?.inbox) ?? [];
    },
    /** Says a prompt to somebody who has written. */
    async says(person: { addresses: { pn: string; lid: string } }, prompt: Prompt, id = `said.${++said}`) {
      const contact = await contactOf(person);
      if (!contact) throw new Error('nobody with this address has written');
      return line.channel.send(contact, { id, seq: 1, at: clock.now(), prompt });
    },
  };
}

export type Line = Awaited<ReturnType<typeof aLine>>;

/** A line whose phone is linked. */
export async function aLinkedLine(...given: Parameters<typeof aLine>): Promise<Line> {
  const [, whatsapp] = given;
  const line = await aLine(...given);
  const qr = await theQr(line);
  whatsapp.scans(qr);
  await isOpen(line);
  return line;
}

const PATIENCE_MS = 15_000;

async function until<T>(look: () => T | Promise<T>, what: string, log: () => string): Promise<NonNullable<Awaited<T>>> {
  const late = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found) return found as NonNullable<Awaited<T>>;
    if (performance.now() > late) throw new Error(`${what} did not happen:\n${log()}`);
    await new Promise((again) => setTimeout(again, 10));
  }
}

/** What the operator sees to be scanned. */
export const theQr = (line: Line): Promise<string> => until(async () => (await line.stored())?.qr, 'a QR', line.log);

export const isOpen = (line: Line): Promise<unknown> =>
  until(() => line.channel.state?.() === 'up', 'an open line', line.log);

/** Settles once the line is in one of the states of `rules.ts`, for every process to see. */
export const isAt = (line: Line, at: string): Promise<unknown> =>
  until(async () => (await line.stored())?.at === at, at, line.log);

/** A line whose phone is linked, be it since an earlier test. */
export async function aLineAgain(...given: Parameters<typeof aLine>): Promise<Line> {
  const [, whatsapp] = given;
  const line = await aLine(...given);
  const scanned = new Set<string>();
  const isUp = async (): Promise<boolean> => {
    const qr = (await line.stored())?.qr;
    if (qr && line.channel.isOurs?.() && !scanned.has(qr)) {
      scanned.add(qr);
      whatsapp.scans(qr);
    }
    return line.channel.state?.() === 'up';
  };
  await until(isUp, 'an open line', line.log);
  return line;
}
