import { badRequest } from '../api-error.js';
import { textOf } from '../params.js';
import type { Method } from './method.js';

const MAX_TEXT = 200;

/** Once for every query. @throws ApiError 400 for a query that is unknown, too old or answered, and for a long text */
export const answerCallbackQuery: Method = ({ world, params }) => {
  const query = world.queries.get(textOf(params, 'callback_query_id') ?? '');
  const text = textOf(params, 'text') ?? '';
  const url = textOf(params, 'url') ?? '';
  if (!query || query.isTooOld || query.answer) {
    throw badRequest('query is too old and response timeout expired or query ID is invalid');
  }
  if (text.length > MAX_TEXT) throw badRequest('MESSAGE_TOO_LONG');
  if (url && !url.startsWith(`https://t.me/${world.bot.username}?start=`)) throw badRequest('URL_INVALID');
  query.answer = { queryId: query.id, text, showAlert: params.show_alert === true, url };
  world.changes.tell();
  return true;
};
