import { expect, onTestFinished } from 'vitest';
import { createWhatsAppWeb, type WhatsAppWebDeps } from '../../../bots/whatsapp-web/index.js';
import { createKeptLinks } from '../../../bots/whatsapp-web/kept-link.js';
import { type Clock, systemClock } from '../../../src/platform/clock.js';
import { newId } from '../../../src/platform/ids.js';
import { type Db, makeIndexes } from '../../../src/platform/mongo.js';
import type { Prompt } from '../../../src/platform/prompt.js';
import { createTexts } from '../../../src/platform/texts.js';
import type { FakeWhatsApp } from '../../support/whatsapp-web/start-fake-whatsapp.js';
import { aLog, peopleOf } from '../telegram/a-line.js';

/** Every test begins without a link. */
export const forgetLinks = async (db: Db): Promise<void> => {
  const kept = ['whatsappkeys', 'whatsapplinks', 'whatsappsent', 'whatsappcold', 'whatsappquiet', 'locks'];
  await Promise.all(kept.map((name) => db.collection(name).deleteMany({})));
};

export type Receipt = { contactId: string; platformId: string; state: string };

/** One process with a link to WhatsApp, over the real library, with real contacts and chats; nobody answers by itself. */
export async function aProcess(
  db: Db,
  whatsapp: FakeWhatsApp,
  options: { pair?: string; clock?: Clock; media?: Map<string, Buffer>; deps?: Partial<WhatsAppWebDeps> } = {},
) {
  const { pair, clock = systemClock, media = new Map<string, Buffer>(), deps } = options;
  const people = peopleOf(db, clock);
  const { logger, read: log } = aLog();
  const receipts: Receipt[] = [];
  const shown: { qr?: string; code?: string }[] = [];
  const kept = createKeptLinks({ db, clock });
  const phone = createWhatsAppWeb({
    config: { pair, socketUrl: whatsapp.socketUrl },
    ...{ db, clock, logger, contacts: people.contacts, by: newId() },
    receive: async (incoming) => {
      await people.chats.receive('whatsapp-web', incoming);
      whatsapp.tell('kept');
    },
    receipt: async (contactId, receipt) => {
      receipts.push({ contactId, ...receipt });
      whatsapp.tell('receipt kept');
    },
    media: { read: async (key) => media.get(key) },
    texts: createTexts('en'),
    show: (what) => {
      shown.push(what);
      whatsapp.tell('shown');
    },
    publicUrl: 'http://haat.test',
    patience: { downloadMs: 500 },
    ...deps,
  });
  await makeIndexes(db);
  onTestFinished(() => phone.channel.stop());
  await phone.channel.start();

  const isOpen = () => expect.poll(() => phone.channel.state?.()).toBe('up');
  return {
    ...phone,
    ...people,
    ...{ media, receipts, shown, log, kept, isOpen },
    /** Shows a QR, has it scanned, and waits until the line is open. */
    async linkPhone() {
      await whatsapp.waitFor(() => shown.some(({ qr }) => qr));
      whatsapp.scan(shown.at(-1)?.qr ?? '');
      await isOpen();
    },
    contactOf: ({ jid }: { jid: string }) => people.contacts.at('whatsapp-web', jid),
    async inboxOf({ jid }: { jid: string }) {
      const contact = await people.contacts.at('whatsapp-web', jid);
      return (contact && (await people.chats.find(contact._id))?.inbox) ?? [];
    },
    async say({ jid }: { jid: string }, prompt: Prompt, id = newId()): Promise<{ platformId?: string }> {
      const contact = await people.contacts.at('whatsapp-web', jid);
      if (!contact) throw new Error('nobody is there');
      return phone.channel.send(contact, { id, seq: 1, at: clock.now(), prompt });
    },
  };
}
