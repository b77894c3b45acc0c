import { describe, expect, it } from 'vitest';
import { type FakeTelegram, startFakeTelegram } from '../../support/telegram/start-fake-telegram.js';
import { aPerson, apiOf, aSend, expectNoToken, faultIn, saidTo } from './a-send.js';

type Fault = Parameters<FakeTelegram['fault']>[0];

const answer = (status: number, description: string): Fault => ({ kind: 'answer', status, description });

describe('a message that did not go out', () => {
  it.each<[string, Fault, object]>([
    ['waits as long as Telegram says', { kind: 'tooManyRequests', retryAfter: 12 }, { kind: 'later', afterMs: 12_000 }],
    ['waits a second when it does not say', answer(429, 'Too Many Requests'), { kind: 'later', afterMs: 1000 }],
    ['is tried later after a fault of Telegram', { kind: 'serverError', html: false }, { kind: 'later' }],
    ['is tried later after a page of a proxy', { kind: 'serverError', status: 502, html: true }, { kind: 'later' }],
    ['is tried later after a cut connection', { kind: 'drop' }, { kind: 'later' }],
    ['is tried later when the token is refused', answer(401, 'Unauthorized'), { kind: 'later', afterMs: 60_000 }],
    ['is tried later when the bot is unknown', answer(404, 'Not Found'), { kind: 'later', afterMs: 60_000 }],
    ['is the last one to who has blocked the bot', { kind: 'forbidden' }, { kind: 'dead' }],
    [
      'is the last one to an account that is gone',
      { kind: 'forbidden', reason: 'user is deactivated' },
      { kind: 'dead' },
    ],
    ['is given up when it is refused itself', answer(400, 'Bad Request: message is too long'), { kind: 'final' }],
  ])('%s', async (_what, fault, expected) => {
    await using telegram = await startFakeTelegram();
    const asha = aPerson(telegram);
    const { say } = aSend(telegram);
    telegram.fault({ ...fault, method: 'sendMessage' });
    const thrown = await faultIn(say(asha, { text: 'hello' }));
    expect(thrown).toMatchObject(expected);
    expectNoToken(thrown, telegram);
    expect(saidTo(asha)).toEqual([]);
    await say(asha, { text: 'the next one' });
    expect(saidTo(asha)).toMatchObject([{ text: 'the next one' }]);
  });

  it('is the last one to a chat that Telegram does not know', async () => {
    await using telegram = await startFakeTelegram();
    const thrown = await faultIn(aSend(telegram).say({ id: 12 }, { text: 'hello' }));
    expect(thrown.kind).toBe('dead');
  });

  it.each<[string, (asha: ReturnType<FakeTelegram['person']>) => void]>([
    ['has never begun', () => undefined],
    [
      'has blocked it',
      (asha) => {
        asha.start();
        asha.blocks();
      },
    ],
    ['has left Telegram', (asha) => asha.deactivates()],
  ])('is the last one to somebody who %s', async (_what, leave) => {
    await using telegram = await startFakeTelegram();
    const asha = telegram.person();
    leave(asha);
    expect((await faultIn(aSend(telegram).say(asha, { text: 'hello' }))).kind).toBe('dead');
  });

  it('keeps Telegram’s own words, for whoever reads why', async () => {
    await using telegram = await startFakeTelegram();
    const asha = aPerson(telegram);
    telegram.fault({ method: 'sendMessage', ...answer(400, 'Bad Request: TOPIC_CLOSED') });
    expect((await faultIn(aSend(telegram).say(asha, { text: 'x' }))).message).toContain(
      '400: Bad Request: TOPIC_CLOSED',
    );
  });

  it('does not tell the token when nobody listens at the address', async () => {
    const telegram = await startFakeTelegram();
    const asha = aPerson(telegram);
    await telegram.stop();
    const thrown = await faultIn(aSend(telegram).say(asha, { text: 'hello' }));
    expect(thrown.kind).toBe('later');
    expectNoToken(thrown, telegram);
    // what grammY itself throws has it: this is why nothing of it is kept
    const theirs = await apiOf(telegram)
      .sendMessage(asha.id, 'x')
      .catch((error: unknown) => error);
    expect(() => expectNoToken(theirs, telegram)).toThrow();
  });
});
