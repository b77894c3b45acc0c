import mongoose from 'mongoose';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { defineSaid } from '../../../bots/web-chat/index.js';
import { makeIndexes } from '../../../src/platform/mongo.js';
import { testDb } from '../../support/db.js';
import { eventually } from '../../support/eventually.js';
import { aStream } from './a-stream.js';
import { aVisitor, aWebChat } from './a-web-chat.js';

const db = testDb();
beforeAll(async () => {
  defineSaid(db);
  await makeIndexes(db);
});

const contactOf = async (chat: Awaited<ReturnType<typeof aWebChat>>, id: string) => {
  const contact = await chat.contacts.find(id.split('.')[0] ?? '');
  if (!contact) throw new Error('nobody there');
  return contact;
};
const at = new Date();

/** Holds back what is to be kept until the function given back is called. */
function holdBack(): () => void {
  let go: () => void = () => undefined;
  const open = new Promise<void>((resolve) => {
    go = resolve;
  });
  const { prototype } = mongoose.mongo.Collection;
  const { insertMany } = prototype;
  const spy = vi.spyOn(prototype, 'insertMany').mockImplementation(async function (this: typeof prototype, ...asked) {
    await open;
    return insertMany.apply(this, asked);
  });
  onTestFinished(() => {
    go();
    spy.mockRestore();
  });
  return go;
}

describe('the stream of the web chat', () => {
  it('tells what is said as it is said, also to who came before the first word', async () => {
    const { url } = await aWebChat(db);
    const asha = await aVisitor(url);
    const stream = await aStream(asha);
    expect(stream.answer.headers.get('content-type')).toContain('text/event-stream');
    expect(stream.answer.headers.get('cache-control')).toContain('no-store');
    await asha.post({ text: 'Hello', messageId: 'm-1' });
    const [mine, reply] = [await stream.next(), await stream.next()];
    expect(mine).toMatchObject({ event: 'message', data: { from: 'you', text: 'Hello', messageId: 'm-1' } });
    expect(reply).toMatchObject({ event: 'message', data: { from: 'bot', text: 'You said Hello' } });
    const { items } = await asha.messages();
    expect([mine, reply].map((event) => event?.data)).toEqual(items);
    expect([mine?.id, reply?.id]).toEqual(items.map(({ id }) => id));
  });

  it('goes on after the last event that was heard', async () => {
    const asha = await aVisitor((await aWebChat(db)).url);
    for (const text of ['one', 'two']) await asha.post({ text });
    const items = await asha.said(4);
    const second = items[1]?.id ?? '';
    for (const from of [
      { after: second },
      { lastEventId: second },
      { after: items[3]?.id ?? '', lastEventId: second },
    ]) {
      const stream = await aStream(asha, from);
      expect(await stream.next()).toMatchObject({ id: items[2]?.id });
      expect(await stream.next()).toMatchObject({ id: items[3]?.id });
      stream.close();
    }
  });

  it('tells everything, in order, to a page that has nothing', async () => {
    const chat = await aWebChat(db, () => undefined);
    const asha = await aVisitor(chat.url);
    await asha.post({ text: 'Hi' });
    const contact = await contactOf(chat, (await asha.said(1))[0]?.id ?? '');
    for (let seq = 100; seq < 350; seq++)
      await chat.channel.send(contact, { id: `${seq}`, seq, at, prompt: { text: `${seq}` } });
    const stream = await aStream(asha);
    const texts: unknown[] = [];
    for (let n = 0; n < 251; n++) texts.push((await stream.next())?.data);
    const expected = ['Hi', ...Array.from({ length: 250 }, (_, n) => `${n + 100}`)];
    expect(texts).toMatchObject(expected.map((text) => ({ text })));
  });

  it('tells of an alert that moved on in place of the old one, also to who was away', async () => {
    const chat = await aWebChat(db, () => undefined);
    const asha = await aVisitor(chat.url);
    await asha.post({ text: 'Hi' });
    const contact = await contactOf(chat, (await asha.said(1))[0]?.id ?? '');
    const choices = [{ id: 'accept:1', label: 'Accept' }];
    await chat.channel.send(contact, { id: 'a', seq: 10, at, prompt: { text: 'New order', choices } });
    const items = await asha.said(2);
    const watching = await aStream(asha, { after: items[1]?.id ?? '' });
    const edit = { text: 'Order accepted', choices: [{ id: 'packed:1', label: 'Packed' }] };
    const sent = await chat.channel.send(contact, { id: 'b', seq: 12, at, prompt: edit, edits: { seq: 10 } });
    expect(sent).toEqual({ platformId: items[1]?.id });
    expect(await watching.next()).toEqual({ event: 'edited', data: { ...items[1], ...edit } });
    const cameBack = await aStream(asha, { lastEventId: items[1]?.id ?? '' });
    expect(await cameBack.next()).toEqual({ event: 'edited', data: { ...items[1], ...edit } });
    expect((await asha.messages()).items).toEqual([items[0], { ...items[1], ...edit }]);
    await asha.post({ choice: 'accept:1' });
    expect((await asha.said(3))[1], 'a tap that was under way keeps its words').toMatchObject({ text: 'Accept' });
  });

  it('says so when the person was forgotten, and lets the goodbye be read', async () => {
    const chat = await aWebChat(db);
    const asha = await aVisitor(chat.url);
    await asha.post({ text: 'forgetme' });
    const items = await asha.said(2);
    const stream = await aStream(asha, { after: items[1]?.id ?? '' });
    const contact = await contactOf(chat, items[0]?.id ?? '');
    await chat.channel.forget?.(contact);
    await chat.contacts.erase(contact._id);
    // a wake-up; without one it is found a little later
    await chat.channel.record?.(contact, []);
    expect(await stream.next()).toEqual({ event: 'reset', data: null });
    expect(await stream.next()).toMatchObject({ event: 'message', data: { text: 'You said forgetme' } });
    expect(await asha.messages()).toMatchObject({ items: [items[1]], nextCursor: null });
    await asha.post({ text: 'Hello again' });
    expect(await stream.next()).toEqual({ event: 'reset', data: null });
    expect(await stream.next()).toMatchObject({ data: { text: 'Hello again' } });
    expect((await asha.said(2)).map(({ text }) => text)).toEqual(['Hello again', 'You said Hello again']);
    await eventually(async () => expect(await chat.chats.find(contact._id)).toBeNull());
  });

  it('tells an answer before it is kept; whoever asks then has it as well, and what is written to it comes behind it', async () => {
    const chat = await aWebChat(db);
    const asha = await aVisitor(chat.url);
    await asha.post({ text: 'Hello' });
    const [, hello] = await asha.said(2);
    const stream = await aStream(asha, { after: hello?.id ?? '' });
    const keep = holdBack();
    await asha.post({ text: 'one' });
    for (const text of ['one', 'You said one']) expect(await stream.next()).toMatchObject({ data: { text } });
    const [reads, late] = [['', '?before=end'].map(asha.messages), await aStream(asha)];
    await asha.post({ text: 'two' });
    const waits = (await chat.chats.find(hello?.id.split('.')[0] ?? ''))?.outbox.map(({ prompt }) => prompt?.text);
    expect(waits, 'it stands elsewhere').toContain('You said one');
    keep();
    for (const { items } of await Promise.all(reads))
      expect(items.map(({ text }) => text)).toEqual(expect.arrayContaining(['one', 'You said one']));
    for (const text of ['two', 'You said two']) expect(await stream.next()).toMatchObject({ data: { text } });
    const all = ['Hello', 'You said Hello', 'one', 'You said one', 'two', 'You said two'];
    expect((await asha.said(6)).map(({ text }) => text)).toEqual(all);
    for (const text of all) expect(await late.next()).toMatchObject({ data: { text } });
  });

  it('of one person tells another nothing', async () => {
    const { url } = await aWebChat(db);
    const [asha, other] = [await aVisitor(url), await aVisitor(url)];
    await asha.post({ text: 'My number is secret' });
    const [mine] = await asha.said(2);
    const spying = await aStream(other, { after: mine?.id ?? '' });
    expect(await spying.next(), 'another chat begins anew').toEqual({ event: 'reset', data: null });
    await other.post({ text: 'Hi' });
    expect(await spying.next()).toMatchObject({ event: 'message', data: { text: 'Hi' } });
    await other.said(2);
    expect((await other.messages(`?after=${mine?.id}`)).items).toHaveLength(2);
  });

  it('ends when the program stops, and is refused while it does', async () => {
    const { url, channel } = await aWebChat(db);
    const asha = await aVisitor(url);
    const stream = await aStream(asha);
    await channel.stop();
    expect(await stream.next()).toBeUndefined();
    const late = await asha.call('/chat/stream');
    expect(late.status).toBe(503);
    expect(await late.json()).toMatchObject({ code: 'stopping' });
  });

  it('gives way when one person opens too many', async () => {
    const asha = await aVisitor((await aWebChat(db)).url);
    const first = await aStream(asha);
    for (let n = 0; n < 8; n++) await aStream(asha);
    expect(await first.next()).toBeUndefined();
  });

  it('does not begin where no message is', async () => {
    const asha = await aVisitor((await aWebChat(db)).url);
    expect((await asha.call('/chat/stream?after=yesterday')).status).toBe(422);
    expect((await asha.call('/chat/stream', { headers: { 'last-event-id': '{"$gt":""}' } })).status).toBe(422);
  });

  it('survives a database that does not answer for a while', async () => {
    const chat = await aWebChat(db);
    const asha = await aVisitor(chat.url);
    let broken = 1;
    const flaky = await aWebChat(db, undefined, {
      contacts: {
        ...chat.contacts,
        at: async (...of) => {
          if (broken-- > 0) throw new Error('connection lost');
          return chat.contacts.at(...of);
        },
      },
    });
    const stream = await aStream({
      call: (path, init) =>
        fetch(`${flaky.url}${path}`, { ...init, headers: { ...init?.headers, cookie: asha.cookie } }),
    });
    await asha.post({ text: 'Hi' });
    expect(await stream.next()).toMatchObject({ data: { text: 'Hi' } });
  });
});
