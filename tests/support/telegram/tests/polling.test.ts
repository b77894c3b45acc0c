import { expect, it } from 'vitest';
import { startFakeTelegram } from '../start-fake-telegram.js';
import { apiOf, botOf, refusalOf } from './a-bot.js';

const OTHER = '409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';

it('gives an update again until a later offset confirms it', async () => {
  await using telegram = await startFakeTelegram();
  const api = apiOf(telegram);
  const asha = telegram.person();
  asha.start('s_asha');
  asha.types('hello');

  const [first, second] = await api.getUpdates();
  expect([first?.message?.text, second?.message?.text]).toEqual(['/start s_asha', 'hello']);
  expect(first?.message?.entities).toEqual([{ type: 'bot_command', offset: 0, length: 6 }]);
  expect(second?.update_id).toBe((first?.update_id ?? 0) + 1);
  expect(await api.getUpdates()).toEqual([first, second]);
  expect(await api.getUpdates({ limit: 1 })).toEqual([first]);
  expect(await api.getUpdates({ offset: second?.update_id ?? 0 })).toEqual([second]);
  expect(await api.getUpdates({ offset: (second?.update_id ?? 0) + 1 })).toEqual([]);
  expect(telegram.unconfirmed()).toEqual([]);
});

it('forgets all but the newest at a negative offset', async () => {
  await using telegram = await startFakeTelegram();
  const asha = telegram.person();
  asha.start();
  asha.types('one');
  asha.types('two');
  expect((await apiOf(telegram).getUpdates({ offset: -1 })).map(({ message }) => message?.text)).toEqual(['two']);
  expect(telegram.unconfirmed()).toHaveLength(1);
});

it('answers a long poll as soon as there is something', async () => {
  await using telegram = await startFakeTelegram();
  const asha = telegram.person();
  const poll = apiOf(telegram).getUpdates({ timeout: 50 });
  await telegram.waitFor(() => telegram.calls('getUpdates').length);
  asha.start();
  expect(await poll).toHaveLength(1);
});

it('ends the older of two polls with 409', async () => {
  await using telegram = await startFakeTelegram();
  const api = apiOf(telegram);
  const older = refusalOf(api.getUpdates({ timeout: 50 }));
  await telegram.waitFor(() => telegram.calls('getUpdates').length);
  const newer = api.getUpdates({ timeout: 50 });
  expect(await older).toBe(OTHER);
  telegram.person().start();
  expect(await newer).toHaveLength(1);
});

it('lets a foreign poller take the place until it is gone', async () => {
  await using telegram = await startFakeTelegram();
  const api = apiOf(telegram);
  const open = refusalOf(api.getUpdates({ timeout: 50 }));
  await telegram.waitFor(() => telegram.calls('getUpdates').length);
  const fault = telegram.fault({ kind: 'foreignPoller' });
  expect(await open).toBe(OTHER);
  expect(await refusalOf(api.getUpdates())).toBe(OTHER);
  expect(await refusalOf(api.getMe())).toBe('none');
  expect(fault.fired).toBe(1);
  fault.cancel();
  expect(await refusalOf(api.getUpdates())).toBe('none');
});

it('delivers a confirmed update again when told to', async () => {
  await using telegram = await startFakeTelegram();
  const api = apiOf(telegram);
  telegram.person().start();
  const [update] = await api.getUpdates();
  const offset = (update?.update_id ?? 0) + 1;
  await api.getUpdates({ offset });
  telegram.repeat(update?.update_id ?? 0);
  expect(await api.getUpdates({ offset })).toEqual([update]);
  expect(await api.getUpdates({ offset })).toEqual([]);
});

it('keeps only the kinds of updates that were asked for', async () => {
  await using telegram = await startFakeTelegram();
  const api = apiOf(telegram);
  await api.getUpdates({ allowed_updates: ['callback_query'] });
  const asha = telegram.person();
  asha.start();
  expect(await api.getUpdates()).toEqual([]);
  await api.getUpdates({ allowed_updates: [] });
  asha.types('hello');
  expect(await api.getUpdates()).toHaveLength(1);
});

it('serves a bot of grammY from start to stop', async () => {
  await using telegram = await startFakeTelegram();
  const bot = botOf(telegram);
  bot.command('start', (ctx) => ctx.reply(`Welcome, ${ctx.from?.first_name} (${ctx.match})`));
  const running = bot.start();
  const asha = telegram.person();
  asha.start('s_asha');
  await asha.hears('Welcome, Asha (s_asha)');
  await bot.stop();
  await running;
  expect(telegram.unconfirmed()).toEqual([]);
});
