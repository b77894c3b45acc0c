import express from 'express';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { problemHandler } from '../../../src/platform/http/problem-handler.js';
import { makeIndexes } from '../../../src/platform/mongo.js';
import { testDb } from '../../support/db.js';
import { listen } from '../../support/listen.js';
import { type FakeTelegram, startFakeTelegram } from '../../support/telegram/start-fake-telegram.js';
import { aBreakableDb } from './a-breakable-db.js';
import { aLine, aLog, peopleOf, texts, wordsOf } from './a-line.js';
import { apiOf } from './a-send.js';

const db = testDb();
const people = peopleOf(db);
beforeAll(() => makeIndexes(db));

const SECRET = 'a_Secret-1';

/** A server with the webhook, which Telegram knows as soon as the channel has begun. */
async function aServer(telegram: FakeTelegram, given: Parameters<typeof aLine>[2] = {}) {
  const app = express();
  const server = await listen(app);
  onTestFinished(server[Symbol.asyncDispose]);
  const line = aLine(db, telegram, { mode: 'webhook', webhookSecret: SECRET, publicUrl: server.url, ...given });
  const { logger, read } = aLog();
  app.use(line.router, problemHandler({ texts, logger }));
  return {
    ...line,
    broken: read,
    /** Posts something as if it came from Telegram. */
    post: (body: string, headers: Record<string, string> = {}) =>
      fetch(`${server.url}/webhooks/telegram`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      }),
  };
}

async function anOpenServer(telegram: FakeTelegram, given: Parameters<typeof aLine>[2] = {}) {
  const server = await aServer(telegram, given);
  await server.channel.start();
  await telegram.waitFor(() => telegram.calls('setWebhook').some(({ status }) => status === 200));
  return server;
}

const isConfirmed = (telegram: FakeTelegram) => expect.poll(() => telegram.unconfirmed()).toEqual([]);
const signed = (secret = SECRET) => ({ 'x-telegram-bot-api-secret-token': secret });

describe('updates by webhook', () => {
  it('are asked for at our address, by their kinds, with a secret', async () => {
    await using telegram = await startFakeTelegram();
    await using _server = await anOpenServer(telegram);
    expect(telegram.calls('setWebhook')).toMatchObject([
      {
        status: 200,
        params: {
          url: expect.stringMatching(/^http:.*\/webhooks\/telegram$/),
          secret_token: SECRET,
          allowed_updates: ['message', 'callback_query', 'my_chat_member'],
        },
      },
    ]);
    expect(telegram.calls('getUpdates')).toEqual([]);
  });

  it('have a secret also when nobody chose one, the same in every process and not the token', async () => {
    await using telegram = await startFakeTelegram();
    await using _one = await anOpenServer(telegram, { webhookSecret: undefined as never });
    await using _other = await anOpenServer(telegram, { webhookSecret: undefined as never });
    await telegram.waitFor(() => telegram.calls('setWebhook').length === 2);
    const [one, other] = telegram.calls('setWebhook').map(({ params }) => String(params.secret_token));
    expect(one).toMatch(/^[\w-]{32,256}$/);
    expect(one).toBe(other);
    expect(telegram.token).not.toContain(one);
  });

  it('reach their chats, those of one chat in the order in which they were written', async () => {
    await using telegram = await startFakeTelegram();
    await using _server = await anOpenServer(telegram);
    const [asha, ravi] = [telegram.person(), telegram.person()];
    asha.start('s_pickles');
    ravi.start();
    for (const text of ['one', 'two', 'three', 'four']) asha.types(text);
    await isConfirmed(telegram);
    expect(await wordsOf(people, asha)).toEqual(['/start s_pickles', 'one', 'two', 'three', 'four']);
    expect(await wordsOf(people, ravi)).toEqual(['/start']);
  });

  it('that come twice count once', async () => {
    await using telegram = await startFakeTelegram();
    await using server = await anOpenServer(telegram);
    const asha = telegram.person();
    asha.start();
    const update = telegram.sends({ message: { ...asha.messages()[0]?.raw, message_id: 50 } as never });
    await isConfirmed(telegram);
    expect(await wordsOf(people, asha)).toEqual(['/start', '/start']);
    expect((await server.post(JSON.stringify(update), signed())).status).toBe(200);
    telegram.repeat(update.update_id);
    await isConfirmed(telegram);
    expect(await wordsOf(people, asha)).toEqual(['/start', '/start']);
  });

  it('are not confirmed while the database is away, and come again when it is back', async () => {
    const { db: own, breakDown, goOn } = await aBreakableDb(db);
    await using telegram = await startFakeTelegram();
    await using server = await anOpenServer(telegram, { people: peopleOf(own) });
    const asha = telegram.person();
    breakDown();
    asha.start();
    const api = apiOf(telegram);
    await expect
      .poll(() => api.getWebhookInfo())
      .toMatchObject({ pending_update_count: 1, last_error_message: expect.stringContaining('503') });
    goOn();
    await isConfirmed(telegram);
    expect(await wordsOf(people, asha)).toEqual(['/start']);
    expect(server.broken(), 'nothing is wrong with the program').toBe('');
  });

  it('are not confirmed after a fault of ours, which is logged without the token', async () => {
    await using telegram = await startFakeTelegram();
    let faults = 1;
    await using server = await anOpenServer(telegram, {
      async receive(incoming) {
        if (faults-- > 0) throw new Error('a bug');
        return people.chats.receive('telegram', incoming);
      },
    });
    const asha = telegram.person();
    asha.start();
    await isConfirmed(telegram);
    expect(await wordsOf(people, asha)).toEqual(['/start']);
    expect(server.broken()).toContain('a bug');
    expect(server.broken()).not.toContain(telegram.token);
  });

  it('wait until the bot knows itself, so that no stranger makes us ask', async () => {
    await using telegram = await startFakeTelegram();
    await using server = await aServer(telegram);
    expect((await server.post('{"update_id":1}', signed())).status).toBe(503);
    expect(telegram.calls('getMe')).toEqual([]);
  });

  it('are not taken here at all while they are polled', async () => {
    await using telegram = await startFakeTelegram();
    await using server = await aServer(telegram, { mode: 'polling' });
    expect((await server.post('{"update_id":1}', signed())).status).toBe(404);
  });
});

describe('somebody who is not Telegram', () => {
  const start = (id: number) => ({
    update_id: 1,
    message: {
      ...{ message_id: 1, date: 0, text: 'hi' },
      ...{ chat: { id, type: 'private', first_name: 'M' }, from: { id, is_bot: false, first_name: 'M' } },
    },
  });

  it.each<[string, Record<string, string>]>([
    ['without the secret', {}],
    ['with a wrong one', signed('a_Secret-2')],
    ['with a part of it', signed('a_Secret')],
    ['with an empty one', signed('')],
  ])('says nothing in anybody’s name %s', async (_how, headers) => {
    await using telegram = await startFakeTelegram();
    await using server = await anOpenServer(telegram);
    expect((await server.post(JSON.stringify(start(66)), headers)).status).toBe(401);
    expect(await people.contactOf({ id: 66 })).toBeNull();
  });

  const hostile: [string, string, Record<string, string>?][] = [
    ['no JSON', '{"update_id":'],
    ['nothing', ''],
    ['2 MB', JSON.stringify({ update_id: 1, text: 'a'.repeat(2 * 1024 * 1024) })],
    ['a list', '[]'],
    ['null', 'null'],
    ['a number', '7'],
    ['an empty object', '{}'],
    ['a form', 'update_id=1', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['another character set', '{}', { 'content-type': 'application/json; charset=x' }],
    ['what is not packed as it says', '{}', { 'content-encoding': 'gzip' }],
    ['a message without a chat', '{"update_id":1,"message":{}}'],
    ['a message that is a text', '{"update_id":1,"message":"hi"}'],
    [
      'a tap of nobody',
      '{"update_id":1,"callback_query":{"id":"1","data":"yes","message":{"chat":{"type":"private"}}}}',
    ],
    ['a prototype', '{"__proto__":{"update_id":1},"constructor":{"prototype":{}}}'],
  ];

  it.each(hostile)('who sends %s is refused', async (_what, body, headers) => {
    await using telegram = await startFakeTelegram();
    await using server = await anOpenServer(telegram);
    const { status } = await server.post(body, headers);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(server.broken()).toBe('');
  });

  it('does no harm even with the secret', async () => {
    await using telegram = await startFakeTelegram();
    await using server = await anOpenServer(telegram);
    for (const [, body, headers] of hostile) {
      const answer = await server.post(body, { ...headers, ...signed() });
      expect(await answer.text()).not.toContain(telegram.token);
    }
    const asha = telegram.person();
    asha.start();
    await isConfirmed(telegram);
    expect(await wordsOf(people, asha)).toEqual(['/start']);
    expect(server.broken()).not.toContain(telegram.token);
  });
});
