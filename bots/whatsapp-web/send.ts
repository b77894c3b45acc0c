import { type AnyMessageContent, BufferJSON, proto, type WASocket } from '@whiskeysockets/baileys';
import type { Contact } from '../../src/contacts/index.js';
import type { Clock } from '../../src/platform/clock.js';
import { asJpeg } from '../../src/platform/media/as-jpeg.js';
import type { MediaStorage } from '../../src/platform/media/media-storage.js';
import type { Db } from '../../src/platform/mongo.js';
import { type Outgoing, SendFault } from '../conversation/channel.js';
import { LIMITS } from '../conversation/limits.js';
import { type Rendered, render } from '../conversation/render.js';
import type { Acks } from './acks.js';
import { defineSent, type KeptSent } from './model.js';
import { outgoingId } from './outgoing-id.js';

const NO_TEXT = '…';
const UPLOAD_MS = 60_000;
/** A phone that could not read a message asks for it again within this time. */
const KEPT_MS = 24 * 3_600_000;

/** Messages that were sent lately, for phones that ask for one again. */
export function createSentMessages({ db, clock }: { db: Db; clock: Clock }) {
  const model = defineSent(db);
  return {
    async keep(_id: string, contactId: string, message: proto.IMessage): Promise<void> {
      const expireAt = new Date(clock.now().getTime() + KEPT_MS);
      const kept = JSON.stringify(proto.Message.toObject(proto.Message.fromObject(message)), BufferJSON.replacer);
      await model.updateOne({ _id }, { $set: { contactId, message: kept, expireAt } }, { upsert: true });
    },
    async find(_id: string): Promise<proto.IMessage | undefined> {
      const kept = await model.findById(_id).lean<KeptSent>();
      return kept ? proto.Message.fromObject(JSON.parse(kept.message, BufferJSON.reviver)) : undefined;
    },
    forget: async (contactId: string): Promise<void> => void (await model.deleteMany({ contactId })),
  };
}

/** Without a preview: it would be fetched from whatever address somebody wrote into the name of a product. */
const wordsOf = ({ text }: Pick<Rendered, 'text'>): AnyMessageContent => ({
  text: text.trim() === '' ? NO_TEXT : text,
  linkPreview: null,
});

export type SendDeps = {
  /** The open line; undefined while there is none. */
  socket(): WASocket | undefined;
  acks: Acks;
  allow(contact: Contact): Promise<void>;
  sent: ReturnType<typeof createSentMessages>;
  media: Pick<MediaStorage, 'read'>;
  /** We said something to this contact. */
  said(contactId: string): void;
};

/**
 * Sends one message to the address that wrote last. It counts as sent once the server says that it took it; sent again
 * under the same id it stays one message.
 */
export function createSend({ socket, acks, allow, sent, media, said }: SendDeps) {
  async function contentOf({ text, photo, file }: Rendered): Promise<AnyMessageContent> {
    const bytes = file && (await media.read(file.key));
    if (bytes && file) return { document: bytes, fileName: file.name, mimetype: 'text/csv', caption: text };
    const picture = photo === undefined ? undefined : await media.read(photo);
    const jpeg = picture && (await asJpeg(picture));
    if (jpeg) return { image: jpeg, caption: text };
    return wordsOf({ text });
  }

  return async (contact: Contact, item: Outgoing): Promise<{ platformId?: string }> => {
    // nothing that stands in the chat is changed: what an alert shows is put right when it is answered
    if (item.edits && item.isAlert) return {};
    const line = socket();
    if (!line) throw new SendFault('later', 'the phone is not linked, or cannot be reached');
    await allow(contact);
    const { prompt, page } = item;
    const rendered = render(prompt, LIMITS['whatsapp-web'], page === undefined ? {} : { page });
    const content = await contentOf(rendered);
    let isHandedOver = false;

    async function hand(of: AnyMessageContent, id: string): Promise<{ platformId: string }> {
      const messageId = outgoingId(contact._id, id);
      await acks.carry(messageId, async () => {
        const made = await line?.sendMessage(contact.replyTo, of, { messageId, mediaUploadTimeoutMs: UPLOAD_MS });
        isHandedOver = true;
        if (made?.message) await sent.keep(messageId, contact._id, made.message);
      });
      said(contact._id);
      return { platformId: messageId };
    }
    const failed = (error: unknown): SendFault =>
      error instanceof SendFault
        ? error
        : new SendFault('later', 'WhatsApp could not be given the message', undefined, { cause: error });

    try {
      return await hand(content, item.id);
    } catch (error) {
      // where its picture cannot be handed over, what it says must not wait, nor hold up what comes after it
      if (isHandedOver || 'text' in content || socket() !== line) throw failed(error);
      return await hand(wordsOf(rendered), `${item.id}.words`).catch((again: unknown) => {
        throw failed(again);
      });
    }
  };
}
