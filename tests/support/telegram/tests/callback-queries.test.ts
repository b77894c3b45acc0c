import { InlineKeyboard } from 'grammy';
import { expect, it } from 'vitest';
import { type FakeTelegram, startFakeTelegram } from '../start-fake-telegram.js';
import { apiOf, refusalOf } from './a-bot.js';

const TOO_OLD = '400 Bad Request: query is too old and response timeout expired or query ID is invalid';

async function aQuestion(telegram: FakeTelegram) {
  const api = apiOf(telegram);
  const asha = telegram.person();
  asha.start();
  const reply_markup = new InlineKeyboard()
    .text('Accept', 'ok:1')
    .text('Reject', 'no:1')
    .url('Shop', 'https://haat.test');
  const { message_id: id } = await api.sendMessage(asha.id, 'New order', { reply_markup });
  return { api, asha, id };
}

it('brings the data and the message to the bot', async () => {
  await using telegram = await startFakeTelegram();
  const { api, asha, id } = await aQuestion(telegram);
  const queryId = asha.taps('Accept');
  expect((await api.getUpdates()).at(-1)?.callback_query).toMatchObject({
    id: queryId,
    data: 'ok:1',
    from: { id: asha.id },
    message: { message_id: id, text: 'New order' },
  });
});

it('is answered once', async () => {
  await using telegram = await startFakeTelegram();
  const { api, asha } = await aQuestion(telegram);
  const queryId = asha.taps('no:');
  expect(asha.unanswered()).toEqual([queryId]);
  expect(await refusalOf(api.answerCallbackQuery(queryId, { text: 'x'.repeat(201) }))).toContain('MESSAGE_TOO_LONG');
  await api.answerCallbackQuery(queryId, { text: 'Rejected' });
  expect(asha.callbackAnswers()).toEqual([{ queryId, text: 'Rejected', showAlert: false, url: '' }]);
  expect(asha.unanswered()).toEqual([]);
  expect(await refusalOf(api.answerCallbackQuery(queryId))).toBe(TOO_OLD);
  expect(await refusalOf(api.answerCallbackQuery('123'))).toBe(TOO_OLD);
});

it('can be too old', async () => {
  await using telegram = await startFakeTelegram();
  const { api, asha } = await aQuestion(telegram);
  const queryId = asha.taps('Accept');
  telegram.expireQueries();
  expect(await refusalOf(api.answerCallbackQuery(queryId))).toBe(TOO_OLD);
});

it('says in words which buttons there are', async () => {
  await using telegram = await startFakeTelegram();
  const { asha } = await aQuestion(telegram);
  expect(() => asha.taps('Pack')).toThrow('no button "Pack"; there are: [Accept] ok:1, [Reject] no:1, [Shop] https://');
  expect(() => asha.taps('Shop')).toThrow('[Shop] sends nothing, it opens https://haat.test');
});

it('may come from a message that has changed or is gone', async () => {
  await using telegram = await startFakeTelegram();
  const { api, asha, id } = await aQuestion(telegram);
  await api.editMessageText(asha.id, id, 'Done');
  asha.sendsQuery('ok:1', id);
  asha.deletes(id);
  asha.sendsQuery('ok:1', id);
  const queries = (await api.getUpdates()).flatMap(({ callback_query: query }) => query?.message ?? []);
  expect(queries).toMatchObject([{ text: 'Done' }, { message_id: id, date: 0 }]);
});
