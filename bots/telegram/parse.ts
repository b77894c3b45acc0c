import type { CallbackQuery, Contact, Message, Update } from 'grammy/types';
import type { Incoming, MediaRef } from '../../src/contacts/index.js';
import { isPicture } from '../conversation/fetched.js';

/** What one person said or tapped; `contactId` and the time of receipt are the channel's to add. */
export type Said = Omit<Incoming, 'contactId' | 'at'>;

/** One update, in our words. `address` is the private chat, which has the id of its person. */
export type Parsed =
  | { kind: 'said'; address: string; name: string; language?: string; said: Said; callbackId?: string }
  /** A tap that means nothing here and is answered all the same, else its button spins. */
  | { kind: 'tap'; callbackId: string }
  | { kind: 'blocked'; address: string; atSeconds: number }
  /** A shape that Telegram does not document. */
  | { kind: 'unreadable'; error: unknown };

/** The kinds of updates we ask for; Telegram sends no others. */
export const UPDATE_KINDS = ['message', 'callback_query', 'my_chat_member'] as const;

/** Kinds of messages that a person means as such, and that no conversation can take. */
const UNSUPPORTED = [
  ...['animation', 'audio', 'checklist', 'dice', 'game', 'giveaway', 'invoice', 'paid_media', 'poll', 'sticker'],
  ...['story', 'video', 'video_note', 'voice'],
];
const START = /^\/start(?:@\w+)?(?:\s+(\S*))?\s*$/;

/**
 * What an update says. Undefined for what is nobody's word to us: groups, channels, other bots, service messages
 * (a pinned message, a changed timer). Never throws: what cannot be read today cannot be read when it comes again.
 */
export function parseUpdate(update: Update): Parsed | undefined {
  try {
    return parsed(update);
  } catch (error) {
    return { kind: 'unreadable', error };
  }
}

function parsed({ message, callback_query: tap, my_chat_member: member }: Update): Parsed | undefined {
  if (message) return parseMessage(message);
  if (tap) return parseTap(tap);
  if (member?.chat.type === 'private' && member.new_chat_member.status === 'kicked') {
    return { kind: 'blocked', address: String(member.chat.id), atSeconds: member.date };
  }
  return undefined;
}

function parseMessage(message: Message): Parsed | undefined {
  const { chat, from, message_id: id } = message;
  if (chat.type !== 'private' || !from || from.is_bot) return undefined;
  const content = contentOf(message, String(from.id));
  return content && { kind: 'said', ...personOf(chat.id, from), said: { messageId: `m${id}`, ...content } };
}

function parseTap({ id, data, from, message }: CallbackQuery): Parsed {
  if (!data || message?.chat.type !== 'private') return { kind: 'tap', callbackId: id };
  const said = { messageId: `t${id}`, choice: data, tapped: String(message.message_id) };
  return { kind: 'said', ...personOf(message.chat.id, from), said, callbackId: id };
}

const personOf = (chatId: number, { first_name, language_code }: { first_name: string; language_code?: string }) => ({
  address: String(chatId),
  name: first_name,
  ...(language_code && { language: language_code }),
});

function contentOf(message: Message, fromId: string): Omit<Said, 'messageId'> | undefined {
  const { text, caption, photo, document, contact, location, venue } = message;
  if (text !== undefined) {
    const start = START.exec(text);
    return start ? { start: start[1] ?? '' } : { text };
  }
  const words = caption ? { text: caption } : {};
  // sizes come smallest first; the largest is a JPEG without EXIF
  const largest = photo?.at(-1);
  if (largest) return { photos: [{ ref: refOf(largest) }], ...words };
  if (document) {
    const { file_name: name, mime_type: type } = document;
    const file: MediaRef = { ref: refOf(document), ...(name && { name }) };
    return isPicture(type, name) ? { photos: [file], ...words } : { file, ...words };
  }
  if (contact) return { contact: { phone: e164(contact), verified: String(contact.user_id) === fromId } };
  if (location) {
    const label = venue && [venue.title, venue.address].filter(Boolean).join(', ');
    return { location: { latitude: location.latitude, longitude: location.longitude, ...(label && { label }) } };
  }
  return UNSUPPORTED.some((kind) => kind in message) ? { unsupported: true } : undefined;
}

/** Telegram names the size beforehand, so that a file that is too big need not be fetched to be refused. */
const refOf = ({ file_id, file_size = 0 }: { file_id: string; file_size?: number }): string =>
  `${file_size}:${file_id}`;

/** The size in bytes (0 where it is not known) and the id of a file. */
export function readRef(ref: string): { bytes: number; fileId: string } {
  const colon = ref.indexOf(':');
  return { bytes: Number(ref.slice(0, colon)), fileId: ref.slice(colon + 1) };
}

/** Originals that phones send as files often come without a type. */
/** Some clients leave out the plus of a shared number. */
const e164 = ({ phone_number }: Contact): string => (phone_number.startsWith('+') ? phone_number : `+${phone_number}`);
