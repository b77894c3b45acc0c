import { beforeAll, describe, expect, it } from 'vitest';
import { createChats, createContacts, createHolding, type Reply } from '../../src/contacts/index.js';
import { newId } from '../../src/platform/ids.js';
import { makeIndexes } from '../../src/platform/mongo.js';
import { testDb } from '../support/db.js';

const db = testDb();
let aheadMs = 0;
const clock = { now: () => new Date(Date.now() + aheadMs) };
const process = (by: string) => ({
  chats: createChats({ db, clock, by, wake: () => undefined }),
  holding: createHolding({ db, clock, by }),
});
const one = process('one');
const two = process('two');
const contacts = createContacts({ db, clock, trustBypass: true });
beforeAll(() => makeIndexes(db));

const hello: Reply = { prompt: { text: 'hello' } };

/** Takes a message into a chat, and ends its turn with replies that may be said twice. */
async function turn(id: string, replies: readonly Reply[] = [hello], by = one) {
  const chat = await by.chats.receive('web-chat', { contactId: id, messageId: newId(), at: new Date(), text: 'hi' });
  const message = chat?.inbox[0];
  if (!chat || !message) throw new Error('the chat is held by somebody else');
  const given = await by.holding.commit(chat, message, { turn: null, shown: null, replies }, true);
  if (!given) throw new Error('somebody else has ended it');
  return { given, message };
}
const aChat = async () => (await contacts.meet('web-chat', newId()))._id;
const texts = async (id: string) => (await one.chats.find(id))?.outbox.map(({ prompt }) => prompt?.text);

describe('a chat whose answer may be said twice', () => {
  it('is given back with its turn, and its answer waits for whoever says it, with what it answers', async () => {
    const id = await aChat();
    const { given, message } = await turn(id);
    expect(one.holding.holds(given)).toBe(false);
    const kept = await one.chats.find(id);
    expect(kept).not.toHaveProperty('lease');
    expect(kept).toMatchObject({ inbox: [], outbox: [{ prompt: hello.prompt, heard: message, rests: true }] });
    expect(await two.holding.due(['web-chat'], [], 1000)).not.toContain(id);
    expect(await two.holding.take(id, ['web-chat'])).toBeNull();
  });

  it('is somebody else’s to answer when whoever took the turn is gone for ten seconds', async () => {
    const id = await aChat();
    await turn(id);
    aheadMs += 10_001;
    expect(await two.holding.due(['web-chat'], [], 1000)).toContain(id);
    expect(await two.holding.take(id, ['web-chat'])).toMatchObject({ outbox: [{ prompt: hello.prompt }] });
  });

  it('is held on where something else waits in it', async () => {
    const id = await aChat();
    const chat = await one.chats.receive('web-chat', { contactId: id, messageId: 'a', at: new Date(), text: 'a' });
    await two.chats.receive('web-chat', { contactId: id, messageId: 'b', at: new Date(), text: 'b' });
    const message = chat?.inbox[0];
    if (!chat || !message) throw new Error('the chat is not ours');
    const held = await one.holding.commit(chat, message, { turn: null, shown: null, replies: [hello] }, true);
    expect(held).toMatchObject({ inbox: [{ messageId: 'b' }], outbox: [{ heard: message }], lease: { by: 'one' } });
    expect(held?.outbox[0]).not.toHaveProperty('rests');
  });

  it('is ended once, whoever else ends the same turn', async () => {
    const id = await aChat();
    const chat = await one.chats.receive('web-chat', { contactId: id, messageId: 'a', at: new Date(), text: 'a' });
    const message = chat?.inbox[0];
    if (!chat || !message) throw new Error('the chat is not ours');
    const turned = { turn: null, shown: null, replies: [hello] };
    const ended = await Promise.all([1, 2, 3].map(() => one.holding.commit(chat, message, turned, true)));
    expect(ended.filter(Boolean)).toHaveLength(1);
    expect(await texts(id)).toEqual(['hello']);
  });
});

describe('what was said and still stands', () => {
  it('goes with the next turn', async () => {
    const id = await aChat();
    const { given } = await turn(id);
    one.holding.said(given);
    expect(one.holding.unsaid(given)).toEqual([]);
    await turn(id, [{ prompt: { text: 'again' } }]);
    expect(await texts(id)).toEqual(['again']);
  });

  it('stays for a process that does not know of it, in front of what that one answers', async () => {
    const id = await aChat();
    const { given } = await turn(id);
    one.holding.said(given);
    const { given: other } = await turn(id, [{ prompt: { text: 'again' } }], two);
    expect(two.holding.unsaid(other).map(({ prompt }) => prompt?.text)).toEqual(['hello', 'again']);
  });

  it('is cleared after two seconds, and then nothing is left to do', async () => {
    const id = await aChat();
    const { given } = await turn(id);
    one.holding.said(given);
    await one.holding.clear();
    expect(await texts(id)).toEqual(['hello']);
    aheadMs += 2000;
    await one.holding.clear();
    expect(await texts(id)).toEqual([]);
    expect(await one.chats.find(id)).not.toHaveProperty('wakeAt');
  });

  it('is cleared but for what waits for its time', async () => {
    const id = await aChat();
    const { given } = await turn(id, [hello, { prompt: { text: 'later' }, notBeforeMs: 60_000 }]);
    one.holding.said(given);
    await one.holding.clear(true);
    const chat = await one.chats.find(id);
    expect(chat?.outbox).toEqual([]);
    expect(chat?.wakeAt).toEqual(chat?.later[0]?.due);
  });

  it('is left alone where something came meanwhile, which stays to be done', async () => {
    const [written, told] = [await aChat(), await aChat()];
    for (const id of [written, told]) one.holding.said((await turn(id)).given);
    await two.chats.receive('web-chat', { contactId: written, messageId: 'b', at: new Date(), text: 'b' });
    const alert = { eventId: 'o.0', orderId: 'o' };
    await two.chats.say({ _id: told, channel: 'web-chat' }, { id: 'o.0', alert });
    await one.holding.clear(true);
    expect(await one.chats.find(written)).toMatchObject({ outbox: [{}], inbox: [{ messageId: 'b' }] });
    expect(await one.chats.find(told)).toMatchObject({ outbox: [{}, { alert }] });
    expect(await two.holding.due(['web-chat'], [], 1000)).toContain(told);
  });
});
