import { type Api, InputFile } from 'grammy';
import type { Contact } from '../../src/contacts/index.js';
import type { MediaStorage } from '../../src/platform/media/media-storage.js';
import type { Texts } from '../../src/platform/texts.js';
import type { Outgoing } from '../conversation/channel.js';
import { LIMITS } from '../conversation/limits.js';
import { type Rendered, render } from '../conversation/render.js';
import { faultOf, isNotModified, isOfTelegram, isRefused } from './faults.js';
import { inlineKeyboard, markupOf } from './markup.js';
import type { Pictures } from './pictures.js';

export type SendDeps = {
  api: Pick<Api, 'sendMessage' | 'sendPhoto' | 'sendDocument' | 'editMessageText' | 'editMessageCaption'>;
  pictures: Pictures;
  media: Pick<MediaStorage, 'read'>;
  texts: Pick<Texts, 't'>;
};

/** Telegram refuses a message without text. */
const NO_TEXT = '…';

/**
 * Sends one message, or brings one up to date that stands in the chat. Text goes as it is, without a parse mode, so
 * that what a seller typed arrives as written. Where an edit is not possible the news are a message of their own, and
 * where a picture or a file is refused, or is gone by now, its text goes alone.
 */
export const createSend =
  ({ api, pictures, media, texts }: SendDeps) =>
  async (contact: Contact, { prompt, page, mark, edits }: Outgoing): Promise<{ platformId: string }> => {
    const { replyTo: chat } = contact;
    const rendered = render(prompt, LIMITS.telegram, {
      ...(page !== undefined && { page }),
      ...(mark !== undefined && { mark }),
    });
    const text = rendered.text.trim() === '' ? NO_TEXT : rendered.text;

    async function edit(messageId: number): Promise<boolean> {
      const changes = { reply_markup: inlineKeyboard(rendered.buttons ?? []) };
      try {
        if (rendered.photo === undefined) await api.editMessageText(chat, messageId, text, changes);
        else await api.editMessageCaption(chat, messageId, { caption: rendered.text, ...changes });
        return true;
      } catch (error) {
        if (isNotModified(error)) return true;
        if (isRefused(error)) return false;
        throw error;
      }
    }

    const sendText = async (): Promise<number> => {
      const markup = markupOf(prompt, rendered, texts.t(contact.language));
      return (await api.sendMessage(chat, text, { reply_markup: markup })).message_id;
    };

    /** Undefined when the picture cannot be shown. */
    async function sendPhoto({ photo: key = '', text: caption }: Rendered): Promise<number | undefined> {
      const photo = await pictures.find(key);
      if (photo === undefined) return undefined;
      const markup = markupOf(prompt, rendered, texts.t(contact.language));
      try {
        const sent = await api.sendPhoto(chat, photo, { caption, reply_markup: markup });
        pictures.learn(key, sent.photo);
        return sent.message_id;
      } catch (error) {
        if (!isRefused(error) || /chat not found/i.test(error.description)) throw error;
        // an id may be refused for its age; the bytes then tell whether the picture itself is
        return pictures.forget(key) ? sendPhoto(rendered) : undefined;
      }
    }

    /** Undefined when the file cannot be had any more, or is one that Telegram does not take. */
    async function sendFile({ file, text: caption }: Rendered): Promise<number | undefined> {
      const bytes = file && (await media.read(file.key));
      if (!bytes) return undefined;
      const markup = markupOf(prompt, rendered, texts.t(contact.language));
      try {
        const document = new InputFile(bytes, file.name);
        return (await api.sendDocument(chat, document, { caption, reply_markup: markup })).message_id;
      } catch (error) {
        if (!isRefused(error) || /chat not found/i.test(error.description)) throw error;
        return undefined;
      }
    }

    try {
      const standing = Number(edits?.platformId);
      // a file cannot take the place of words
      if (standing > 0 && !rendered.file && (await edit(standing))) return { platformId: String(standing) };
      const messageId = rendered.file
        ? await sendFile(rendered)
        : rendered.photo === undefined
          ? undefined
          : await sendPhoto(rendered);
      return { platformId: String(messageId ?? (await sendText())) };
    } catch (error) {
      // a fault of our own is no fault of Telegram's: whoever sends counts it
      throw isOfTelegram(error) ? faultOf(error) : error;
    }
  };
