import { expect, it } from 'vitest';
import { startFakeTelegram } from '../start-fake-telegram.js';
import { apiOf, post, refusalOf } from './a-bot.js';

it('keeps commands by scope and language', async () => {
  await using telegram = await startFakeTelegram();
  const api = apiOf(telegram);
  const english = [{ command: 'orders', description: 'My orders' }];
  const hindi = [{ command: 'orders', description: 'मेरे ऑर्डर' }];
  await api.setMyCommands(english);
  await api.setMyCommands(hindi, { language_code: 'hi', scope: { type: 'all_private_chats' } });
  expect(await api.getMyCommands()).toEqual(english);
  expect(await api.getMyCommands({ language_code: 'hi' })).toEqual([]);
  expect([...telegram.profile().commands.keys()]).toEqual(['default', 'all_private_chats hi']);
  await api.deleteMyCommands();
  expect(await api.getMyCommands()).toEqual([]);
});

it.each([
  [[{ command: 'My Orders', description: 'x' }], 'BOT_COMMAND_INVALID'],
  [[{ command: 'x'.repeat(33), description: 'x' }], 'BOT_COMMAND_INVALID'],
  [[{ command: 'orders', description: '' }], 'BOT_COMMAND_DESCRIPTION_INVALID'],
  [[{ command: 'orders', description: 'x'.repeat(257) }], 'BOT_COMMAND_DESCRIPTION_INVALID'],
  [Array(101).fill({ command: 'orders', description: 'x' }), 'BOT_COMMANDS_TOO_MUCH'],
])('refuses commands %#', async (commands, reason) => {
  await using telegram = await startFakeTelegram();
  expect(await refusalOf(apiOf(telegram).setMyCommands(commands))).toBe(`400 Bad Request: ${reason}`);
});

it('refuses scopes and languages that there are not', async () => {
  await using telegram = await startFakeTelegram();
  const refusal = async (params: object) => (await post(telegram, 'setMyCommands', { commands: [], ...params })).status;
  expect(await refusal({ scope: { type: 'everywhere' } })).toBe(400);
  expect(await refusal({ scope: { type: 'chat' } })).toBe(400);
  expect(await refusal({ language_code: 'hin' })).toBe(400);
  expect(await refusal({ language_code: 'hi' })).toBe(200);
});

it('keeps the menu button and descriptions', async () => {
  await using telegram = await startFakeTelegram();
  const api = apiOf(telegram);
  await api.setChatMenuButton({ menu_button: { type: 'commands' } });
  await api.setMyDescription('A shop that opens in a chat.');
  await api.setMyShortDescription('दुकान', { language_code: 'hi' });
  const profile = telegram.profile();
  expect(profile.menuButtons.get('default')).toEqual({ type: 'commands' });
  expect(profile.descriptions.get('')).toBe('A shop that opens in a chat.');
  expect(profile.shortDescriptions.get('hi')).toBe('दुकान');
  expect(await refusalOf(api.setMyDescription('x'.repeat(513)))).toContain('400');
  const menu_button = { type: 'web_app', text: 'Open', web_app: { url: 'http://haat.test' } } as const;
  expect(await refusalOf(api.setChatMenuButton({ menu_button }))).toContain('Only HTTPS links are allowed');
});
