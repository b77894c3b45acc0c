import { beforeAll, describe, expect, it } from 'vitest';
import { defineSaid } from '../../../bots/web-chat/index.js';
import { makeIndexes } from '../../../src/platform/mongo.js';
import { createTexts } from '../../../src/platform/texts.js';
import { testDb } from '../../support/db.js';
import { aVisitor, aWebChat } from './a-web-chat.js';

const db = testDb();
beforeAll(async () => {
  defineSaid(db);
  await makeIndexes(db);
});

describe('a message to the web chat', () => {
  it('is taken, answered, and both are there to be read, oldest first', async () => {
    const { url } = await aWebChat(db);
    const asha = await aVisitor(url);
    const answer = await asha.post({ text: 'Hello', messageId: 'm-1' });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ messageId: 'm-1' });
    const [mine, reply] = await asha.said(2);
    expect(mine).toMatchObject({ from: 'you', text: 'Hello', messageId: 'm-1' });
    expect(reply).toMatchObject({ from: 'bot', text: 'You said Hello' });
    expect((mine?.id ?? '') < (reply?.id ?? '')).toBe(true);
    expect(new Date(reply?.at ?? '').getTime()).toBeGreaterThan(0);
  });

  it('gets an id when it brings none', async () => {
    const asha = await aVisitor((await aWebChat(db)).url);
    const { messageId } = (await (await asha.post({ text: 'Hello' })).json()) as { messageId: string };
    expect(messageId).toMatch(/^[\w-]{22}$/);
  });

  it('has one effect however often it is sent, also at once', async () => {
    const { url, heard } = await aWebChat(db);
    const asha = await aVisitor(url);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => asha.post({ text: 'Hello', messageId: 'same' })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(202));
    expect((await asha.post({ text: 'Hello', messageId: 'same' })).status).toBe(202);
    await asha.post({ text: 'Next' });
    const items = await asha.said(4);
    expect(items.map(({ text }) => text)).toEqual(['Hello', 'You said Hello', 'Next', 'You said Next']);
    expect(heard).toHaveLength(2);
  });

  it('is taken also from somebody who was forgotten since they wrote last', async () => {
    const { url, heard, contacts } = await aWebChat(db);
    const asha = await aVisitor(url);
    await asha.post({ text: 'forget me' });
    await asha.said(2);
    const former = heard[0]?.contactId ?? '';
    await contacts.erase(former);
    await asha.post({ text: 'Hello again' });
    expect((await asha.said(2)).map(({ text }) => text)).toEqual(['Hello again', 'You said Hello again']);
    expect(heard.at(-1)?.contactId).not.toBe(former);
  });

  it('tells the language of who writes for the first time', async () => {
    const texts = { ...createTexts('en'), languages: ['en', 'hi'] };
    const { url, contacts, heard } = await aWebChat(db, undefined, { texts });
    const asha = await aVisitor(url, { 'accept-language': 'hi-IN,hi;q=0.9,en;q=0.8' });
    await asha.post({ text: 'नमस्ते' });
    await asha.said(2);
    expect(await contacts.find(heard[0]?.contactId ?? '')).toMatchObject({ language: 'hi', channel: 'web-chat' });
  });

  it('may have the same id as a message of somebody else', async () => {
    const { url } = await aWebChat(db);
    const [asha, meera] = [await aVisitor(url), await aVisitor(url)];
    await asha.post({ text: 'From Asha', messageId: '1' });
    await meera.post({ text: 'From Meera', messageId: '1' });
    expect((await asha.said(2)).map(({ text }) => text)).toEqual(['From Asha', 'You said From Asha']);
    expect((await meera.said(2)).map(({ text }) => text)).toEqual(['From Meera', 'You said From Meera']);
  });

  it('is read as a tap on a choice, and shown with the words of that choice', async () => {
    const { url, heard } = await aWebChat(db, ({ choice }) =>
      choice ? { text: 'Good.' } : { text: 'What now?', choices: [{ id: 'sell', label: 'Open my shop' }] },
    );
    const asha = await aVisitor(url);
    await asha.post({ start: '' });
    const [question] = await asha.said(1);
    expect(question).toMatchObject({ from: 'bot', choices: [{ id: 'sell', label: 'Open my shop' }] });
    await asha.post({ choice: 'sell' });
    expect((await asha.said(3))[1]).toMatchObject({ from: 'you', text: 'Open my shop', choice: 'sell' });
    expect(heard[1]).toMatchObject({ choice: 'sell' });
  });

  it('may share a number, which is not taken as proved', async () => {
    const { url, heard } = await aWebChat(db);
    const asha = await aVisitor(url);
    await asha.post({ contact: { phone: '+919876543210' } });
    expect((await asha.said(2))[0]).toMatchObject({ from: 'you', text: '+919876543210' });
    await asha.upload({ contact: '{"phone":"+919876543211"}' });
    await asha.said(4);
    expect(heard.map(({ contact }) => contact)).toEqual([
      { phone: '+919876543210', verified: false },
      { phone: '+919876543211', verified: false },
    ]);
    expect((await asha.post({ contact: { phone: '+919876543210', verified: true } })).status).toBe(422);
  });

  it('opens a shop by its link without showing that as a message', async () => {
    const { url, heard } = await aWebChat(db);
    const asha = await aVisitor(url);
    await asha.post({ start: 's_asha-pickles' });
    expect(await asha.said(1)).toMatchObject([{ from: 'bot', text: 'Namaste!' }]);
    expect(heard[0]).toMatchObject({ start: 's_asha-pickles' });
  });

  it('says which keyboard the answer needs', async () => {
    const asha = await aVisitor((await aWebChat(db, () => ({ text: 'Your number?', ask: 'phone' }))).url);
    await asha.post({ text: 'Hi' });
    expect((await asha.said(2))[1]).toMatchObject({ ask: 'phone' });
  });

  it('of a program without a cookie gets one with the answer', async () => {
    const { url } = await aWebChat(db);
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ text: 'Hi' });
    const first = await fetch(`${url}/chat/messages`, { method: 'POST', headers, body });
    expect(first.status).toBe(202);
    const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
    const seen = await fetch(`${url}/chat/messages`, { headers: { cookie } });
    expect(seen.status).toBe(200);
  });
});

describe('the cookie of the chat', () => {
  it('cannot be read by scripts, stays on this site and lives half a year', async () => {
    const { url } = await aWebChat(db);
    const set = (await fetch(`${url}/chat`)).headers.get('set-cookie') ?? '';
    expect(set).toMatch(/^haat_chat=[\w-]{43}; /);
    expect(set).toMatch(/; Path=\/chat; .*; HttpOnly; SameSite=Lax$/);
    expect(set).toContain('Max-Age=15552000');
    expect(set).not.toContain('Secure');
  });

  it('travels over https alone where there is https', async () => {
    const { url } = await aWebChat(db, undefined, { secureCookies: true });
    expect((await fetch(`${url}/chat`)).headers.get('set-cookie')).toContain('; Secure');
  });

  it('is kept by a second visit, and no database knows it', async () => {
    const { url, contacts } = await aWebChat(db);
    const asha = await aVisitor(url);
    await asha.post({ text: 'Hi' });
    await asha.said(2);
    expect((await asha.call('/chat')).headers.get('set-cookie')).toContain(asha.cookie);
    const token = asha.cookie.split('=')[1] ?? '';
    expect(JSON.stringify(await db.collection('contacts').find().toArray())).not.toContain(token);
    expect(await contacts.at('web-chat', token)).toBeNull();
  });

  it.each(['/chat/messages', '/chat/stream', '/chat/media/x/y.jpg'])('is needed for %s', async (path) => {
    const { url } = await aWebChat(db);
    for (const cookie of ['', 'haat_chat=guess', `haat_chat=${'x'.repeat(500)}`]) {
      const answer = await fetch(`${url}${path}`, { headers: { cookie } });
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ code: 'no_session', status: 401 });
    }
  });
});
