import { Api, Bot, GrammyError } from 'grammy';
import type { FakeTelegram } from '../start-fake-telegram.js';

/** The calls of a bot that may be started any time; it is never started here. */
export const apiOf = (telegram: FakeTelegram): Api => new Api(telegram.token, { apiRoot: telegram.apiRoot });

/** A bot that polls until `stop`, as grammY does it by itself. */
export const botOf = (telegram: FakeTelegram): Bot =>
  new Bot(telegram.token, { client: { apiRoot: telegram.apiRoot } });

/** What the refusal of a call said, as "400 Bad Request: …". */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof GrammyError) return `${error.error_code} ${error.description}`;
    return String(error);
  }
  return 'none';
}

/** What a method answers to parameters that no typed client would send. */
export async function post(telegram: FakeTelegram, method: string, body: unknown, token = telegram.token) {
  const answer = await fetch(`${telegram.apiRoot}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
}
