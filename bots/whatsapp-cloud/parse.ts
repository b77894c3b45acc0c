import { type Incoming, type MediaRef, startOf } from '../../src/contacts/index.js';
import { mobileOnWhatsApp } from '../../src/platform/mobile.js';
import { isPicture } from '../conversation/fetched.js';
import type { Change, Message } from './shapes.js';

/** What one person said or tapped; `contactId` and the time of receipt are the channel's to add. */
export type Said = Omit<Incoming, 'contactId' | 'at'>;

/** Who wrote: where answers go, what else Meta calls them, and the number that Meta vouches for where it tells one. */
export type Writer = { address: string; others: string[]; phone?: string; name?: string };

const PHONE = /^\d{7,15}$/;
/**
 * What is no word to us: how somebody liked a message, what they took back or wrote anew, news of the number itself. All
 * else that cannot be read (a sticker, a voice note, a kind of tomorrow) is answered in words, never with silence.
 */
const NO_WORDS = new Set(['edit', 'reaction', 'revoke', 'system']);
/** A name longer than any that WhatsApp takes is not one. */
const NAME = 100;

/** Whether an address of this channel is a phone number; else it is an id that hides one. */
export const isPhone = (address: string): boolean => PHONE.test(address);

/** Undefined where Meta does not say who wrote, and in a group, where nobody speaks to us. */
export function writerOf(message: Message, { contacts }: Pick<Change, 'contacts'>): Writer | undefined {
  const { from, from_user_id, group_id } = message;
  if (group_id) return undefined;
  const contact =
    contacts.find(({ wa_id, user_id }) => (from ? wa_id === from : user_id === from_user_id)) ??
    (contacts.length === 1 ? contacts[0] : undefined);
  const [address, ...others] = [...new Set([from, contact?.wa_id, from_user_id, contact?.user_id])].filter(
    (one) => one !== undefined,
  );
  if (address === undefined) return undefined;
  const phone = [address, ...others].find(isPhone);
  const name = contact?.profile?.name?.slice(0, NAME);
  return { address, others, ...(phone && { phone: mobileOnWhatsApp(phone) }), ...(name && { name }) };
}

/** What a message says; undefined for what is no word to us (a reaction, news of the number itself). */
export function saidIn(message: Message, { phone }: Pick<Writer, 'phone'>): Said | undefined {
  const content = contentOf(message, phone);
  if (!content) return undefined;
  const quotes = message.context?.id;
  return { messageId: message.id, ...content, ...(quotes && { quotes }) };
}

function contentOf(message: Message, own: string | undefined): Omit<Said, 'messageId'> | undefined {
  const { type, text, button, interactive, image, document, location, contacts, order } = message;
  if (text) {
    const start = startOf(text.body);
    return start === undefined ? { text: text.body } : { start };
  }
  // the button of a template: it says what is written on it
  if (button) return { text: button.text };
  const reply = interactive?.button_reply ?? interactive?.list_reply;
  if (reply) return { choice: reply.id };
  const words = (caption?: string) => (caption ? { text: caption } : {});
  if (image) return { photos: [refOf(image)], ...words(image.caption) };
  if (document) {
    const { mime_type, filename, caption } = document;
    const file = refOf(document);
    return isPicture(mime_type, filename) ? { photos: [file], ...words(caption) } : { file, ...words(caption) };
  }
  if (location) {
    const label = [location.name, location.address].filter(Boolean).join(', ');
    const { latitude, longitude } = location;
    return { location: { latitude, longitude, ...(label && { label }) } };
  }
  const shared = contacts?.flatMap(({ phones }) => phones)[0];
  const number = shared?.wa_id && isPhone(shared.wa_id) ? mobileOnWhatsApp(shared.wa_id) : shared?.phone;
  if (number) return { contact: { phone: number, verified: own !== undefined && number === own } };
  const lines = order?.product_items.map(({ product_retailer_id: productId, quantity: qty }) => ({ productId, qty }));
  if (lines?.length) return { order: lines };
  // a start without words: the person opened the chat for the first time
  if (type === 'request_welcome') return { start: '' };
  return NO_WORDS.has(type) ? undefined : { unsupported: true };
}

/** The id of what was sent, and the hash that Meta names for it. */
const refOf = ({ id, sha256 = '', filename }: NonNullable<Message['image']>): MediaRef => ({
  ref: `${id}|${sha256}`,
  ...(filename && { name: filename }),
});
