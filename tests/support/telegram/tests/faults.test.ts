import { GrammyError, HttpError } from 'grammy';
import { expect, it } from 'vitest';
import { type FakeTelegram, startFakeTelegram } from '../start-fake-telegram.js';
import { apiOf, refusalOf } from './a-bot.js';

async function aBuyer(telegram: FakeTelegram) {
  const api = apiOf(telegram);
  const asha = telegram.person();
  asha.start();
  const send = (text: string) => api.sendMessage(asha.id, text).catch((error: unknown) => error);
  const heard = () => asha.messages().flatMap(({ from, text }) => (from === 'bot' ? [text] : []));
  return { api, asha, send, heard };
}

it('answers 429 as often as told, and only where told', async () => {
  await using telegram = await startFakeTelegram();
  const { asha, api, send, heard } = await aBuyer(telegram);
  const ravi = telegram.person();
  ravi.start();
  const fault = telegram.fault({
    method: 'sendMessage',
    chatId: asha.id,
    kind: 'tooManyRequests',
    retryAfter: 7,
    times: 2,
  });
  const error = await send('1');
  expect(error).toBeInstanceOf(GrammyError);
  expect(error).toMatchObject({ error_code: 429, parameters: { retry_after: 7 } });
  await api.sendMessage(ravi.id, 'hi');
  expect(fault.fired).toBe(1);
  await send('2');
  await fault.ends();
  await send('3');
  expect(heard()).toEqual(['3']);
  expect(telegram.calls('sendMessage').map(({ status }) => status)).toEqual([429, 200, 429, 200]);
});

it('cuts the connection before or after the work is done', async () => {
  await using telegram = await startFakeTelegram();
  const { send, heard } = await aBuyer(telegram);
  telegram.fault({ method: 'sendMessage', kind: 'drop' });
  telegram.fault({ method: 'sendMessage', kind: 'drop', after: 'apply' });
  expect(await send('lost')).toBeInstanceOf(HttpError);
  expect(heard()).toEqual([]);
  expect(await send('sent, and nobody knows')).toBeInstanceOf(HttpError);
  expect(heard()).toEqual(['sent, and nobody knows']);
  expect(telegram.calls('sendMessage').map(({ dropped }) => dropped)).toEqual([true, true]);
});

it('answers as a broken proxy, in HTML or JSON', async () => {
  await using telegram = await startFakeTelegram();
  const { send, heard } = await aBuyer(telegram);
  telegram.fault({ kind: 'serverError', status: 502 });
  telegram.fault({ kind: 'serverError', status: 500, html: false, after: 'apply' });
  expect(await send('1')).toBeInstanceOf(HttpError);
  expect(await send('2')).toMatchObject({ error_code: 500 });
  expect(heard()).toEqual(['2']);
});

it('hangs until it is released', async () => {
  await using telegram = await startFakeTelegram();
  const { send, heard } = await aBuyer(telegram);
  const fault = telegram.fault({ method: 'sendMessage', kind: 'hang' });
  const sending = send('late');
  await telegram.waitFor(() => fault.fired);
  expect(heard()).toEqual([]);
  fault.release();
  expect(await sending).toMatchObject({ text: 'late' });
});

it('lets go of what hangs when it stops', async () => {
  const telegram = await startFakeTelegram();
  const { asha, send, heard } = await aBuyer(telegram);
  const fault = telegram.fault({ kind: 'hang' });
  const sending = send('never');
  await telegram.waitFor(() => fault.fired);
  const waiting = asha.waitFor(() => heard().length).catch((error: unknown) => String(error));
  await telegram.stop();
  expect(await sending).toBeInstanceOf(HttpError);
  expect(await waiting).toContain('the fake of Telegram was stopped');
});

it.each([
  [{ kind: 'forbidden' }, '403 Forbidden: bot was blocked by the user'],
  [{ kind: 'conflict' }, '409 Conflict: terminated by other getUpdates request'],
  [{ kind: 'notModified' }, '400 Bad Request: message is not modified'],
  [{ kind: 'answer', status: 400, description: 'Bad Request: PEER_ID_INVALID' }, '400 Bad Request: PEER_ID_INVALID'],
] as const)('answers %o', async (kind, refusal) => {
  await using telegram = await startFakeTelegram();
  telegram.fault(kind);
  expect(await refusalOf(apiOf(telegram).getMe())).toContain(refusal);
});

it('cuts a download in the middle', async () => {
  await using telegram = await startFakeTelegram();
  const { api, asha } = await aBuyer(telegram);
  asha.sendsFile(Buffer.alloc(100_000), { fileName: 'a.bin', mimeType: 'application/octet-stream' });
  const document = (await api.getUpdates()).at(-1)?.message?.document;
  const { file_path: path } = await api.getFile(document?.file_id ?? '');
  telegram.fault({ method: 'file', kind: 'drop', after: 'apply' });
  const answer = fetch(`${telegram.apiRoot}/file/bot${telegram.token}/${path}`).then((got) => got.arrayBuffer());
  await expect(answer).rejects.toThrow();
  const whole = await fetch(`${telegram.apiRoot}/file/bot${telegram.token}/${path}`);
  expect((await whole.arrayBuffer()).byteLength).toBe(100_000);
});
