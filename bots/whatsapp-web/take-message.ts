import type { proto } from '@whiskeysockets/baileys';
import type { Contact, Contacts, Incoming } from '../../src/contacts/index.js';
import type { Clock } from '../../src/platform/clock.js';
import type { Logger } from '../../src/platform/logger.js';
import { mobileOnWhatsApp } from '../../src/platform/mobile.js';
import type { Texts } from '../../src/platform/texts.js';
import { createTakeOrTell } from '../conversation/take-or-tell.js';
import { createLoopGuard, createMeansShop, OWNER_HOURS } from './manners.js';
import { isOurs } from './outgoing-id.js';
import { type Heard, heardIn, type Said, saidIn } from './parse.js';
import type { Quiets } from './quiets.js';

/** What came while we were away for longer has been answered by the owner, or is forgotten. */
const OLD_SECONDS = 24 * 3600;
const HOUR_MS = 3_600_000;

export type TakeMessageDeps = {
  contacts: Pick<Contacts, 'at' | 'meet' | 'provePhone'>;
  quiets: Quiets;
  receive(incoming: Incoming, met: Contact): Promise<unknown>;
  tell(contact: Contact, text: string): void;
  /** The addresses of the linked phone itself. */
  own(): readonly string[];
  /** The number behind an address that hides it, where WhatsApp knows both. */
  numberOf(address: string): Promise<string | undefined>;
  texts: Pick<Texts, 't' | 'words' | 'languages'>;
  publicUrl: string;
  clock: Clock;
  logger: Logger;
};

/**
 * Takes what is said on the linked phone: the words of people who mean the shop go into their chats, and nothing else. It
 * is a person's phone: what is between her and others is none of our business.
 */
export function createTakeMessage(deps: TakeMessageDeps) {
  const { contacts, quiets, receive, tell, own, numberOf, texts, publicUrl, clock, logger } = deps;
  const meansShop = createMeansShop({ texts, publicUrl });
  const loops = createLoopGuard(clock);
  const takeOrTell = createTakeOrTell({ receive, tell, texts });

  /** The owner has typed to somebody herself: that is her conversation from then on. */
  async function ownerSpoke({ address, others, atSeconds }: Heard): Promise<void> {
    const number = others.length === 0 ? await numberOf(address) : undefined;
    const addresses = [address, ...others, ...(number ? [number] : [])];
    // a phone whose clock is ahead keeps us out no longer
    const since = Math.min(atSeconds * 1000, clock.now().getTime());
    await quiets.keep(addresses, new Date(since + OWNER_HOURS * HOUR_MS));
  }

  /** Whoever has a chat with us already, or means the shop. */
  async function meet(heard: Heard, said: Said): Promise<Contact | undefined> {
    const { address, others, phone, name } = heard;
    if (await quiets.holds([address, ...others])) return undefined;
    const known = await contacts.at('whatsapp-web', address);
    const other = known ?? (others[0] === undefined ? null : await contacts.at('whatsapp-web', others[0]));
    if (!other && !meansShop(said)) return undefined;
    const contact = await contacts.meet('whatsapp-web', address, name ? { name } : {}, others);
    if (!contact.phone && phone) {
      await contacts.provePhone(contact._id, phone, 'platform');
    }
    // photos are no sign of a program: a seller sends thirty at once
    if (said.photos || said.text === undefined || !loops.heard(contact._id, said.text)) return contact;
    logger.warn({ contact: contact._id }, 'somebody answers like a program: nothing is said there for now');
    await quiets.keep([address, ...others], new Date(clock.now().getTime() + OWNER_HOURS * HOUR_MS));
    return undefined;
  }

  async function take(message: proto.IWebMessageInfo): Promise<void> {
    const heard = heardIn(message);
    if (!heard || isOurs(heard.messageId)) return;
    const isNote = own().includes(heard.address);
    if (heard.fromMe && !isNote) {
      // a receipt, a reaction or a deletion is no word of hers
      if (saidIn(heard)) await ownerSpoke(heard);
      return;
    }
    if (clock.now().getTime() / 1000 - heard.atSeconds > OLD_SECONDS) return;
    if (heard.phone === undefined) {
      const number = await numberOf(heard.address);
      if (number)
        Object.assign(heard, {
          phone: mobileOnWhatsApp(number.split('@')[0] ?? ''),
          others: [...heard.others, number],
        });
    }
    const said = saidIn(heard);
    const contact = said && (await meet(heard, said));
    if (said && contact) await takeOrTell(contact, { ...said, contactId: contact._id, at: clock.now() });
  }

  return {
    /** @throws when it could not be kept: the same message has to come again */
    take,
    /** We said something to this contact. */
    said: (contactId: string): void => loops.said(contactId),
  };
}
