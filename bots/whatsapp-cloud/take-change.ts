import type { Contact, Contacts, Incoming } from '../../src/contacts/index.js';
import type { Clock } from '../../src/platform/clock.js';
import type { Logger } from '../../src/platform/logger.js';
import type { Texts } from '../../src/platform/texts.js';
import { createTakeOrTell } from '../conversation/take-or-tell.js';
import { recipientOf } from './compose.js';
import type { Graph } from './graph.js';
import { saidIn, writerOf } from './parse.js';
import { Change, Message, Status } from './shapes.js';

/** What a messenger tells of a message after it took it; `platformId` is its id there. */
export type TakeReceipt = (
  contactId: string,
  receipt: { platformId: string; state: 'delivered' | 'failed'; reason?: string },
) => Promise<void>;

export type TakeChangeDeps = {
  phoneId: string;
  graph: Pick<Graph, 'message'>;
  contacts: Pick<Contacts, 'at' | 'meet' | 'provePhone'>;
  receive(incoming: Incoming): Promise<unknown>;
  receipt: TakeReceipt;
  /** Told of every message, for what is to be said of it besides. */
  came(contact: Contact, messageId: string): void;
  texts: Pick<Texts, 't'>;
  clock: Clock;
  logger: Logger;
};

/**
 * Takes what Meta tells of this number: messages into their chats, and what became of ours into the ledger. It may come
 * repeated and in any order; once this has resolved it is safe. One message that cannot be read spoils no other.
 */
export function createTakeChange(deps: TakeChangeDeps) {
  const { phoneId, graph, contacts, receive, receipt, came, texts, clock, logger } = deps;
  const takeOrTell = createTakeOrTell({
    ...{ receive, texts },
    tell: ({ replyTo }, body) =>
      void graph
        .message({ ...recipientOf(replyTo), type: 'text', text: { body } })
        .catch((error: unknown) => logger.debug({ err: error }, 'a refusal could not be told')),
  });

  async function takeMessage(message: Message, change: Change): Promise<void> {
    const writer = writerOf(message, change);
    const said = writer && saidIn(message, writer);
    if (!writer || !said) return;
    const { address, others, phone, name } = writer;
    const contact = await contacts.meet('whatsapp-cloud', address, name ? { name } : {}, others);
    // the number is the one that WhatsApp registered
    if (phone && !contact.phone) await contacts.provePhone(contact._id, phone, 'platform');
    await takeOrTell(contact, { ...said, contactId: contact._id, at: clock.now() });
    came(contact, message.id);
  }

  async function takeStatus({ id, status, recipient_id, recipient_user_id, errors }: Status): Promise<void> {
    const state =
      status === 'failed' ? 'failed' : status === 'delivered' || status === 'read' ? 'delivered' : undefined;
    if (!state) return;
    for (const address of [recipient_id, recipient_user_id]) {
      const contact = address === undefined ? null : await contacts.at('whatsapp-cloud', address);
      if (!contact) continue;
      const [error] = errors;
      const reason = error && `Meta says ${error.code}: ${error.title ?? error.message ?? 'no reason'}`;
      return receipt(contact._id, { platformId: id, state, ...(reason && { reason }) });
    }
  }

  return async function takeChange(value: unknown): Promise<void> {
    const read = Change.safeParse(value);
    if (!read.success) return logger.warn({ err: read.error }, 'a change of WhatsApp cannot be read');
    const change = read.data;
    // one account may have several numbers, and another program for each
    if (change.metadata.phone_number_id !== phoneId) return;
    for (const one of change.messages) {
      const message = Message.safeParse(one);
      if (message.success) await takeMessage(message.data, change);
      else logger.warn({ err: message.error }, 'a message of WhatsApp cannot be read');
    }
    for (const one of change.statuses) {
      const status = Status.safeParse(one);
      if (status.success) await takeStatus(status.data);
    }
  };
}
