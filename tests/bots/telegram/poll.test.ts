import type { Update } from 'grammy/types';
import mongoose from 'mongoose';
import { beforeAll, describe, expect, it } from 'vitest';
import { poll } from '../../../bots/telegram/poll.js';
import type { TakeUpdate } from '../../../bots/telegram/take-update.js';
import { makeIndexes } from '../../../src/platform/mongo.js';
import { testDb } from '../../support/db.js';
import { type FakeTelegram, startFakeTelegram } from '../../support/telegram/start-fake-telegram.js';
import { aBreakableDb } from './a-breakable-db.js';
import { aLine, aLog, anOpenLine, peopleOf, wordsOf } from './a-line.js';
import { apiOf } from './a-send.js';
import { quickPauses } from './quick-pauses.js';

const db = testDb();
const people = peopleOf(db);
beforeAll(() => makeIndexes(db));

/** A promise that is settled from outside. */
function aGate() {
  let open = (): void => undefined;
  const opens = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opens, open: () => open() };
}

const isConfirmed = (telegram: FakeTelegram) => expect.poll(() => telegram.unconfirmed()).toEqual([]);

describe('updates by polling', () => {
  it('are confirmed once they are in their chats, in the order in which they were written', async () => {
    await using telegram = await startFakeTelegram();
    const asha = telegram.person();
    asha.start();
    for (const text of ['one', 'two', 'three']) asha.types(text);
    await using _line = await anOpenLine(db, telegram);
    await isConfirmed(telegram);
    expect(await wordsOf(people, asha)).toEqual(['/start', 'one', 'two', 'three']);
    asha.types('four');
    await isConfirmed(telegram);
    expect(await wordsOf(people, asha)).toEqual(['/start', 'one', 'two', 'three', 'four']);
  });

  it('are kept by Telegram when the process ends half-way through a portion, and come again', async () => {
    await using telegram = await startFakeTelegram();
    const [asha, ravi] = [telegram.person(), telegram.person()];
    for (const person of [asha, ravi]) person.start();
    const reached = aGate();
    const dying = aLine(db, telegram, {
      async receive(incoming) {
        const contact = await people.contacts.find(incoming.contactId);
        if (contact?.replyTo === String(asha.id)) return people.chats.receive('telegram', incoming);
        reached.open();
        throw new Error('killed');
      },
    });
    await dying.channel.start();
    await reached.opens;
    await expect.poll(() => wordsOf(people, asha)).toEqual(['/start']);
    await dying.channel.stop();
    expect(telegram.unconfirmed()).toHaveLength(2);

    await using _heir = await anOpenLine(db, telegram);
    await isConfirmed(telegram);
    expect([await wordsOf(people, asha), await wordsOf(people, ravi)]).toEqual([['/start'], ['/start']]);
  });

  it('do not wait for a chat that hangs', async () => {
    await using telegram = await startFakeTelegram();
    const [asha, ravi] = [telegram.person(), telegram.person()];
    for (const person of [asha, ravi]) person.start();
    const { opens, open } = aGate();
    const line = aLine(db, telegram, {
      async receive(incoming) {
        const contact = await people.contacts.find(incoming.contactId);
        if (contact?.replyTo === String(asha.id)) await opens;
        return people.chats.receive('telegram', incoming);
      },
    });
    await using _line = line;
    await line.channel.start();
    await expect.poll(() => wordsOf(people, ravi)).toEqual(['/start']);
    expect(await wordsOf(people, asha)).toEqual([]);
    expect(telegram.unconfirmed(), 'the hanging one would be lost').toHaveLength(2);
    open();
    await isConfirmed(telegram);
    expect(await wordsOf(people, asha)).toEqual(['/start']);
  });

  it('that Telegram brings again are dropped', async () => {
    await using telegram = await startFakeTelegram();
    const asha = telegram.person();
    asha.start();
    const [first] = telegram.unconfirmed();
    await using _line = await anOpenLine(db, telegram);
    await isConfirmed(telegram);
    telegram.repeat(first?.update_id ?? 0);
    asha.types('next');
    await isConfirmed(telegram);
    expect(await wordsOf(people, asha)).toEqual(['/start', 'next']);
  });

  it('are asked for by their kinds, so that nothing else is sent', async () => {
    await using telegram = await startFakeTelegram();
    await using _line = await anOpenLine(db, telegram);
    await telegram.waitFor(() => telegram.calls('getUpdates').length);
    const { params } = telegram.calls('getUpdates')[0] ?? {};
    expect(params?.allowed_updates).toEqual(['message', 'callback_query', 'my_chat_member']);
    expect(telegram.calls('deleteWebhook'), 'with a webhook nothing can be polled').toHaveLength(1);
  });

  it('wait unconfirmed while the database is away, and are taken when it is back', async () => {
    const { db: own, breakDown, goOn } = await aBreakableDb(db);
    await using telegram = await startFakeTelegram();
    const asha = telegram.person();
    asha.start();
    breakDown();
    const fails = aGate();
    const away = peopleOf(own);
    const meet: typeof away.contacts.meet = async (...of) => {
      try {
        return await away.contacts.meet(...of);
      } catch (error) {
        fails.open();
        throw error;
      }
    };
    await using _line = await anOpenLine(db, telegram, { people: { ...away, contacts: { ...away.contacts, meet } } });
    await fails.opens;
    expect(telegram.unconfirmed()).toHaveLength(1);
    goOn();
    await isConfirmed(telegram);
    expect(await wordsOf(people, asha)).toEqual(['/start']);
  });

  it('are asked for again after Telegram was away, and the operator is told without the token', async () => {
    await using telegram = await startFakeTelegram();
    const asha = telegram.person();
    telegram.fault({ method: 'getUpdates', kind: 'serverError' });
    await using line = await anOpenLine(db, telegram);
    await telegram.waitFor(() => telegram.calls('getUpdates').length === 1);
    await expect.poll(line.channel.state ?? String).toBe('down');
    asha.start();
    await isConfirmed(telegram);
    expect(line.channel.state?.()).toBe('up');
    expect(line.log()).toContain('Telegram could not be asked');
    expect(line.log()).not.toContain(telegram.token);
  });

  it('are left to another program while it takes them; the operator is told, and later they come', async () => {
    await using telegram = await startFakeTelegram();
    const asha = telegram.person();
    await using line = await anOpenLine(db, telegram);
    await telegram.waitFor(() => telegram.calls('getUpdates').length === 1);
    const foreign = telegram.fault({ kind: 'foreignPoller' });
    await expect.poll(line.log).toContain('another program takes the updates of this bot: stop it');
    expect(line.channel.state?.()).toBe('down');
    asha.start();
    foreign.cancel();
    await isConfirmed(telegram);
    expect(line.channel.state?.()).toBe('up');
  });

  it('are waited for no more once the process is to end', async () => {
    await using telegram = await startFakeTelegram();
    const line = await anOpenLine(db, telegram);
    await telegram.waitFor(() => telegram.calls('getUpdates').length === 1);
    await line.channel.stop();
    // an open poll would only have ended after 25 s
    await telegram.waitFor(() => telegram.calls('getUpdates')[0]?.dropped);
    expect(telegram.calls('getUpdates')).toHaveLength(1);
    expect(line.log()).not.toContain('could not be asked');
  });
});

describe('an update that cannot be taken', () => {
  /** Polls with pauses that end at once; `take` sees how often an update came before. */
  async function aPoll(telegram: FakeTelegram, take: (update: Update, before: number) => void) {
    const pauses = quickPauses();
    const { logger, read } = aLog();
    const tries: number[] = [];
    const stopping = new AbortController();
    const takeUpdate: TakeUpdate = async (update) => {
      const before = tries.filter((id) => id === update.update_id).length;
      tries.push(update.update_id);
      take(update, before);
    };
    const api = apiOf(telegram);
    const polling = poll(
      {
        getUpdates: (offset, signal) =>
          api.getUpdates({ offset, timeout: 25 }, signal as unknown as Parameters<typeof api.getUpdates>[1]),
        takeUpdate,
        tell: () => undefined,
        logger,
      },
      stopping.signal,
    );
    return {
      ...{ pauses, tries, log: read },
      async [Symbol.asyncDispose]() {
        stopping.abort();
        await polling;
      },
    };
  }

  it('is given up after five faults of ours, and the next one of its chat comes through', async () => {
    await using telegram = await startFakeTelegram();
    const asha = telegram.person();
    asha.start();
    asha.types('next');
    const [poison, next] = telegram.unconfirmed().map(({ update_id }) => update_id);
    await using polled = await aPoll(telegram, ({ update_id: id }) => {
      if (id === poison) throw new Error('a bug');
    });
    await isConfirmed(telegram);
    expect(polled.tries).toEqual([poison, poison, poison, poison, poison, next]);
    expect(polled.log()).toContain('an update was given up');
    // they grow, with jitter
    expect(polled.pauses).toHaveLength(4);
    polled.pauses.forEach((pause, n) => {
      expect(pause).toBeGreaterThanOrEqual(1000 * 2 ** n);
      expect(pause).toBeLessThanOrEqual(2000 * 2 ** n);
    });
  });

  it('is never given up while the database is away', async () => {
    await using telegram = await startFakeTelegram();
    const asha = telegram.person();
    asha.start();
    await using polled = await aPoll(telegram, (_update, before) => {
      if (before < 20) throw new mongoose.mongo.MongoNetworkError('connection 3 closed');
    });
    await isConfirmed(telegram);
    expect(polled.tries).toHaveLength(21);
    expect(polled.log()).not.toContain('given up');
  });

  it('counts only its faults, not the times the database was away between them', async () => {
    await using telegram = await startFakeTelegram();
    telegram.person().start();
    await using polled = await aPoll(telegram, (_update, before) => {
      throw before % 2 ? new Error('a bug') : new mongoose.mongo.MongoNetworkError('connection 3 closed');
    });
    await isConfirmed(telegram);
    expect(polled.tries).toHaveLength(10);
  });

  it('holds up no other chat, and what has no chat neither', async () => {
    await using telegram = await startFakeTelegram();
    telegram.person().start();
    telegram.person().start();
    const odd = telegram.sends({ message: {} } as Omit<Update, 'update_id'>);
    const [poison] = telegram.unconfirmed();
    await using polled = await aPoll(telegram, ({ update_id: id }) => {
      if (id === poison?.update_id) throw new Error('a bug');
    });
    await isConfirmed(telegram);
    expect(polled.tries.slice(0, 3)).toContain(odd.update_id);
    expect(new Set(polled.tries.slice(0, 3)).size).toBe(3);
  });
});
