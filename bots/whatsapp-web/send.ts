import type { AnyMessageContent, proto, WASocket } from '@whiskeysockets/baileys';
import type { Contact } from '../../src/contacts/index.js';
import { asJpeg } from '../../src/platform/media/as-jpeg.js';
import type { MediaStorage } from '../../src/platform/media/media-storage.js';
import { type Outgoing, SendFault } from '../conversation/channel.js';
import { LIMITS } from '../conversation/limits.js';
import { type Rendered, render } from '../conversation/render.js';
import type { Acks } from './acks.js';
import { messageIdOf } from './message-ids.js';

export type SendDeps = {
  /** The open line; undefined while there is none. */
  socket(): Pick<WASocket, 'sendMessage'> | undefined;
  /** Why there is none. */
  reason(): string;
  media: Pick<MediaStorage, 'read'>;
  acks: Pick<Acks, 'carry'>;
  /** @throws SendFault when it is one message too many now */
  allow(contact: Contact): Promise<void>;
  /** Keeps what was sent for a reader who could not read it. */
  keep(id: string, message: proto.IMessage): void;
};

const UPLOAD_MS = 30_000;
/** WhatsApp shows nothing of a message without text. */
const NO_TEXT = '…';
/** A part of its own under the id of the whole. */
const WORDS_ALONE = 1;

/**
 * Sends one message to the address that its reader wrote from last; a send to another form of it may be refused. Choices
 * are numbered: there are no buttons to send. Where a picture or a file cannot be handed over its text goes alone.
 */
export function createSend({ socket, reason, media, acks, allow, keep }: SendDeps) {
  /** Undefined when there is nothing but words. */
  async function pictured({ photo, file, text }: Rendered): Promise<AnyMessageContent | undefined> {
    const words = text === '' ? {} : { caption: text };
    if (file) {
      const bytes = await media.read(file.key);
      return bytes && { document: bytes, fileName: file.name, mimetype: typeOf(file.name), ...words };
    }
    const bytes = photo === undefined ? undefined : await media.read(photo);
    const image = bytes && (await asJpeg(bytes));
    return image && { image, mimetype: 'image/jpeg', ...words };
  }

  return async (contact: Contact, item: Outgoing): Promise<{ platformId?: string }> => {
    // nothing that stands in the chat is changed: what an alert shows is put right when it is answered
    if (item.edits && item.isAlert) return {};
    const open = socket();
    if (!open) throw new SendFault('later', `WhatsApp is not connected: ${reason()}`);
    await allow(contact);
    const { prompt, page, mark } = item;
    const at = { ...(page !== undefined && { page }), ...(mark !== undefined && { mark }) };
    const rendered = render(prompt, LIMITS['whatsapp-web'], at);

    let isHandedOver = false;
    async function hand(content: AnyMessageContent, part = 0): Promise<string> {
      const id = messageIdOf(item.id, part);
      await acks.carry(id, contact._id, async () => {
        const options = { messageId: id, mediaUploadTimeoutMs: UPLOAD_MS };
        const sent = await open?.sendMessage(contact.replyTo, content, options);
        isHandedOver = true;
        if (sent?.message) keep(id, sent.message);
      });
      return id;
    }

    // a preview would fetch whatever address somebody wrote into the name of a product
    const words: AnyMessageContent = { text: rendered.text.trim() === '' ? NO_TEXT : rendered.text, linkPreview: null };
    const whole = await pictured(rendered);
    if (!whole) return { platformId: await hand(words) };
    try {
      return { platformId: await hand(whole) };
    } catch (error) {
      // a line that is lost says nothing about the picture
      if (isHandedOver || socket() !== open) throw error;
      return { platformId: await hand(words, WORDS_ALONE) };
    }
  };
}

const TYPES: Readonly<Record<string, string>> = { csv: 'text/csv', pdf: 'application/pdf', zip: 'application/zip' };
const typeOf = (name: string): string =>
  TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
