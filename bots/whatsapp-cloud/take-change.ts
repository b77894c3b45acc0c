import type { Contact, Contacts, Incoming } from '../../src/contacts/index.js';
import type { Clock } from '../../src/platform/clock.js';
import type { Logger } from '../../src/platform/logger.js';
import type { Texts } from '../../src/platform/texts.js';
import { createTakeOrTell } from '../conversation/take-or-tell.js';
import { recipientOf } from './compose.js';
import type { Graph } from './graph.js';
import { saidIn, type Writer, writerOf } from './parse.js';
import { Change, Message, Status } from './shapes.js';

export type TakeChangeDeps = {
  phoneId: string;
  graph: Pick<Graph, 'message'>;
  contacts: Pick<Contacts, 'meet' | 'provePhone'>;
  receive(incoming: Incoming, met: Contact): Promise<unknown>;
  /** Resolves once what became of a message of ours is safe. */
  takeStatus(status: Status): Promise<void>;
  /** Told of every message, for what is to be said of it besides. */
  came(contact: Contact, messageId: string): void;
  texts: Pick<Texts, 't'>;
  clock: Clock;
  logger: Logger;
};

/**
 * Takes what Meta tells of this number: messages into their chats, and what became of ours into the ledger. It may come
 * repeated and in any order; once this has resolved it is safe. What one person wrote is taken in its order; one message
 * that cannot be read, or kept, holds up nobody else's.
 */
export function createTakeChange(deps: TakeChangeDeps) {
  const { phoneId, graph, contacts, receive, takeStatus, came, texts, clock, logger } = deps;
  const takeOrTell = createTakeOrTell({
    ...{ receive, texts },
    tell: ({ replyTo }, body) =>
      void graph
        .message({ ...recipientOf(replyTo), type: 'text', text: { body } })
        .catch((error: unknown) => logger.debug({ err: error }, 'a refusal could not be told')),
  });

  async function takeMessage(message: Message, writer: Writer): Promise<void> {
    const said = saidIn(message, writer);
    if (!said) return;
    const { address, others, phone, name } = writer;
    const contact = await contacts.meet('whatsapp-cloud', address, name ? { name } : {}, others);
    // the number is the one that WhatsApp registered
    if (phone && !contact.phone) await contacts.provePhone(contact._id, phone, 'platform');
    // before it is in the chat, whose answer may be on its way at once
    came(contact, message.id);
    await takeOrTell(contact, { ...said, contactId: contact._id, at: clock.now() });
  }

  return async function takeChange(value: unknown): Promise<void> {
    const read = Change.safeParse(value);
    if (!read.success) return logger.warn({ err: read.error }, 'a change of WhatsApp cannot be read');
    const change = read.data;
    // one account may have several numbers, and another program for each
    if (change.metadata.phone_number_id !== phoneId) return;
    for (const error of change.errors) logger.warn({ error }, 'Meta tells of a fault');
    const chats = createLanes();
    for (const one of change.messages) {
      const message = Message.safeParse(one);
      if (!message.success) logger.warn({ err: message.error }, 'a message of WhatsApp cannot be read');
      const writer = message.data && writerOf(message.data, change);
      if (message.data && writer) chats.add(writer.address, () => takeMessage(message.data, writer));
    }
    for (const one of change.statuses) {
      const status = Status.safeParse(one);
      if (!status.success) logger.warn({ err: status.error }, 'a status of WhatsApp cannot be read');
      else chats.add(status.data.recipient_id ?? status.data.recipient_user_id ?? '', () => takeStatus(status.data));
    }
    await chats.done();
  };
}

/** Tasks in lanes: those of one lane one after another, lanes side by side. */
function createLanes() {
  const lanes = new Map<string, Promise<void>>();
  return {
    add(lane: string, task: () => Promise<void>): void {
      lanes.set(lane, (lanes.get(lane) ?? Promise.resolve()).then(task));
    },
    /** @throws what the first lane threw that did not come to its end, once all others have */
    async done(): Promise<void> {
      for (const lane of await Promise.allSettled(lanes.values())) if (lane.status === 'rejected') throw lane.reason;
    },
  };
}
