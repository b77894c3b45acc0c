import { type Incoming, type MediaRef, startOf } from '../../src/contacts/index.js';
import type { Change, Message } from './shapes.js';

/** What one person said or tapped; `contactId` and the time of receipt are the channel's to add. */
export type Said = Omit<Incoming, 'contactId' | 'at'>;

/** Who wrote: where answers go, what else Meta calls them, and the number that Meta vouches for where it tells one. */
export type Writer = { address: string; others: string[]; phone?: string; name?: string };

const PHONE = /^\d{7,15}$/;
/** Kinds of messages that a person means as such, and that no conversation can take. */
const UNSUPPORTED = ['audio', 'sticker', 'unsupported', 'video', 'voice'];

/** Whether an address of this channel is a phone number; else it is an id that hides one. */
export const isPhone = (address: string): boolean => PHONE.test(address);

/** Undefined where Meta does not say who wrote. */
export function writerOf({ from, from_user_id }: Message, { contacts }: Change): Writer | undefined {
  const contact =
    contacts.find(({ wa_id, user_id }) => (from ? wa_id === from : user_id === from_user_id)) ??
    (contacts.length === 1 ? contacts[0] : undefined);
  const [address, ...others] = [...new Set([from, contact?.wa_id, from_user_id, contact?.user_id])].filter(
    (one) => one !== undefined,
  );
  if (address === undefined) return undefined;
  const phone = [address, ...others].find(isPhone);
  const name = contact?.profile?.name;
  return { address, others, ...(phone && { phone: `+${phone}` }), ...(name && { name }) };
}

/** What a message says; undefined for what is nobody's word to us (a reaction, news of the number itself). */
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
    const { mime_type = '', filename, caption } = document;
    const isPicture = mime_type.startsWith('image/') || /\.(jpe?g|png|webp|hei[cf])$/i.test(filename ?? '');
    const file = refOf(document);
    return isPicture ? { photos: [file], ...words(caption) } : { file, ...words(caption) };
  }
  if (location) {
    const label = [location.name, location.address].filter(Boolean).join(', ');
    const { latitude, longitude } = location;
    return { location: { latitude, longitude, ...(label && { label }) } };
  }
  const shared = contacts?.flatMap(({ phones }) => phones)[0];
  const number = shared?.wa_id ? `+${shared.wa_id}` : shared?.phone;
  if (number) return { contact: { phone: number, verified: own !== undefined && number === own } };
  if (order) {
    const lines = order.product_items.map(({ product_retailer_id: productId, quantity: qty }) => ({ productId, qty }));
    return lines.length > 0 ? { order: lines } : { unsupported: true };
  }
  // a start without words: the person opened the chat for the first time
  if (type === 'request_welcome') return { start: '' };
  return UNSUPPORTED.includes(type) || interactive || contacts ? { unsupported: true } : undefined;
}

/** The id of what was sent, and the hash that Meta names for it. */
const refOf = ({ id, sha256 = '', filename }: NonNullable<Message['image']>): MediaRef => ({
  ref: `${id}|${sha256}`,
  ...(filename && { name: filename }),
});
