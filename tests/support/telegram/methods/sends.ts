import { badRequest } from '../api-error.js';
import { addBotMessage, asReply, type Content, chatToWrite, countWrite, repliedTo } from '../chats.js';
import { readCaption, readText } from '../checks/formatted.js';
import { readMarkup } from '../checks/reply-markup.js';
import { type Params, textOf } from '../params.js';
import type { ChatState } from '../world.js';
import type { Method } from './method.js';
import { readDocument } from './read-document.js';
import { readPhoto } from './read-photo.js';

const ACTIONS = new Set([
  ...['typing', 'upload_photo', 'record_video', 'upload_video', 'record_voice', 'upload_voice', 'upload_document'],
  ...['choose_sticker', 'find_location', 'record_video_note', 'upload_video_note'],
]);

export const sendMessage: Method = ({ world, params }) => {
  const { text, entities } = readText(params);
  const chat = chatToWrite(world, params);
  const markup = readMarkup(params);
  const reply = replyOf(chat, params);
  countWrite(world, chat);
  return addBotMessage(world, chat, { text, ...(entities.length && { entities }), ...reply }, markup);
};

export const sendPhoto: Method = ({ world, params, files }) => {
  const { text: caption, entities } = readCaption(params);
  const chat = chatToWrite(world, params);
  const markup = readMarkup(params);
  const reply = replyOf(chat, params);
  const photo = readPhoto(world, params.photo ?? files.find(({ field }) => field === 'photo'), files);
  countWrite(world, chat);
  const captioned = caption ? { caption, ...(entities.length && { caption_entities: entities }) } : {};
  return addBotMessage(world, chat, { photo, ...captioned, ...reply }, markup);
};

export const sendDocument: Method = ({ world, params, files }) => {
  const { text: caption, entities } = readCaption(params);
  const chat = chatToWrite(world, params);
  const markup = readMarkup(params);
  const reply = replyOf(chat, params);
  const document = readDocument(world, params.document ?? files.find(({ field }) => field === 'document'), files);
  countWrite(world, chat);
  const captioned = caption ? { caption, ...(entities.length && { caption_entities: entities }) } : {};
  return addBotMessage(world, chat, { document, ...captioned, ...reply }, markup);
};

export const sendChatAction: Method = ({ world, params }) => {
  const action = textOf(params, 'action') ?? '';
  if (!ACTIONS.has(action)) throw badRequest('wrong parameter action in request');
  chatToWrite(world, params).actions.push(action);
  world.changes.tell();
  return true;
};

function replyOf(chat: ChatState, params: Params): Content {
  const message = repliedTo(chat, params);
  return message ? { reply_to_message: asReply(message) } : {};
}
