import {
  isLidUser,
  isPnUser,
  jidDecode,
  jidNormalizedUser,
  normalizeMessageContent,
  type proto,
} from '@whiskeysockets/baileys';
import { type Incoming, type MediaRef, startOf } from '../../src/contacts/index.js';
import { mobileOnWhatsApp } from '../../src/platform/mobile.js';
import { isPicture } from '../conversation/fetched.js';
import { refOf } from './media-ref.js';

/** What one person said; `contactId` and the time of receipt are the channel's to add. */
export type Said = Omit<Incoming, 'contactId' | 'at'>;

/** A message in a chat with one person. */
export type Heard = {
  /** The address that wrote, or was written to; answers go there. */
  address: string;
  others: string[];
  /** E.164, where WhatsApp tells it. */
  phone?: string;
  name?: string;
  /** It was said on this account: by the owner's phone, or by us. */
  fromMe: boolean;
  messageId: string;
  atSeconds: number;
  content: proto.IMessage | undefined;
};

/** Undefined for what is no chat with one person: groups, broadcasts, channels, WhatsApp itself. */
export function heardIn(message: proto.IWebMessageInfo): Heard | undefined {
  const { key, messageTimestamp, pushName } = message;
  const { remoteJid, id, fromMe } = key ?? {};
  const alternative =
    key && 'remoteJidAlt' in key && typeof key.remoteJidAlt === 'string' ? key.remoteJidAlt : undefined;
  const [address, ...others] = [remoteJid, alternative].filter(isPerson).map((jid) => jidNormalizedUser(jid));
  if (!address || !id || !isPerson(remoteJid)) return undefined;
  const number = [address, ...others].find((jid) => isPnUser(jid));
  const digits = number && jidDecode(number)?.user;
  return {
    ...{ address, others: others.filter((one) => one !== address), fromMe: fromMe === true, messageId: id },
    ...(digits && { phone: mobileOnWhatsApp(digits) }),
    ...(pushName && { name: pushName }),
    atSeconds: Number(messageTimestamp ?? 0),
    content: normalizeMessageContent(message.message),
  };
}

const isPerson = (jid: string | null | undefined): jid is string =>
  typeof jid === 'string' && Boolean(isPnUser(jid) || isLidUser(jid));

/** Kinds of messages that a person means as such, and that no conversation can take. */
const UNSUPPORTED = [
  ...['audioMessage', 'videoMessage', 'ptvMessage', 'stickerMessage', 'lottieStickerMessage', 'pollCreationMessage'],
  ...['pollCreationMessageV2', 'pollCreationMessageV3', 'productMessage', 'orderMessage', 'eventMessage'],
  ...[
    'groupInviteMessage',
    'interactiveMessage',
    'interactiveResponseMessage',
    'listMessage',
    'buttonsMessage',
    'templateMessage',
    'invoiceMessage',
  ],
] as const;

/** What a message says; undefined for what is nobody's word to us (a reaction, a deletion, a key). */
export function saidIn({
  content,
  messageId,
  phone,
}: Pick<Heard, 'content' | 'messageId' | 'phone'>): Said | undefined {
  if (!content) return undefined;
  const said = contentOf(content, phone);
  if (!said) return undefined;
  const quotes = contextOf(content)?.stanzaId;
  return { messageId, ...said, ...(quotes && { quotes }) };
}

function contentOf(content: proto.IMessage, own: string | undefined): Omit<Said, 'messageId'> | undefined {
  const { imageMessage, documentMessage, locationMessage, liveLocationMessage } = content;
  const text = content.conversation ?? content.extendedTextMessage?.text;
  if (text) {
    const start = startOf(text);
    return start === undefined ? { text } : { start };
  }
  const words = (caption: string | null | undefined) => (caption ? { text: caption } : {});
  if (imageMessage) return { photos: [{ ref: refOf(imageMessage, 'image') }], ...words(imageMessage.caption) };
  if (documentMessage) {
    const { mimetype, fileName, caption } = documentMessage;
    const file: MediaRef = { ref: refOf(documentMessage, 'document'), ...(fileName && { name: fileName }) };
    return isPicture(mimetype, fileName) ? { photos: [file], ...words(caption) } : { file, ...words(caption) };
  }
  const place = locationMessage ?? liveLocationMessage;
  if (place) {
    const { degreesLatitude: latitude, degreesLongitude: longitude } = place;
    if (typeof latitude !== 'number' || typeof longitude !== 'number') return { unsupported: true };
    const label = [locationMessage?.name, locationMessage?.address].filter(Boolean).join(', ');
    return { location: { latitude, longitude, ...(label && { label }) } };
  }
  const vcard = content.contactMessage?.vcard ?? content.contactsArrayMessage?.contacts?.[0]?.vcard;
  if (vcard) {
    const shared = numberIn(vcard);
    return shared ? { contact: { phone: shared, verified: shared === own } } : { unsupported: true };
  }
  const choice = choiceIn(content);
  if (choice) return { choice };
  return UNSUPPORTED.some((kind) => content[kind]) ? { unsupported: true } : undefined;
}

/** `TEL;type=CELL;waid=919876543210:+91 98765 43210` */
function numberIn(vcard: string): string | undefined {
  const digits = /waid=(\d{7,15})/i.exec(vcard)?.[1];
  if (digits) return `+${digits}`;
  return /^(?:item\d+\.)?TEL[^:]*:([+\d][\d\s().-]{5,25})/im.exec(vcard)?.[1]?.trim();
}

/** We send no buttons; what other clients answer in their form is taken all the same. */
function choiceIn(content: proto.IMessage): string | undefined {
  const { listResponseMessage, buttonsResponseMessage, templateButtonReplyMessage, interactiveResponseMessage } =
    content;
  return (
    listResponseMessage?.singleSelectReply?.selectedRowId ??
    buttonsResponseMessage?.selectedButtonId ??
    templateButtonReplyMessage?.selectedId ??
    idIn(interactiveResponseMessage?.nativeFlowResponseMessage?.paramsJson)
  );
}

/** `{"id":"yes","description":"…"}` */
function idIn(json: string | null | undefined): string | undefined {
  try {
    const read: unknown = JSON.parse(json ?? 'null');
    return typeof read === 'object' && read && 'id' in read && typeof read.id === 'string' ? read.id : undefined;
  } catch {
    return undefined;
  }
}

const contextOf = ({ extendedTextMessage, imageMessage, documentMessage, locationMessage }: proto.IMessage) =>
  (extendedTextMessage ?? imageMessage ?? documentMessage ?? locationMessage)?.contextInfo ?? undefined;
