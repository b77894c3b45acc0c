import type { Message, User } from 'grammy/types';
import { badRequest, forbidden, tooManyRequests } from './api-error.js';
import type { Markup } from './checks/reply-markup.js';
import { integerOf, isRecord, type Params } from './params.js';
import { botUser, type ChatState, type Kept, type KnownChat, type World } from './world.js';

/** What a message has beside its id, date, chat and sender. */
export type Content = Partial<Omit<Message, 'message_id' | 'date' | 'chat' | 'from'>>;

/** A message in a chat where people write. */
export type PersonMessage = Message & { chat: KnownChat; from: User };

export function openChat(world: World, chat: KnownChat, standing: ChatState['standing']): ChatState {
  const state: ChatState = {
    chat,
    standing,
    messages: new Map(),
    lastMessageId: 0,
    keyboard: null,
    actions: [],
    writtenAt: [],
  };
  world.chats.set(chat.id, state);
  return state;
}

/** The chat of a call. @throws ApiError 400 when there is none */
export function chatOf({ chats }: World, params: Params): ChatState {
  const { chat_id: id } = params;
  if (id === undefined || id === '') throw badRequest('chat_id is empty');
  const chat = typeof id === 'number' ? chats.get(id) : undefined;
  if (!chat) throw badRequest('chat not found');
  return chat;
}

/** The chat of a call that writes to a person. @throws ApiError 400, 403, or 429 when limits are on */
export function chatToWrite(world: World, params: Params): ChatState {
  const chat = chatOf(world, params);
  if (chat.standing === 'unmet') throw forbidden("bot can't initiate conversation with a user");
  if (chat.standing === 'blocked') throw forbidden('bot was blocked by the user');
  if (chat.standing === 'deactivated') throw forbidden('user is deactivated');
  return chat;
}

/** Counts one message or edit of the bot. @throws ApiError 429 when that is too many within the last second */
export function countWrite({ limits, now }: World, chat: ChatState): void {
  if (!limits.perChatPerSecond) return;
  const at = now();
  chat.writtenAt = chat.writtenAt.filter((time) => time > at - 1000);
  if (chat.writtenAt.length >= limits.perChatPerSecond) throw tooManyRequests(1);
  chat.writtenAt.push(at);
}

/** The message that a message of the bot answers. @throws ApiError 400 when it is not there and has to be */
export function repliedTo(chat: ChatState, { reply_parameters: given }: Params): Message | undefined {
  if (given === undefined) return undefined;
  if (!isRecord(given)) throw badRequest("can't parse ReplyParameters: expected an Object");
  const id = integerOf(given, 'message_id');
  if (id === undefined) throw badRequest('can\'t find field "message_id"');
  const kept = chat.messages.get(id);
  if (!kept && given.allow_sending_without_reply !== true) throw badRequest('message to be replied not found');
  return kept?.message;
}

/** Puts a message of the bot into the chat and shows, replaces or hides the reply keyboard. */
export function addBotMessage(world: World, chat: ChatState, content: Content, markup?: Markup): Message {
  const isInline = markup !== undefined && 'inline_keyboard' in markup;
  const shown = isInline && markup.inline_keyboard.length ? { reply_markup: markup } : {};
  const message = keep(world, chat, botUser(world), { ...content, ...shown }, markup !== undefined && !isInline);
  if (markup && 'keyboard' in markup) chat.keyboard = markup;
  if (markup && 'remove_keyboard' in markup) chat.keyboard = null;
  world.changes.tell();
  return message;
}

/** Puts a message of a person into the chat and tells the bot. */
export function addPersonMessage(world: World, chat: ChatState, from: User, content: Content): Message {
  const message = keep(world, chat, from, content, false);
  world.updates.push({ message });
  world.changes.tell();
  return message;
}

function keep(world: World, chat: ChatState, from: User, content: Content, isFinal: boolean): PersonMessage {
  const message: PersonMessage = {
    message_id: ++chat.lastMessageId,
    from,
    chat: chat.chat,
    date: Math.floor(world.now() / 1000),
    ...content,
  };
  chat.messages.set(message.message_id, { message, edits: 0, isFinal });
  return message;
}

type Reply = NonNullable<Message['reply_to_message']>;

/** A message as it is within another one: without what it answers itself. */
export function asReply({ reply_to_message: _, ...message }: Message): Reply {
  // grammY's type wants the field to be there and undefined, which exactOptionalPropertyTypes does not allow
  return message as Reply;
}

export function replaceMessage(world: World, chat: ChatState, kept: Kept, message: Message): void {
  chat.messages.set(message.message_id, { ...kept, message, edits: kept.edits + 1 });
  world.changes.tell();
}
