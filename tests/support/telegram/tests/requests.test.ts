import { describe, expect, it } from 'vitest';
import { startFakeTelegram } from '../start-fake-telegram.js';
import { apiOf, post } from './a-bot.js';
import { aJpeg } from './images.js';

describe('requests', () => {
  it('answers a wrong token with 401 and an unknown method with 404', async () => {
    await using telegram = await startFakeTelegram();
    expect(await post(telegram, 'getMe', {}, '1:wrong')).toEqual({
      status: 401,
      body: { ok: false, error_code: 401, description: 'Unauthorized' },
    });
    expect(await post(telegram, 'getRich', {})).toEqual({
      status: 404,
      body: { ok: false, error_code: 404, description: 'Not Found' },
    });
    expect((await fetch(`${telegram.apiRoot}/nothing`)).status).toBe(404);
  });

  it('takes GET, forms, multipart and JSON, and method names in any case', async () => {
    await using telegram = await startFakeTelegram();
    const asha = telegram.person();
    asha.start();
    const url = `${telegram.apiRoot}/bot${telegram.token}`;
    const body = {
      chat_id: String(asha.id),
      text: 'hi',
      reply_markup: '{"inline_keyboard":[[{"text":"Go","callback_data":"go"}]]}',
    };
    const form = new FormData();
    for (const [name, value] of Object.entries(body)) form.set(name, value);

    const answers = await Promise.all([
      fetch(`${url}/sendMessage?${new URLSearchParams(body)}`),
      fetch(`${url}/SENDMESSAGE`, { method: 'POST', body: new URLSearchParams(body) }),
      fetch(`${url}/sendmessage`, { method: 'POST', body: form }),
      fetch(`${url}/sendMessage`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const [, ...sent] = asha.messages();
    expect(sent.map(({ text, buttons }) => [text, buttons[0]?.[0]?.data])).toEqual(Array(4).fill(['hi', 'go']));
    expect(telegram.calls('sendMessage').map(({ chatId, status }) => [chatId, status])).toEqual(
      Array(4).fill([asha.id, 200]),
    );
  });

  it.each([
    [{ chat_id: 1, text: { a: 1 } }, 'field "text" must be of type String'],
    [{ chat_id: 1.5, text: 'x' }, 'field "chat_id" must be of type Integer'],
    [{ chat_id: 1, text: 'x', protect_content: 'maybe' }, 'field "protect_content" must be of type Boolean'],
    [{ chat_id: 1, text: 'x', reply_markup: '{' }, "can't parse reply_markup JSON object"],
    [{ chat_id: 1, text: 'x', reply_markup: 7 }, 'object expected as reply markup'],
  ])('refuses wrong types: %o', async (params, reason) => {
    await using telegram = await startFakeTelegram();
    expect(await post(telegram, 'sendMessage', params)).toMatchObject({
      status: 400,
      body: { description: `Bad Request: ${reason}` },
    });
  });

  it('ignores parameters that it does not know', async () => {
    await using telegram = await startFakeTelegram();
    const asha = telegram.person();
    asha.start();
    expect(await post(telegram, 'sendMessage', { chat_id: asha.id, text: 'x', colour: ['red'] })).toMatchObject({
      status: 200,
    });
  });

  it('refuses a body over 50 MB with 413', async () => {
    await using telegram = await startFakeTelegram();
    const answer = await fetch(`${telegram.apiRoot}/bot${telegram.token}/sendPhoto`, {
      method: 'POST',
      body: Buffer.alloc(50 * 1024 * 1024 + 1),
    });
    expect(await answer.json()).toEqual({ ok: false, error_code: 413, description: 'Request Entity Too Large' });
  });

  it('logs every call with its parameters, its order and what it was answered', async () => {
    await using telegram = await startFakeTelegram();
    const asha = telegram.person();
    asha.start();
    const api = apiOf(telegram);
    await api.getMe();
    await api.sendMessage(asha.id, 'hi');
    await api.sendMessage(1, 'hi').catch(() => undefined);
    expect(telegram.calls()).toMatchObject([
      { n: 1, method: 'getMe', status: 200 },
      { n: 2, method: 'sendMessage', chatId: asha.id, params: { text: 'hi' }, status: 200 },
      { n: 3, method: 'sendMessage', chatId: 1, status: 400, description: 'Bad Request: chat not found' },
    ]);
  });

  it('reads an upload as it was sent', async () => {
    await using telegram = await startFakeTelegram();
    const form = new FormData();
    const bytes = aJpeg(20, 20, 4000);
    form.set('photo', new Blob([new Uint8Array(bytes)]), 'a "b".jpg');
    await fetch(`${telegram.apiRoot}/bot${telegram.token}/sendPhoto`, { method: 'POST', body: form });
    expect(telegram.calls('sendPhoto')[0]?.files[0]?.bytes.equals(bytes)).toBe(true);
  });
});
