import type { BotCommand, MenuButton } from 'grammy/types';
import { badRequest } from '../api-error.js';
import { chatOf } from '../chats.js';
import { wrongLink } from '../checks/link.js';
import { isRecord, type Params, textOf } from '../params.js';
import type { Method } from './method.js';

const MAX_COMMANDS = 100;
const SCOPES = ['default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators'];
const CHAT_SCOPES = ['chat', 'chat_administrators', 'chat_member'];

/** @throws ApiError 400 for a name, a description, a scope or a language that Telegram refuses */
export const setMyCommands: Method = ({ world, params }) => {
  const { commands } = params;
  if (!Array.isArray(commands)) throw badRequest("can't parse commands: expected an Array of BotCommand");
  if (commands.length > MAX_COMMANDS) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  world.profile.commands.set(placeOf(params), commands.map(readCommand));
  return true;
};

/** Exactly of the given scope and language, as with Telegram: nothing falls back to another one. */
export const getMyCommands: Method = ({ world, params }) => world.profile.commands.get(placeOf(params)) ?? [];

export const deleteMyCommands: Method = ({ world, params }) => {
  world.profile.commands.delete(placeOf(params));
  return true;
};

export const setChatMenuButton: Method = ({ world, params }) => {
  const chat = params.chat_id === undefined ? undefined : chatOf(world, params);
  if (chat && chat.chat.type !== 'private') throw badRequest('chat must be a private chat');
  world.profile.menuButtons.set(chat?.chat.id ?? 'default', readMenuButton(params.menu_button ?? { type: 'default' }));
  return true;
};

export const setMyDescription: Method = ({ world, params }) => {
  const description = textOf(params, 'description') ?? '';
  if (description.length > 512) throw badRequest('description is too long');
  world.profile.descriptions.set(languageOf(params), description);
  return true;
};

export const setMyShortDescription: Method = ({ world, params }) => {
  const description = textOf(params, 'short_description') ?? '';
  if (description.length > 120) throw badRequest('short description is too long');
  world.profile.shortDescriptions.set(languageOf(params), description);
  return true;
};

function readCommand(given: unknown): BotCommand {
  if (!isRecord(given)) throw badRequest("can't parse BotCommand: expected an Object");
  const { command: name, description } = given;
  if (typeof name !== 'string' || !/^\/?[a-z0-9_]{1,32}$/.test(name)) throw badRequest('BOT_COMMAND_INVALID');
  if (typeof description !== 'string' || !description.trim() || description.length > 256) {
    throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
  }
  return { command: name.replace('/', ''), description };
}

function readMenuButton(given: unknown): MenuButton {
  const { type, text, web_app: app } = isRecord(given) ? given : {};
  if (type === 'default' || type === 'commands') return { type };
  if (type !== 'web_app') throw badRequest("can't parse MenuButton: Unsupported type specified");
  const url = isRecord(app) && typeof app.url === 'string' ? app.url : '';
  if (typeof text !== 'string' || !text) throw badRequest('can\'t parse MenuButton: Can\'t find field "text"');
  if (!url.startsWith('https://') || wrongLink(url)) {
    throw badRequest(`menu button Web App URL '${url}' is invalid: Only HTTPS links are allowed`);
  }
  return { type, text, web_app: { url } };
}

/** As `default`, `default hi`, `chat 42`. */
function placeOf(params: Params): string {
  const { type = 'default', chat_id: chatId, user_id: userId } = isRecord(params.scope) ? params.scope : {};
  const isOfChat = CHAT_SCOPES.includes(String(type));
  if (!isOfChat && !SCOPES.includes(String(type))) {
    throw badRequest("can't parse BotCommandScope: Unsupported type specified");
  }
  if (isOfChat && chatId === undefined) throw badRequest('can\'t parse BotCommandScope: Can\'t find field "chat_id"');
  const parts = [type, isOfChat && chatId, type === 'chat_member' && userId, languageOf(params)];
  return parts.filter((part) => part).join(' ');
}

/** Two letters, or '' for everybody whose language has no texts of its own. */
function languageOf(params: Params): string {
  const language = textOf(params, 'language_code') ?? '';
  if (language && !/^[a-z]{2}$/.test(language)) throw badRequest('invalid language code specified');
  return language;
}
