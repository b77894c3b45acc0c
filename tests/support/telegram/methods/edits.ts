import type { InlineKeyboardMarkup, Message } from 'grammy/types';
import { badRequest, NOT_MODIFIED } from '../api-error.js';
import { chatOf, countWrite, replaceMessage } from '../chats.js';
import { readCaption, readText } from '../checks/formatted.js';
import { readInlineMarkup } from '../checks/reply-markup.js';
import { integerOf, isRecord, type Params } from '../params.js';
import type { ChatState, Kept, World } from '../world.js';
import type { Asked, Method } from './method.js';
import { readPhoto } from './read-photo.js';

/** Without `reply_markup` an edit takes the buttons away, here as with Telegram. */
export const editMessageText: Method = ({ world, params }) => {
  const { text, entities } = readText(params);
  return edit(world, params, (message) => {
    if (message.text === undefined) throw badRequest('there is no text in the message to edit');
    const { entities: _, ...rest } = message;
    return { ...rest, text, ...(entities.length && { entities }) };
  });
};

export const editMessageCaption: Method = ({ world, params }) => {
  const caption = captionOf(params);
  return edit(world, params, (message) => {
    if (!message.photo && !message.document) throw badRequest('there is no caption in the message to edit');
    return { ...withoutCaption(message), ...caption };
  });
};

/** Photos only; a text message becomes a photo with the given caption. */
export const editMessageMedia: Method = ({ world, params, files }) => {
  const { media } = params;
  if (!isRecord(media)) throw badRequest("can't parse InputMedia: expected an Object");
  if (media.type !== 'photo') throw badRequest("can't parse InputMedia: type must be photo in this fake");
  const caption = captionOf(media);
  return edit(world, params, (message) => {
    const { text: _, entities: __, ...rest } = withoutCaption(message);
    return { ...rest, photo: readPhoto(world, media.media, files), ...caption };
  });
};

export const editMessageReplyMarkup: Method = ({ world, params }: Asked) => edit(world, params, (message) => message);

function edit(world: World, params: Params, change: (message: Message) => Message): Message {
  const chat = chatOf(world, params);
  const kept = editable(world, chat, params);
  const markup = readInlineMarkup(params);
  const changed = change(kept.message);
  if (contentOf(changed, markup) === contentOf(kept.message, kept.message.reply_markup)) throw badRequest(NOT_MODIFIED);
  countWrite(world, chat);
  const { reply_markup: _, ...rest } = changed;
  const message = { ...rest, edit_date: Math.floor(world.now() / 1000), ...(markup && { reply_markup: markup }) };
  replaceMessage(world, chat, kept, message);
  return message;
}

function editable({ bot }: World, chat: ChatState, params: Params): Kept {
  const id = integerOf(params, 'message_id');
  if (id === undefined) throw badRequest('message identifier is not specified');
  const kept = chat.messages.get(id);
  if (!kept) throw badRequest('message to edit not found');
  if (kept.message.from?.id !== bot.id || kept.isFinal) throw badRequest("message can't be edited");
  return kept;
}

const captionOf = (params: Params): Pick<Message, 'caption' | 'caption_entities'> => {
  const { text: caption, entities } = readCaption(params);
  return caption ? { caption, ...(entities.length && { caption_entities: entities }) } : {};
};

const withoutCaption = ({ caption: _, caption_entities: __, ...rest }: Message): Message => rest;

const contentOf = (
  { text, entities, caption, caption_entities, photo }: Message,
  markup: InlineKeyboardMarkup | undefined,
): string => JSON.stringify([text, entities, caption, caption_entities, photo, markup]);
