import { jidDecode, normalizeMessageContent, type proto, type WAMessage } from '@whiskeysockets/baileys';
import { type Incoming, type MediaRef, startOf } from '../../src/contacts/index.js';
import { bare, isPerson, phoneOf } from './addresses.js';
import { mediaRef } from './media-ref.js';

/** What one person said; `contactId` and the time of receipt are the channel's to add. */
export type Said = Omit<Incoming, 'contactId' | 'at'>;

/** One message, in our words. */
export type Parsed = {
  /** The chat it is in: where it came from first, then what else WhatsApp calls the person. */
  addresses: [string, ...string[]];
  /** The owner of the linked number wrote it, or we did. */
  fromMe: boolean;
  writtenAtSeconds: number;
  name?: string;
  /** The phone that WhatsApp vouches for. */
  phone?: string;
  said: Said;
};

type Content = NonNullable<ReturnType<typeof normalizeMessageContent>>;

/** Kinds of messages that a person means as such, and that no conversation can take. */
const UNSUPPORTED = [
  ...['audioMessage', 'videoMessage', 'ptvMessage', 'stickerMessage', 'lottieStickerMessage', 'stickerPackMessage'],
  ...['pollCreationMessage', 'pollCreationMessageV2', 'pollCreationMessageV3', 'eventMessage', 'productMessage'],
  ...['orderMessage', 'groupInviteMessage', 'contactMessage', 'contactsArrayMessage', 'invoiceMessage'],
  ...['sendPaymentMessage', 'requestPaymentMessage', 'listResponseMessage', 'buttonsResponseMessage'],
] as const satisfies readonly (keyof Content)[];

/**
 * What a message says; undefined for what is nobody's word to us: groups and broadcasts, reactions, edits and other news
 * of the protocol, the head of an album (its pictures come by themselves), and what could not be decrypted, which comes again.
 */
export function parseMessage(message: WAMessage): Parsed | undefined {
  const { remoteJid, remoteJidAlt, id, fromMe } = message.key;
  if (!remoteJid || !id || !isPerson(remoteJid)) return undefined;
  const content = normalizeMessageContent(message.message);
  const alt = remoteJidAlt && isPerson(remoteJidAlt) ? [bare(remoteJidAlt)] : [];
  const addresses: Parsed['addresses'] = [bare(remoteJid), ...alt];
  const phone = addresses.map(phoneOf).find((one) => one !== undefined);
  const said = content && saidIn(content, phone);
  if (!said) return undefined;
  const quotes = quotedIn(content);
  return {
    addresses,
    fromMe: fromMe === true,
    // a number, or what the library has for one of 64 bits
    writtenAtSeconds: Number(String(message.messageTimestamp ?? 0)),
    ...(message.pushName && { name: message.pushName }),
    ...(phone && { phone }),
    said: { messageId: id, ...said, ...(quotes && { quotes }) },
  };
}

function saidIn(content: Content, own: string | undefined): Omit<Said, 'messageId'> | undefined {
  const text = content.conversation || content.extendedTextMessage?.text;
  if (text) {
    const start = startOf(text);
    return start === undefined ? { text } : { start };
  }
  const words = (caption: string | null | undefined) => (caption ? { text: caption } : {});
  const { imageMessage: image, documentMessage: document } = content;
  if (image) return { photos: [{ ref: mediaRef('image', image) }], ...words(image.caption) };
  if (document) {
    const { mimetype, fileName: name, caption } = document;
    const file: MediaRef = { ref: mediaRef('document', document), ...(name && { name }) };
    const isPicture = mimetype?.startsWith('image/') || /\.(jpe?g|png|webp|hei[cf])$/i.test(name ?? '');
    return isPicture ? { photos: [file], ...words(caption) } : { file, ...words(caption) };
  }
  return placeIn(content) ?? contactIn(content, own) ?? choiceIn(content) ?? unsupported(content);
}

function placeIn({ locationMessage, liveLocationMessage }: Content): Pick<Said, 'location'> | undefined {
  const { degreesLatitude: latitude, degreesLongitude: longitude } = locationMessage ?? liveLocationMessage ?? {};
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return undefined;
  const label = [locationMessage?.name, locationMessage?.address].filter(Boolean).join(', ');
  return { location: { latitude, longitude, ...(label && { label }) } };
}

/** `TEL;type=CELL;waid=919811111111:+91 98111 11111` */
const WAID = /^TEL[^:\r\n]*;waid=(\d{7,15})/im;
const TEL = /^(?:item\d+\.)?TEL[^:\r\n]*:([+\d][\d ()-]{6,24})/im;

function contactIn({ contactMessage, contactsArrayMessage }: Content, own?: string): Pick<Said, 'contact'> | undefined {
  const card = (contactMessage ?? contactsArrayMessage?.contacts?.[0])?.vcard ?? '';
  const known = WAID.exec(card)?.[1];
  const phone = known ? `+${known}` : TEL.exec(card)?.[1]?.replace(/[ ()-]/g, '');
  return phone === undefined ? undefined : { contact: { phone, verified: own !== undefined && phone === own } };
}

/** Buttons and rows are not ours to send here; one that came in all the same is read by its id. */
function choiceIn(content: Content): Pick<Said, 'choice'> | undefined {
  const { listResponseMessage, buttonsResponseMessage, templateButtonReplyMessage, interactiveResponseMessage } =
    content;
  const choice =
    listResponseMessage?.singleSelectReply?.selectedRowId ||
    buttonsResponseMessage?.selectedButtonId ||
    templateButtonReplyMessage?.selectedId ||
    idIn(interactiveResponseMessage?.nativeFlowResponseMessage?.paramsJson);
  return choice ? { choice } : undefined;
}

function idIn(json: string | null | undefined): string | undefined {
  try {
    const params: unknown = JSON.parse(json ?? 'null');
    const id = typeof params === 'object' && params !== null && 'id' in params ? params.id : undefined;
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}

const unsupported = (content: Content): Pick<Said, 'unsupported'> | undefined =>
  UNSUPPORTED.some((kind) => content[kind]) ? { unsupported: true } : undefined;

/** The id of the message that this one quotes. */
function quotedIn(content: Content): string | undefined {
  const parts: ({ contextInfo?: proto.IContextInfo | null } | null | undefined)[] = [
    ...[content.extendedTextMessage, content.imageMessage, content.documentMessage],
    ...[content.locationMessage, content.contactMessage, content.listResponseMessage],
  ];
  return parts.map((part) => part?.contextInfo?.stanzaId).find((id) => id) ?? undefined;
}

/** Whether two addresses are of one number or name. */
export const isSame = (one: string, other: string | undefined): boolean =>
  other !== undefined && jidDecode(one)?.user === jidDecode(other)?.user;
