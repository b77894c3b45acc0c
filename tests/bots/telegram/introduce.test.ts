import { describe, expect, it } from 'vitest';
import { introduce } from '../../../bots/telegram/introduce.js';
import { startFakeTelegram } from '../../support/telegram/start-fake-telegram.js';
import { texts } from './a-line.js';
import { apiOf } from './a-send.js';

/** Texts in all languages there will be; what is said tells in which. */
const inAllLanguages = (say = (key: string) => key) => ({
  languages: ['ar', 'en', 'es', 'hi', 'id', 'pt-BR'],
  t: (language: string | null | undefined) => (key: string) => `${language ?? 'default'} ${say(key)}`,
});

describe('the menu of the bot', () => {
  it('names what can be done, in words', async () => {
    await using telegram = await startFakeTelegram();
    await introduce({ api: apiOf(telegram) }, texts);
    const menu = telegram.profile().commands.get('default') ?? [];
    expect(menu).toContainEqual({ command: 'sell', description: 'Open my shop' });
    expect(menu).toContainEqual({ command: 'myorders', description: 'See my orders' });
    expect(menu.map(({ command }) => command)).not.toContain('checkout');
    for (const { description } of menu) expect(description).toMatch(/^[A-Z][\w' ]+$/);
  });

  it('is there for everybody and in each language that we speak', async () => {
    await using telegram = await startFakeTelegram();
    await introduce({ api: apiOf(telegram) }, inAllLanguages());
    const { commands } = telegram.profile();
    expect([...commands.keys()].sort()).toEqual(
      ['default', 'default ar', 'default en', 'default es', 'default hi', 'default id', 'default pt'].sort(),
    );
    const help = (place: string) => commands.get(place)?.find(({ command }) => command === 'help')?.description;
    expect(help('default')).toBe('default common.do.help');
    expect(help('default hi')).toBe('hi common.do.help');
    expect(help('default pt')).toBe('pt-BR common.do.help');
  });

  it('is taken by Telegram however long the words of a language are', async () => {
    await using telegram = await startFakeTelegram();
    await introduce(
      { api: apiOf(telegram) },
      inAllLanguages((key) => `${key} ${'very long '.repeat(40)}`),
    );
    const all = [...telegram.profile().commands.values()].flat();
    expect(Math.max(...all.map(({ description }) => description.length))).toBe(256);
  });

  it('may be told again at every start', async () => {
    await using telegram = await startFakeTelegram();
    const api = apiOf(telegram);
    await introduce({ api }, texts);
    const before = new Map(telegram.profile().commands);
    await introduce({ api }, texts);
    expect(telegram.profile().commands).toEqual(before);
  });
});
