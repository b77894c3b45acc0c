import type { Update } from 'grammy/types';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTakeUpdate } from '../../../bots/telegram/take-update.js';
import { systemClock } from '../../../src/platform/clock.js';
import { isMongoDown, makeIndexes } from '../../../src/platform/mongo.js';
import { testClock } from '../../support/clock.js';
import { testDb } from '../../support/db.js';
import { startFakeTelegram } from '../../support/telegram/start-fake-telegram.js';
import { aBreakableDb } from './a-breakable-db.js';
import { aLog, peopleOf, texts, wordsOf } from './a-line.js';
import { apiOf, saidTo } from './a-send.js';

const db = testDb();
// the indexes of contacts and chats
peopleOf(db);
beforeAll(() => makeIndexes(db));

/** Takes updates by hand, one after another, into real chats. */
async function aHand({ languages = texts.languages, clock = systemClock, people = peopleOf(db, clock) } = {}) {
  const telegram = await startFakeTelegram({ now: () => clock.now().getTime() });
  const { logger, read } = aLog();
  const take = createTakeUpdate({
    ...{ api: apiOf(telegram), contacts: people.contacts, clock, logger },
    receive: (incoming) => people.chats.receive('telegram', incoming),
    texts: { ...texts, languages },
  });
  return {
    ...{ telegram, take, people, log: read },
    /** The update of what was done last. */
    last(): Update {
      const update = telegram.unconfirmed().at(-1);
      if (!update) throw new Error('nobody did anything');
      return update;
    },
    async takeAll(): Promise<void> {
      for (const update of telegram.unconfirmed()) await take(update);
    },
    [Symbol.asyncDispose]: telegram.stop,
  };
}

describe('a message', () => {
  it('waits in the chat of the person who wrote it', async () => {
    await using hand = await aHand();
    const [asha, ravi] = [hand.telegram.person(), hand.telegram.person({ firstName: 'Ravi' })];
    asha.start('s_asha-pickles');
    ravi.start();
    ravi.types('hello');
    await hand.takeAll();
    expect(await wordsOf(hand.people, asha)).toEqual(['/start s_asha-pickles']);
    expect(await wordsOf(hand.people, ravi)).toEqual(['/start', 'hello']);
    expect(await hand.people.contactOf(ravi)).toMatchObject({ name: 'Ravi', replyTo: String(ravi.id) });
  });

  it('that Telegram brings twice is there once', async () => {
    await using hand = await aHand();
    const asha = hand.telegram.person();
    asha.start();
    await Promise.all([hand.take(hand.last()), hand.take(hand.last())]);
    await hand.take(hand.last());
    expect(await wordsOf(hand.people, asha)).toEqual(['/start']);
  });

  it('is not taken for another one with the same number, in another chat or of a tap', async () => {
    await using hand = await aHand();
    const [asha, ravi] = [hand.telegram.person(), hand.telegram.person()];
    // both chats count from 1
    for (const person of [asha, ravi]) person.start();
    await hand.takeAll();
    expect([await wordsOf(hand.people, asha), await wordsOf(hand.people, ravi)]).toEqual([['/start'], ['/start']]);
  });

  it('in a group is nobody’s', async () => {
    await using hand = await aHand();
    const asha = hand.telegram.person();
    hand.telegram.group().says(asha, '/start');
    await hand.takeAll();
    expect(await hand.people.contactOf(asha)).toBeNull();
  });

  it('that cannot be read is told to the operator, and holds up nobody', async () => {
    await using hand = await aHand();
    await hand.take({ update_id: 5, message: {} } as Update);
    expect(hand.log()).toContain('an update could not be read');
  });
});

describe('somebody new', () => {
  it.each([
    ['hi', 'hi'],
    ['en', 'en'],
    ['en-GB', 'en'],
    ['pt-br', 'pt-BR'],
    ['pt', 'pt-BR'],
    ['ta', undefined],
    [undefined, undefined],
    ['', undefined],
  ])('with the app in %j is spoken to in %j', async (languageCode, language) => {
    await using hand = await aHand({ languages: ['ar', 'en', 'es', 'hi', 'id', 'pt-BR'] });
    const asha = hand.telegram.person(languageCode === undefined ? {} : { languageCode });
    asha.start();
    await hand.takeAll();
    const contact = await hand.people.contactOf(asha);
    expect(contact).toMatchObject({ name: 'Asha' });
    expect(contact?.language).toBe(language);
  });

  it('keeps the language chosen in the chat', async () => {
    await using hand = await aHand({ languages: ['en', 'hi'] });
    const asha = hand.telegram.person({ languageCode: 'en' });
    asha.start();
    await hand.takeAll();
    const contact = await hand.people.contactOf(asha);
    await hand.people.contacts.setLanguage(contact?._id ?? '', 'hi');
    asha.types('hello');
    await hand.takeAll();
    expect(await hand.people.contactOf(asha)).toMatchObject({ language: 'hi' });
  });
});

describe('a tap', () => {
  async function aTap(hand: Awaited<ReturnType<typeof aHand>>) {
    const asha = hand.telegram.person();
    const id = asha.start();
    asha.sendsQuery('orders', id);
    return { asha, tap: hand.last() };
  }

  it('is in the chat, and its button does not spin', async () => {
    await using hand = await aHand();
    const { asha } = await aTap(hand);
    await hand.takeAll();
    await asha.waitFor(() => asha.callbackAnswers().length === 1);
    expect(await wordsOf(hand.people, asha)).toEqual(['/start', 'orders']);
  });

  it('is answered each time it comes, and counts once', async () => {
    await using hand = await aHand();
    const { asha, tap } = await aTap(hand);
    await hand.take(tap);
    await hand.take(tap);
    const answers = () => hand.telegram.calls('answerCallbackQuery').filter(({ status }) => status !== undefined);
    await hand.telegram.waitFor(() => answers().length === 2);
    expect(asha.unanswered()).toEqual([]);
    expect(await wordsOf(hand.people, asha)).toEqual(['orders']);
  });

  it('is answered also when another process took it and died before it could answer', async () => {
    await using hand = await aHand();
    const { asha, tap } = await aTap(hand);
    const contact = await hand.people.contacts.meet('telegram', String(asha.id));
    const taken = {
      contactId: contact._id,
      messageId: `t${tap.callback_query?.id}`,
      at: new Date(),
      choice: 'orders',
    };
    await hand.people.chats.receive('telegram', taken);
    await hand.take(tap);
    await asha.waitFor(() => asha.callbackAnswers().length === 1);
    expect(await wordsOf(hand.people, asha)).toEqual(['orders']);
  });

  it.each<[string, Parameters<Awaited<ReturnType<typeof aHand>>['telegram']['fault']>[0]]>([
    ['is too late', { kind: 'answer', status: 400, description: 'Bad Request: query is too old' }],
    ['finds Telegram away', { kind: 'drop' }],
  ])('counts also when the answer to it %s', async (_what, fault) => {
    await using hand = await aHand();
    const { asha, tap } = await aTap(hand);
    const { ends } = hand.telegram.fault({ method: 'answerCallbackQuery', ...fault });
    await hand.take(tap);
    await ends();
    expect(await wordsOf(hand.people, asha)).toEqual(['orders']);
    await expect.poll(hand.log).toContain('a tap could not be answered');
    expect(hand.log()).not.toContain(hand.telegram.token);
  });

  it('in a group says nothing to us, and its button does not spin', async () => {
    await using hand = await aHand();
    const { asha, tap } = await aTap(hand);
    const query = tap.callback_query;
    const message = { message_id: 1, date: 0, chat: { id: -100, type: 'group', title: 'Neighbours' } };
    await hand.take({ update_id: 1, callback_query: { ...query, message } } as Update);
    await asha.waitFor(() => asha.callbackAnswers().length === 1);
    expect(await hand.people.contactOf(asha)).toBeNull();
  });
});

describe('somebody who blocks the bot', () => {
  it('is not written to any more, until they write again', async () => {
    await using hand = await aHand();
    const asha = hand.telegram.person();
    asha.start();
    await hand.takeAll();
    expect(await hand.people.contactOf(asha)).not.toHaveProperty('deadAt');
    asha.blocks();
    await hand.takeAll();
    expect(await hand.people.contactOf(asha)).toMatchObject({ deadAt: expect.any(Date) });
    asha.start();
    await hand.takeAll();
    expect(await hand.people.contactOf(asha)).not.toHaveProperty('deadAt');
  });

  it('and comes back stays, though Telegram tells of the block again', async () => {
    const clock = testClock();
    await using hand = await aHand({ clock });
    const asha = hand.telegram.person();
    asha.start();
    asha.blocks();
    const block = hand.last();
    await hand.takeAll();
    clock.pass(60);
    asha.start();
    await hand.takeAll();
    await hand.take(block);
    expect(await hand.people.contactOf(asha)).not.toHaveProperty('deadAt');
    clock.pass(60);
    asha.blocks();
    await hand.takeAll();
    expect(await hand.people.contactOf(asha)).toMatchObject({ deadAt: expect.any(Date) });
  });

  it('may be somebody we never met', async () => {
    await using hand = await aHand();
    const asha = hand.telegram.person();
    asha.start();
    asha.blocks();
    await hand.take(hand.last());
    expect(await hand.people.contactOf(asha)).toBeNull();
  });
});

describe('a flood', () => {
  it('is told in words, and holds up nobody', async () => {
    await using hand = await aHand();
    const [asha, ravi] = [hand.telegram.person(), hand.telegram.person()];
    asha.start();
    for (let n = 1; n <= 100; n++) asha.types(`message ${n}`);
    ravi.start();
    await hand.takeAll();
    expect(await hand.people.inboxOf(asha)).toHaveLength(100);
    expect(await wordsOf(hand.people, ravi)).toEqual(['/start']);
    expect((await asha.hears(/./)).text).toBe("That's a lot at once. Give me a moment, then send the rest.");
    expect(saidTo(ravi)).toEqual([]);
  });

  it('is told once, until what they write is taken again', async () => {
    await using hand = await aHand();
    const asha = hand.telegram.person();
    asha.start();
    for (let n = 1; n <= 110; n++) asha.types(`message ${n}`);
    await hand.takeAll();
    await asha.hears(/at once/);
    const contact = await hand.people.contactOf(asha);
    await db
      .collection<{ _id: string }>('chats')
      .updateOne({ _id: contact?._id ?? '' }, { $pop: { inbox: -1 } } as never);
    for (let n = 1; n <= 10; n++) {
      asha.types(`again ${n}`);
      await hand.take(hand.last());
    }
    await asha.hears(/at once/);
    await expect.poll(() => hand.telegram.calls('sendMessage').every(({ status }) => status === 200)).toBe(true);
    expect(saidTo(asha)).toHaveLength(2);
    expect(await wordsOf(hand.people, asha)).toContain('again 1');
  });

  it('of taps leaves no button spinning', async () => {
    await using hand = await aHand();
    const asha = hand.telegram.person();
    const id = asha.start();
    for (let n = 1; n <= 100; n++) asha.sendsQuery(`product:${n}`, id);
    await hand.takeAll();
    await asha.waitFor(() => asha.unanswered().length === 0);
    expect(await hand.people.inboxOf(asha)).toHaveLength(100);
  });

  it('holds up nobody either when it cannot be told', async () => {
    await using hand = await aHand();
    const asha = hand.telegram.person();
    asha.start();
    for (let n = 1; n <= 100; n++) asha.types(`message ${n}`);
    const { ends } = hand.telegram.fault({ method: 'sendMessage', kind: 'forbidden' });
    await hand.takeAll();
    await ends();
    await expect.poll(hand.log).toContain('a refusal could not be told');
  });
});

it('throws while the database is away, so that nothing is confirmed, and takes the same update later', async () => {
  const { db: own, breakDown, goOn } = await aBreakableDb(db);
  await using hand = await aHand({ people: peopleOf(own) });
  const asha = hand.telegram.person();
  const id = asha.start();
  asha.sendsQuery('orders', id);
  breakDown();
  const thrown = await hand.take(hand.last()).catch((error: unknown) => error);
  expect(isMongoDown(thrown)).toBe(true);
  expect(hand.telegram.calls('answerCallbackQuery')).toEqual([]);
  goOn();
  await expect.poll(() => hand.take(hand.last()).then(() => 'taken', String)).toBe('taken');
  expect(await wordsOf(peopleOf(db), asha)).toEqual(['orders']);
  await asha.waitFor(() => asha.callbackAnswers().length === 1);
});

it('throws when the chat cannot keep it, says nothing of that to the person, and takes the same update later', async () => {
  const people = peopleOf(db);
  const { receive } = people.chats;
  let faults = 1;
  people.chats.receive = async (...of) => {
    if (faults-- > 0) throw new Error('a bug');
    return receive(...of);
  };
  await using hand = await aHand({ people });
  const asha = hand.telegram.person();
  asha.start();
  await expect(hand.take(hand.last())).rejects.toThrow('a bug');
  expect(hand.telegram.calls()).toEqual([]);
  await hand.take(hand.last());
  expect(await wordsOf(people, asha)).toEqual(['/start']);
});
