import { GrammyError, HttpError } from 'grammy';
import { SendFault } from '../conversation/channel.js';

/** A token that was taken back gets no better by asking often. */
const REFUSED_TOKEN_MS = 60_000;

/**
 * What a failed call means for a message. Telegram's own words are kept, those of the network library are not: they
 * name the address, which has the bot's token in it.
 */
export function faultOf(error: unknown): SendFault {
  if (!(error instanceof GrammyError)) return new SendFault('later', 'Telegram cannot be reached');
  const { error_code: code, description, parameters } = error;
  const said = `Telegram says ${code}: ${description}`;
  if (code === 429) return new SendFault('later', said, (parameters.retry_after ?? 1) * 1000);
  if (code === 401 || code === 404) return new SendFault('later', said, REFUSED_TOKEN_MS);
  if (code === 403 || /chat not found/i.test(description)) return new SendFault('dead', said);
  return new SendFault(code >= 500 ? 'later' : 'final', said);
}

/** Whether a call failed, at Telegram or on the way there. */
export const isOfTelegram = (error: unknown): boolean => error instanceof GrammyError || error instanceof HttpError;

/** Whether the request itself was refused, so that the same one never goes through. */
export const isRefused = (error: unknown): error is GrammyError =>
  error instanceof GrammyError && error.error_code === 400;

/** Whether an edit would have changed nothing: what was to be shown is shown. */
export const isNotModified = (error: unknown): boolean =>
  isRefused(error) && error.description.includes('message is not modified');

/** Another program takes the updates of the same bot. */
export const isForeignPoller = (error: unknown): boolean => error instanceof GrammyError && error.error_code === 409;

/** Whether the bot's token is wrong or was taken back. */
export const isTokenRefused = (error: unknown): boolean =>
  error instanceof GrammyError && (error.error_code === 401 || error.error_code === 404);
