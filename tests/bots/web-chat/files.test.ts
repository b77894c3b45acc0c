import { describe, expect, it } from 'vitest';
import { mediaOfContact } from '../../../src/platform/media/media-storage.js';
import { makeIndexes } from '../../../src/platform/mongo.js';
import type { Prompt } from '../../../src/platform/prompt.js';
import { testDb } from '../../support/db.js';
import { aVisitor, aWebChat, type Script, type WebChat } from './a-web-chat.js';

const db = testDb();
const csv = Buffer.from('\ufeffname,salePrice\r\nअचार,149\r\n');

/** Whoever writes is given a file. */
async function aChatWithFiles() {
  let chat: WebChat | undefined;
  const script: Script = async ({ contactId }): Promise<Prompt> => {
    const key = `${mediaOfContact(contactId)}${'a'.repeat(40)}.csv`;
    await chat?.media.put(key, csv, 'text/csv');
    return {
      text: 'Here it is.',
      file: { key, name: 'products-asha.csv' },
      choices: [{ id: 'import', label: 'Import' }],
    };
  };
  await makeIndexes(db);
  chat = await aWebChat(db, script);
  return chat;
}

/** A visitor who has been given a file, and where it is. */
async function given(chat: WebChat) {
  const asha = await aVisitor(chat.url);
  await asha.post({ text: 'my products' });
  const [, item] = await asha.said(2);
  return { asha, item, url: item?.file?.url ?? '' };
}

describe('a file of the bot', () => {
  it('is a link in the history, to bytes that are saved and never shown', async () => {
    const { asha, item, url } = await given(await aChatWithFiles());
    expect(item).toMatchObject({
      from: 'bot',
      text: 'Here it is.',
      file: { name: 'products-asha.csv', url: expect.stringMatching(/^\/chat\/media\/[0-9a-f]{24}\/a{40}\.csv$/) },
      choices: [{ id: 'import', label: 'Import' }],
    });
    const answer = await asha.call(url);
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(csv);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe('attachment');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
  });

  it('is given to its person alone', async () => {
    const chat = await aChatWithFiles();
    const { url } = await given(chat);
    const ravi = (await given(chat)).asha;
    expect((await ravi.call(url)).status).toBe(404);
    expect((await fetch(`${chat.url}${url}`)).status).toBe(401);
  });

  it('that is gone after its week is told of in words', async () => {
    const chat = await aChatWithFiles();
    const { asha, url } = await given(chat);
    await chat.media.delete(`private/chat/${url.slice('/chat/media/'.length)}`);
    const answer = await asha.call(url);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({
      code: 'no_file',
      detail: 'I kept this file for a week. Please ask for it again.',
    });
  });

  it('goes with the person who asks to be forgotten', async () => {
    const chat = await aChatWithFiles();
    const { url } = await given(chat);
    const key = `private/chat/${url.slice('/chat/media/'.length)}`;
    const contact = await chat.contacts.find(chat.heard[0]?.contactId ?? '');
    expect(await chat.media.read(key)).toBeDefined();
    if (contact) await chat.channel.forget?.(contact);
    expect(await chat.media.read(key)).toBeUndefined();
  });
});
