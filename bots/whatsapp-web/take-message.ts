import type { WAMessage } from '@whiskeysockets/baileys';
import type { Contact, Contacts, Incoming } from '../../src/contacts/index.js';
import type { Clock } from '../../src/platform/clock.js';
import type { Logger } from '../../src/platform/logger.js';
import type { Texts } from '../../src/platform/texts.js';
import { createTakeOrTell } from '../conversation/take-or-tell.js';
import { phoneOf } from './addresses.js';
import type { createLoops } from './loops.js';
import { isOurs } from './message-ids.js';
import { type Parsed, parseMessage, type Said } from './parse.js';
import { LOOP_RESTS_MS, OWNER_TALKS_MS, type Quiets } from './quiets.js';

/** What came while we were away is answered when it is no older than this. */
const RECENT_MS = 24 * 3_600_000;

export type TakeMessageDeps = {
  contacts: Pick<Contacts, 'at' | 'meet' | 'provePhone'>;
  /** Resolves once the message is safe in the inbox of its chat; the same `messageId` has one effect. */
  receive(incoming: Incoming): Promise<unknown>;
  quiets: Quiets;
  loops: ReturnType<typeof createLoops>;
  asksForUs(said: Said): boolean;
  /** The phone's address of a person whose other one hides it, where WhatsApp has told it before. */
  otherAddress(address: string): Promise<string | undefined>;
  /** The number that is linked, digits. */
  ownNumber(): string | undefined;
  /** Says something beside the chat. */
  tell(contact: Contact, text: string): void;
  texts: Pick<Texts, 't'>;
  clock: Clock;
  logger: Logger;
};

export type TakeMessage = (message: WAMessage) => Promise<void>;

/**
 * Takes one message into its chat, with the manners of a guest on the owner's own phone. Once this has resolved the message
 * is handled; what it threw is to be tried again. A message that comes twice has one effect.
 */
export function createTakeMessage(deps: TakeMessageDeps): TakeMessage {
  const { contacts, receive, quiets, loops, asksForUs, otherAddress, ownNumber, tell, texts, clock, logger } = deps;
  const takeOrTell = createTakeOrTell({ receive, tell, texts });

  /** The owner talks in this chat herself. */
  async function takeOwners({ addresses, writtenAtSeconds, said }: Parsed): Promise<void> {
    if (isOurs(said.messageId) || addresses.some((one) => phoneOf(one) === `+${ownNumber()}`)) return;
    await quiets.keep(addresses, 'owner', new Date(writtenAtSeconds * 1000 + OWNER_TALKS_MS));
  }

  const isKnown = async (addresses: readonly string[]): Promise<boolean> => {
    for (const address of addresses) if (await contacts.at('whatsapp-web', address)) return true;
    return false;
  };

  return async (message) => {
    const parsed = parseMessage(message);
    if (!parsed) return;
    const { said, name, writtenAtSeconds } = parsed;
    const [address, ...told] = parsed.addresses;
    const other = told.length === 0 ? await otherAddress(address) : undefined;
    const others = other === undefined ? told : [other];
    const addresses: Parsed['addresses'] = [address, ...others];
    if (parsed.fromMe) return takeOwners({ ...parsed, addresses });
    const now = clock.now();
    if (now.getTime() - writtenAtSeconds * 1000 > RECENT_MS) return;
    if (await quiets.holds(addresses)) return;
    if (!asksForUs(said) && !(await isKnown(addresses))) return;
    if (said.text !== undefined && !said.photos && loops.hears(address, said.text, now.getTime())) {
      logger.warn('a chat in which a program seems to answer us is left alone for an hour');
      return quiets.keep(addresses, 'loop', new Date(now.getTime() + LOOP_RESTS_MS));
    }
    const contact = await contacts.meet('whatsapp-web', address, name ? { name } : {}, others);
    const phone = addresses.map(phoneOf).find((one) => one !== undefined);
    // the number is the one that WhatsApp registered
    if (phone && !contact.phone) await contacts.provePhone(contact._id, phone, 'platform');
    await takeOrTell(contact, { ...said, contactId: contact._id, at: now });
  };
}
