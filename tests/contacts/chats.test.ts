import { beforeAll, describe, expect, it } from 'vitest';
import { createChats, createContacts, createHolding, type Incoming } from '../../src/contacts/index.js';
import { type Clock, systemClock } from '../../src/platform/clock.js';
import { newId } from '../../src/platform/ids.js';
import { makeIndexes } from '../../src/platform/mongo.js';
import { testDb } from '../support/db.js';

const db = testDb();
const woken: string[] = [];
const process = (by: string, clock: Clock = systemClock) => ({
  chats: createChats({ db, clock, by, wake: ({ _id }) => woken.push(_id) }),
  holding: createHolding({ db, clock, by }),
});
const one = process('one');
const two = process('two');
const contacts = createContacts({ db, clock: systemClock, trustBypass: true });
beforeAll(() => makeIndexes(db));

const message = (contactId: string, messageId: string, more: Partial<Incoming> = {}): Incoming => ({
  contactId,
  messageId,
  at: new Date(),
  text: `text ${messageId}`,
  ...more,
});
const aChat = async () => (await contacts.meet('web-chat', newId()))._id;

/** A chat with its first message, held by the process `one`. */
const begun = async () => {
  const id = await aChat();
  const chat = await one.chats.receive('web-chat', message(id, 'first'));
  if (!chat) throw new Error('the chat was not given');
  const [first] = chat.inbox;
  if (!first) throw new Error('the message is missing');
  return { id, chat, first };
};
const prompt = (id: string) => ({ id, prompt: { text: id } });
const turned = (text: string) => ({ turn: { at: 'x' }, shown: null, replies: [{ prompt: { text } }] });

describe('what comes into a chat', () => {
  it('is kept once, however often and wherever it arrives', async () => {
    const id = await aChat();
    const given = await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 ? one : two).chats.receive('web-chat', message(id, 'same'))),
    );
    expect(given.filter(Boolean)).toHaveLength(1);
    const chat = await one.chats.find(id);
    expect(chat?.inbox.map(({ messageId }) => messageId)).toEqual(['same']);
    expect(chat?.seq).toBe(1);
  });

  it('is known again after 199 others, also where it was handled long ago', async () => {
    const { id, chat, first } = await begun();
    await one.holding.commit(chat, first, turned('hello'));
    for (let n = 1; n < 200; n++) await one.chats.say({ _id: id, channel: 'web-chat' }, prompt(`${n}`));
    expect(await one.chats.receive('web-chat', message(id, 'first'))).toBeNull();
    expect((await one.chats.find(id))?.inbox).toEqual([]);
    await one.chats.say({ _id: id, channel: 'web-chat' }, prompt('200'));
    expect(await one.chats.receive('web-chat', message(id, 'first'))).toMatchObject({
      inbox: [{ messageId: 'first' }],
    });
  });

  it('keeps every one of many messages that come at once, each with a number of its own', async () => {
    const id = await aChat();
    await Promise.all(
      Array.from({ length: 30 }, (_, n) => (n % 2 ? one : two).chats.receive('web-chat', message(id, `m${n}`))),
    );
    const chat = await one.chats.find(id);
    expect(new Set(chat?.inbox.map(({ messageId }) => messageId)).size).toBe(30);
    expect(chat?.inbox.map(({ seq }) => seq)).toEqual(Array.from({ length: 30 }, (_, n) => n + 1));
  });

  it('gives the chat to one of two processes', async () => {
    const id = await aChat();
    const taken = await Promise.all([
      one.chats.receive('web-chat', message(id, 'a')),
      two.chats.receive('web-chat', message(id, 'b')),
    ]);
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(woken).toContain(id);
  });

  it.each([
    ['an operator', '$inbox'],
    ['a field path', '$$ROOT.seen'],
    ['an expression', '{"$gt":""}'],
    ['emoji and other scripts', 'आचार 🥭 \u202eabc'],
  ])('keeps %s as it was written', async (_what, text) => {
    const id = await aChat();
    await one.chats.receive('web-chat', message(id, text, { text, start: text }));
    const chat = await one.chats.find(id);
    expect(chat?.inbox[0]).toMatchObject({ messageId: text, text, start: text });
  });

  it('refuses a flood and keeps what waits already', async () => {
    const id = await aChat();
    for (let n = 0; n < 100; n++) await one.chats.receive('web-chat', message(id, `m${n}`));
    await expect(one.chats.receive('web-chat', message(id, 'm100'))).rejects.toMatchObject({ code: 'chat_too_fast' });
    expect((await one.chats.find(id))?.inbox).toHaveLength(100);
    // what is there already is no flood
    expect(await one.chats.receive('web-chat', message(id, 'm7'))).toBeNull();
    const alert = { id: 'o.0', alert: { eventId: 'o.0', orderId: 'o' } };
    for (let n = 0; n < 2; n++) await one.chats.say({ _id: id, channel: 'web-chat' }, alert);
    expect(await one.chats.find(id)).toMatchObject({ inbox: { length: 100 }, outbox: [{ id: 'o.0' }] });
  });
});

describe('a turn', () => {
  it('is committed by one of two that worked on it', async () => {
    const { id, chat, first } = await begun();
    const done = await Promise.all([
      one.holding.commit(chat, first, turned('hello')),
      two.holding.commit(chat, first, turned('hello')),
    ]);
    expect(done.filter(Boolean)).toHaveLength(1);
    const after = await one.chats.find(id);
    expect(after).toMatchObject({ version: 1, turn: { at: 'x' }, inbox: [] });
    expect(after?.outbox.map(({ prompt, seq }) => [prompt?.text, seq])).toEqual([['hello', 2]]);
  });

  it('numbers its replies behind a message that came meanwhile', async () => {
    const { id, chat, first } = await begun();
    await two.chats.receive('web-chat', message(id, 'second'));
    const after = await one.holding.commit(chat, first, turned('hello'));
    expect(after?.inbox.map(({ messageId, seq }) => [messageId, seq])).toEqual([['second', 2]]);
    expect(after?.outbox.map(({ seq }) => seq)).toEqual([3]);
  });

  it('that is committed leaves the lease as long as it was made meanwhile', async () => {
    const { id, chat, first } = await begun();
    const later = process('one', { now: () => new Date(Date.now() + 10_000) });
    const renewed = await later.holding.renew(id);
    await one.holding.commit(chat, first, turned('hello'));
    expect((await one.chats.find(id))?.lease).toEqual(renewed?.lease);
    expect(renewed?.lease).not.toEqual(chat.lease);
  });

  it.each([0, 1])(
    'is kept as it is told of many at once, to %i of whom something was written meanwhile',
    async (busy) => {
      const all = await Promise.all(Array.from({ length: 6 }, begun));
      for (const { id } of all.slice(0, busy)) await two.chats.receive('web-chat', message(id, 'second'));
      const told = await Promise.all(all.map(({ chat, first }) => one.holding.commit(chat, first, turned('hello'))));
      const kept = await Promise.all(all.map(({ id }) => one.chats.find(id)));
      expect(told.map((chat) => chat && { ...chat, seenMarks: expect.anything() })).toEqual(kept);
      expect(told.map((chat) => chat?.outbox[0]?.seq)).toEqual(all.map((_, index) => (index < busy ? 3 : 2)));
    },
  );

  it('keeps the lease while there is something to do, and gives it back after', async () => {
    const { id, chat, first } = await begun();
    await two.chats.receive('web-chat', message(id, 'second'));
    expect((await one.holding.letGo(chat))?.inbox).toHaveLength(2);
    let now = await one.holding.commit(chat, first, { turn: null, shown: null, replies: [] });
    const second = now?.inbox[0];
    if (!now || !second) throw new Error('the second message is missing');
    now = await one.holding.commit(now, second, { turn: null, shown: null, replies: [] });
    if (!now) throw new Error('not committed');
    expect(await one.holding.letGo(now)).toBeNull();
    expect(await one.chats.find(id)).not.toHaveProperty('wakeAt');
    expect(await two.holding.due(['web-chat'], [], 100)).not.toContain(id);
  });

  it('goes on with the process that took over, not with the one that was paused meanwhile', async () => {
    const { id, chat, first } = await begun();
    const held = await one.holding.commit(chat, first, turned('hello'));
    const reply = held?.outbox[0];
    if (!held || !reply) throw new Error('not committed');
    await one.chats.receive('web-chat', message(id, 'second'));
    const heir = process('heir', { now: () => new Date(Date.now() + 31_000) });
    const taken = await heir.holding.take(id, ['web-chat']);
    const second = taken?.inbox[0];
    if (!taken || !second) throw new Error('not taken over');

    expect(await one.holding.postpone(id, 'outbox', reply.seq, 60_000, true)).toBeNull();
    expect(await one.holding.commit(taken, second, turned('again'))).toBeNull();
    expect((await one.chats.find(id))?.outbox).toEqual([reply]);
    // what has gone out is not to be sent again, but the rest is the heir's
    expect(await one.holding.sent(id, reply)).toBeNull();
    expect(await heir.holding.commit(taken, second, turned('bye'))).toMatchObject({
      outbox: [{ prompt: { text: 'bye' } }],
    });
  });

  it('lets a newer reply take the place of one that still waits', async () => {
    const { chat, first } = await begun();
    const reply = (text: string) => ({ prompt: { text }, notBeforeMs: 60_000 });
    const once = await one.holding.commit(chat, first, { turn: null, shown: null, replies: [reply('1 photo')] });
    if (!once) throw new Error('not committed');
    await one.chats.receive('web-chat', message(chat._id, 'again'));
    const next = await one.chats.find(chat._id);
    const again = next?.inbox[0];
    if (!next || !again) throw new Error('the message is missing');
    const twice = await one.holding.commit(next, again, { turn: null, shown: null, replies: [reply('2 photos')] });
    expect(twice?.later.map(({ prompt }) => prompt?.text)).toEqual(['2 photos']);
    expect(twice?.outbox).toEqual([]);
  });

  it('takes the place of a reply that still waits, also where it has none of its own that waits', async () => {
    const { chat, first } = await begun();
    const summary = { prompt: { text: '3 products are in your shop:' }, notBeforeMs: 60_000 };
    await one.holding.commit(chat, first, { turn: null, shown: null, replies: [summary] });
    await one.chats.receive('web-chat', message(chat._id, 'orders'));
    const next = await one.chats.find(chat._id);
    const orders = next?.inbox[0];
    if (!next || !orders) throw new Error('the message is missing');
    const done = await one.holding.commit(next, orders, turned('No order waits for you just now.'));
    expect(done?.later).toEqual([]);
    expect(done?.outbox).toHaveLength(1);
  });
});

describe('the last thing a chat had to say', () => {
  it('takes the lease with it, so that the chat is free at once', async () => {
    const { chat, first } = await begun();
    const held = await one.holding.commit(chat, first, turned('hello'));
    const [reply] = held?.outbox ?? [];
    if (!held || !reply) throw new Error('not committed');
    expect(await one.holding.sent(held._id, reply, undefined, held)).toBeNull();
    const free = await one.chats.find(held._id);
    expect(free?.outbox).toEqual([]);
    expect(free).not.toHaveProperty('lease');
    expect(free).not.toHaveProperty('wakeAt');
  });

  it('leaves the lease where something came meanwhile', async () => {
    const { chat, first } = await begun();
    const held = await one.holding.commit(chat, first, turned('hello'));
    const [reply] = held?.outbox ?? [];
    if (!held || !reply) throw new Error('not committed');
    await two.chats.receive('web-chat', message(held._id, 'second'));
    const after = await one.holding.sent(held._id, reply, undefined, held);
    expect(after).toMatchObject({ outbox: [], inbox: [{ messageId: 'second' }], lease: { by: 'one' } });
  });

  it('is taken out also where the chat is somebody else’s by now', async () => {
    const { chat, first } = await begun();
    const held = await one.holding.commit(chat, first, turned('hello'));
    const [reply] = held?.outbox ?? [];
    if (!held || !reply) throw new Error('not committed');
    const heir = process('heir', { now: () => new Date(Date.now() + 31_000) });
    await one.chats.receive('web-chat', message(held._id, 'second'));
    await heir.holding.take(held._id, ['web-chat']);
    expect(await one.holding.sent(held._id, reply, undefined, held)).toBeNull();
    expect(await one.chats.find(held._id)).toMatchObject({ outbox: [], lease: { by: 'heir' } });
  });
});

describe('an alert', () => {
  it('comes with the lease where its channel is worked, unless another process has it', async () => {
    const held: unknown[] = [];
    const here = createChats({
      ...{ db, clock: systemClock, by: 'here' },
      wake: (_id, chat) => held.push(chat?.lease?.by),
      serves: (channel) => channel === 'web-chat',
    });
    const [free, taken] = [await aChat(), await aChat()];
    const hello = { id: 'a', prompt: { text: 'hello' } };
    await here.say({ _id: free, channel: 'web-chat' }, hello);
    await two.chats.receive('web-chat', message(taken, 'm'));
    await here.say({ _id: taken, channel: 'web-chat' }, hello);
    await here.say({ _id: await aChat(), channel: 'telegram' }, hello);
    expect(held).toEqual(['here', undefined, undefined]);
    expect(await two.holding.take(free, ['web-chat'])).toBeNull();
  });
});

describe('a look for what was left behind', () => {
  it('finds the chats of others also while many are held here', async () => {
    const held = await aChat();
    const left = await aChat();
    await one.chats.receive('web-chat', message(held, 'm'));
    await one.chats.say({ _id: left, channel: 'web-chat' }, { id: 'a', prompt: { text: 'hello' } });
    expect(await one.holding.due(['web-chat'], [held], 100)).toContain(left);
    expect(await one.holding.due(['web-chat'], [held], 100)).not.toContain(held);
  });
});

describe('a person', () => {
  it('who asked to be forgotten is not met again by a page that still looks', async () => {
    const { _id } = await contacts.meet('web-chat', newId(), { name: 'Asha' });
    await contacts.forget(_id);
    await contacts.seen(_id);
    expect(await contacts.find(_id)).toMatchObject({ forgottenAt: expect.any(Date) });
    expect(await contacts.find(_id)).not.toHaveProperty('name');
  });

  it('who asked to be forgotten is forgotten also when they write again before it is done', async () => {
    const address = newId();
    const { _id } = await contacts.meet('web-chat', address, { name: 'Asha' });
    await contacts.forget(_id);
    expect(await contacts.meet('web-chat', address)).toMatchObject({ _id, forgottenAt: expect.any(Date) });
  });

  it('is found to be forgotten also where nothing reaches them any more', async () => {
    const { _id } = await contacts.meet('telegram', newId());
    const customerId = newId();
    await contacts.linkCustomer(_id, customerId, '+919876543210', 'otp');
    await contacts.markDead(_id);
    expect(await contacts.liveOfCustomer(customerId)).toEqual([]);
    expect(await contacts.ofCustomer(customerId)).toMatchObject([{ _id }]);
  });

  it('is one contact, also when two first messages come at once', async () => {
    const met = await Promise.all(Array.from({ length: 10 }, () => contacts.meet('web-chat', 'the-same-address')));
    expect(new Set(met.map(({ _id }) => _id)).size).toBe(1);
  });

  it('keeps a cart in each of the last 20 shops, also one from before there could be several', async () => {
    const { _id } = await contacts.meet('web-chat', newId());
    const carts = async () => (await contacts.find(_id))?.carts?.map(({ storeId, cartId }) => `${storeId} ${cartId}`);
    await db.model('Contact').updateOne({ _id }, { shop: { storeId: 'first', cartId: 'old' } });
    await contacts.enterShop(_id, 'second');
    expect(await contacts.find(_id)).toMatchObject({ shop: { storeId: 'second' } });
    await contacts.enterShop(_id, 'first');
    expect(await carts()).toEqual(['first old']);
    await contacts.enterShop(_id, 'first', 'new');
    for (let n = 2; n <= 20; n++) await contacts.enterShop(_id, `shop ${n}`, `cart ${n}`);
    expect(await carts()).toHaveLength(20);
    await contacts.enterShop(_id, 'shop 21', 'cart 21');
    expect((await carts())?.[0]).toBe('shop 2 cart 2');
    await contacts.forget(_id);
    expect(await carts()).toBeUndefined();
  });

  it('is no longer trusted by a bypassed code when codes are verified', async () => {
    const { _id } = await contacts.meet('web-chat', newId());
    await contacts.linkAccount(_id, newId(), '+919876543210', 'bypass');
    const strict = createContacts({ db, clock: systemClock, trustBypass: false });
    expect(await contacts.find(_id)).toHaveProperty('accountId');
    expect(await strict.find(_id)).not.toHaveProperty('accountId');
    expect(await strict.find(_id)).not.toHaveProperty('phone');
  });

  it('is not waited for on a web page that was not opened for a month', async () => {
    const accountId = newId();
    const { _id } = await contacts.meet('web-chat', newId());
    await contacts.linkAccount(_id, accountId, '+919876543210', 'otp');
    const inDays = (days: number) =>
      createContacts({ db, clock: { now: () => new Date(Date.now() + days * 86_400_000) }, trustBypass: true });
    expect(await inDays(29).liveOfAccount(accountId)).toHaveLength(1);
    expect(await inDays(31).liveOfAccount(accountId)).toHaveLength(0);
  });
});
