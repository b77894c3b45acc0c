import { beforeAll, describe, expect, it } from 'vitest';
import { parseUpdate } from '../../../bots/telegram/parse.js';
import type { Contact } from '../../../src/contacts/index.js';
import { newId } from '../../../src/platform/ids.js';
import { makeIndexes } from '../../../src/platform/mongo.js';
import { testDb } from '../../support/db.js';
import { startFakeTelegram } from '../../support/telegram/start-fake-telegram.js';
import { aJpeg } from '../../support/telegram/tests/images.js';
import { aLine, anOpenLine, peopleOf, wordsOf } from './a-line.js';

const db = testDb();
const people = peopleOf(db);
beforeAll(() => makeIndexes(db));

/** Somebody who has written, as the channel knows them. */
async function anAcquaintance(telegram: Awaited<ReturnType<typeof startFakeTelegram>>) {
  const person = telegram.person();
  person.start();
  return { person, contact: await people.contacts.meet('telegram', String(person.id)) };
}
const saying = (text: string) => ({ id: newId(), seq: 1, at: new Date(), prompt: { text } });

describe('the line of a bot that is polled', () => {
  it('belongs to one process, and to the next when that one has ended', async () => {
    await using telegram = await startFakeTelegram();
    const one = await anOpenLine(db, telegram);
    await expect.poll(() => one.channel.isOurs?.()).toBe(true);
    await using other = await anOpenLine(db, telegram);
    // it knows the bot, so that its links work
    await expect.poll(() => other.link()).toBeDefined();
    expect([other.channel.isOurs?.(), other.channel.state?.()]).toEqual([false, undefined]);
    expect(one.channel.state?.()).toBe('up');
    await one.channel.stop();
    expect(one.channel.isOurs?.()).toBe(false);
    await expect.poll(() => other.channel.isOurs?.()).toBe(true);
    const asha = telegram.person();
    asha.start();
    await expect.poll(() => telegram.unconfirmed()).toEqual([]);
    expect(await wordsOf(people, asha)).toEqual(['/start']);
    expect(other.channel.state?.()).toBe('up');
  });
});

describe('the line of a bot with a webhook', () => {
  it('belongs to every process', async () => {
    await using telegram = await startFakeTelegram();
    const [one, other] = [1, 2].map(() => aLine(db, telegram, { mode: 'webhook' }));
    expect([one?.channel.isOurs?.(), other?.channel.isOurs?.()]).toEqual([true, true]);
  });

  it('is down until Telegram knows the address, and up then', async () => {
    await using telegram = await startFakeTelegram();
    telegram.fault({ method: 'setWebhook', kind: 'serverError' });
    await using line = await anOpenLine(db, telegram, { mode: 'webhook' });
    await telegram.waitFor(() => telegram.calls('setWebhook').some(({ status }) => status === 502));
    await expect.poll(() => line.channel.state?.()).toBe('down');
    await expect.poll(() => line.channel.state?.()).toBe('up');
    expect(telegram.calls('setWebhook').map(({ status }) => status)).toEqual([502, 200]);
    // the menu is no part of being up
    await expect.poll(() => telegram.profile().commands.has('default')).toBe(true);
  });
});

describe('a line that cannot be opened', () => {
  it('tells the operator of a token that nobody knows, and does not show it', async () => {
    await using telegram = await startFakeTelegram();
    const token = '12345:not-the-token-of-this-bot';
    await using line = await anOpenLine(db, telegram, { token });
    await expect.poll(line.log).toContain('Telegram knows no bot with this TELEGRAM_BOT_TOKEN');
    await expect.poll(() => line.channel.state?.()).toBe('down');
    expect(line.log()).not.toContain('not-the-token-of-this-bot');
    expect(line.link()).toBeUndefined();
  });

  it.each(['polling', 'webhook'] as const)('opens when Telegram is there again (%s)', async (mode) => {
    await using telegram = await startFakeTelegram();
    telegram.fault({ method: 'getMe', kind: 'drop' });
    await using line = await anOpenLine(db, telegram, { mode });
    await expect.poll(() => line.link()).toBeDefined();
    await expect.poll(() => line.channel.state?.()).toBe('up');
    expect(line.log()).not.toContain(telegram.token);
  });

  it.each(['polling', 'webhook'] as const)('does not keep the program from ending (%s)', async (mode) => {
    await using telegram = await startFakeTelegram();
    telegram.fault({ kind: 'drop', times: Number.POSITIVE_INFINITY });
    const line = await anOpenLine(db, telegram, { mode });
    await expect.poll(line.log).toContain('Telegram could not be asked');
    await line.channel.stop();
    expect(line.channel.state?.()).not.toBe('up');
  });

  it.each([
    ['webhook', 'getMe'],
    ['webhook', 'setWebhook'],
    ['polling', 'getMe'],
    ['polling', 'deleteWebhook'],
    ['polling', 'setMyCommands'],
  ] as const)('does not keep the program from ending when Telegram is silent (%s, %s)', async (mode, method) => {
    await using telegram = await startFakeTelegram();
    telegram.fault({ method, kind: 'hang' });
    const line = await anOpenLine(db, telegram, { mode });
    await telegram.waitFor(() => telegram.calls(method).length === 1);
    await line.channel.stop();
    await telegram.stop();
    expect(line.log(), 'it was not Telegram that ended').toBe('');
  });
});

describe('what the channel does for the conversations', () => {
  it('says things, and fetches what was sent', async () => {
    await using telegram = await startFakeTelegram();
    const { channel } = aLine(db, telegram);
    const { person, contact } = await anAcquaintance(telegram);
    const { platformId } = await channel.send(contact, saying('Namaste!'));
    expect((await person.hears('Namaste!')).id).toBe(Number(platformId));
    const photo = aJpeg();
    person.sendsPhoto(photo);
    const parsed = parseUpdate(telegram.unconfirmed().at(-1) ?? { update_id: 0 });
    const ref = parsed?.kind === 'said' ? parsed.said.photos?.[0]?.ref : undefined;
    expect((await channel.fetch(ref ?? '')).equals(photo)).toBe(true);
  });

  it('shows that it works on a photo', async () => {
    await using telegram = await startFakeTelegram();
    const { channel } = aLine(db, telegram);
    const { person, contact } = await anAcquaintance(telegram);
    await channel.working?.(contact);
    expect(person.actions()).toEqual(['typing']);
  });

  it('leads to the bot by a link, with what it is to begin with', async () => {
    await using telegram = await startFakeTelegram({ username: 'asha_bot' });
    await using line = await anOpenLine(db, telegram, { mode: 'webhook' });
    await expect.poll(() => line.link()).toBe('https://t.me/asha_bot?start={payload}');
    expect(aLine(db, telegram).link(), 'not yet known').toBeUndefined();
  });

  it('speaks to somebody in the words of their language', async () => {
    await using telegram = await startFakeTelegram();
    const asked: unknown[] = [];
    const t = (language: string | null | undefined) => {
      asked.push(language);
      return () => 'नंबर भेजें';
    };
    const { channel } = aLine(db, telegram, { texts: { languages: ['hi'], t } });
    const { person, contact } = await anAcquaintance(telegram);
    const hindi: Contact = { ...contact, language: 'hi' };
    await channel.send(hindi, { ...saying('?'), prompt: { text: '?', ask: 'phone' } });
    expect(person.keyboard()).toEqual([['नंबर भेजें']]);
    expect(asked).toEqual(['hi']);
  });
});
