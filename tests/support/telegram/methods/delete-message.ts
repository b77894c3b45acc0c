import { badRequest } from '../api-error.js';
import { chatOf } from '../chats.js';
import { integerOf } from '../params.js';
import type { Method } from './method.js';

const MAX_AGE_MS = 48 * 60 * 60 * 1000;

/** In a private chat either side's messages, in a group the bot's own; none older than 48 hours. @throws ApiError 400 */
export const deleteMessage: Method = ({ world, params }) => {
  const chat = chatOf(world, params);
  const id = integerOf(params, 'message_id');
  if (id === undefined) throw badRequest('message identifier is not specified');
  const message = chat.messages.get(id)?.message;
  if (!message) throw badRequest('message to delete not found');
  const isOthers = chat.chat.type !== 'private' && message.from?.id !== world.bot.id;
  if (isOthers || message.date * 1000 < world.now() - MAX_AGE_MS) throw badRequest("message can't be deleted");
  chat.messages.delete(id);
  world.changes.tell();
  return true;
};
