import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { defineSaid } from '../../../bots/web-chat/index.js';
import { createDiskMedia } from '../../../src/platform/media/disk-media.js';
import { makeIndexes } from '../../../src/platform/mongo.js';
import { testDb } from '../../support/db.js';
import { tempDir } from '../../support/temp-dir.js';
import { aVisitor, aWebChat, echo } from './a-web-chat.js';

const db = testDb();
beforeAll(async () => {
  defineSaid(db);
  await makeIndexes(db);
});

const draw = () => sharp({ create: { width: 40, height: 30, channels: 3, background: '#0A6B4B' } });
const heic = Buffer.from('\u0000\u0000\u0000\u0018ftypheic\u0000\u0000\u0000\u0000mif1heic rest', 'latin1');
const file = (bytes: Uint8Array, name = 'photo.jpg', type = 'image/jpeg') =>
  new File([new Uint8Array(bytes)], name, { type });

/** What the photographs of a phone are like: several megabytes, turned, with a place in them. */
const fromPhone = () =>
  sharp(randomBytes(2000 * 1500 * 3), { raw: { width: 2000, height: 1500, channels: 3 } })
    .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '18/1 31/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 95 })
    .toBuffer();

const kept = async (chat: { media: { list(olderThan: Date): AsyncIterable<string> } }) => {
  const keys: string[] = [];
  for await (const key of chat.media.list(new Date(Date.now() + 60_000))) keys.push(key);
  return keys;
};

describe('a photo sent to the web chat', () => {
  it('of several megabytes arrives whole, with its caption, and its sender sees it again', async () => {
    const chat = await aWebChat(db);
    const asha = await aVisitor(chat.url);
    const photo = await fromPhone();
    expect(photo.length).toBeGreaterThan(3_000_000);
    const answer = await asha.upload({ photo: file(photo), text: 'Mango pickle 149', messageId: 'p-1' });
    expect(answer.status).toBe(202);
    const [mine] = await asha.said(2);
    expect(mine).toMatchObject({ from: 'you', text: 'Mango pickle 149', messageId: 'p-1' });
    expect(chat.heard[0]).toMatchObject({ text: 'Mango pickle 149' });
    expect(photo.equals(await chat.channel.fetch(chat.heard[0]?.photos?.[0]?.ref ?? ''))).toBe(true);
    const seen = await asha.call(mine?.photo ?? '');
    expect(seen.status).toBe(200);
    expect(photo.equals(Buffer.from(await seen.arrayBuffer()))).toBe(true);
  });

  it('is taken also from somebody who was forgotten while it was on its way', async () => {
    const disk = createDiskMedia(tempDir());
    let forget = async (): Promise<void> => undefined;
    const chat = await aWebChat(db, echo, {
      media: {
        ...disk,
        async put(...args) {
          await disk.put(...args);
          await forget();
        },
      },
    });
    const asha = await aVisitor(chat.url);
    await asha.post({ text: 'forget me' });
    await asha.said(2);
    const former = chat.heard[0]?.contactId ?? '';
    forget = async () => void (await chat.contacts.erase(former));
    const answer = await asha.upload({ photo: file(await draw().jpeg().toBuffer()), text: 'Mango pickle 149' });
    expect(answer.status).toBe(202);
    await expect.poll(() => chat.heard.at(-1)?.text).toBe('Mango pickle 149');
    const { contactId, photos } = chat.heard.at(-1) ?? {};
    expect(contactId).not.toBe(former);
    expect(photos?.[0]?.ref).toContain(contactId);
  });

  it.each([
    ['JPEG', () => draw().jpeg().toBuffer(), 'image/jpeg'],
    ['PNG', () => draw().png().toBuffer(), 'image/png'],
    ['WebP', () => draw().webp().toBuffer(), 'image/webp'],
    ['HEIC', async () => heic, 'image/heic'],
  ])('may be %s, whatever its name says', async (_format, bytes, contentType) => {
    const asha = await aVisitor((await aWebChat(db)).url);
    expect((await asha.upload({ photo: file(await bytes(), 'notes.txt', 'text/plain') })).status).toBe(202);
    const [mine] = await asha.said(2);
    expect((await asha.call(mine?.photo ?? '')).headers.get('content-type')).toBe(contentType);
  });

  it.each([
    ['a GIF', Buffer.from('GIF89a........'), 415, 'photo_unreadable'],
    [
      'an SVG',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      415,
      'photo_unreadable',
    ],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), 415, 'photo_unreadable'],
    [
      'an AVIF',
      Buffer.from('\u0000\u0000\u0000\u0018ftypavif\u0000\u0000\u0000\u0000', 'latin1'),
      415,
      'photo_unreadable',
    ],
    ['nothing', Buffer.alloc(0), 415, 'photo_unreadable'],
    ['one byte', Buffer.from([0xff]), 415, 'photo_unreadable'],
    [
      'a photo over 15 MB',
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(15 * 1024 * 1024)]),
      413,
      'photo_too_big',
    ],
  ])('is refused in words when it is %s, and nothing is kept', async (_what, bytes, status, code) => {
    const chat = await aWebChat(db);
    const asha = await aVisitor(chat.url);
    const answer = await asha.upload({ photo: file(bytes), text: 'Mango pickle 149' });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({
      code,
      detail: chat.texts.t('en')(`refusals.${code}`, { megabytes: 15 }),
    });
    expect(await kept(chat)).toEqual([]);
    expect((await asha.messages()).items).toEqual([]);
  });

  it('over 15 MB is refused with the sentence that says what to do', async () => {
    const { texts } = await aWebChat(db);
    const sentence = 'This photo is over 15 MB. Send it as a photo, not as a file.';
    expect(texts.t('en')('refusals.photo_too_big', { megabytes: 15 })).toBe(sentence);
    expect(texts.t('en')('webChat.photoTooBig')).toBe(sentence);
  });

  it('of exactly 15 MB is taken', async () => {
    const asha = await aVisitor((await aWebChat(db)).url);
    const bytes = Buffer.alloc(15 * 1024 * 1024);
    bytes.set([0xff, 0xd8, 0xff]);
    expect((await asha.upload({ photo: file(bytes) })).status).toBe(202);
  });

  it('comes one at a time: two in one message are refused', async () => {
    const chat = await aWebChat(db);
    const asha = await aVisitor(chat.url);
    const form = new FormData();
    for (let n = 0; n < 2; n++) form.append('photo', file(await draw().png().toBuffer()));
    const answer = await asha.call('/chat/messages', { method: 'POST', body: form });
    expect(answer.status).toBe(422);
    expect(await kept(chat)).toEqual([]);
  });

  it('is kept once, however often it is sent again', async () => {
    const chat = await aWebChat(db);
    const asha = await aVisitor(chat.url);
    const photo = await draw().jpeg().toBuffer();
    for (let n = 0; n < 3; n++) expect((await asha.upload({ photo: file(photo), messageId: 'p' })).status).toBe(202);
    await asha.said(2);
    expect(await kept(chat)).toHaveLength(1);
    expect(chat.heard).toHaveLength(1);
  });

  it('is shown to nobody else, and to its sender only as a picture', async () => {
    const { url } = await aWebChat(db);
    const [asha, other] = [await aVisitor(url), await aVisitor(url)];
    await asha.upload({ photo: file(await draw().jpeg().toBuffer()) });
    await other.post({ text: 'Hi' });
    await other.said(2);
    const [mine] = await asha.said(2);
    const path = mine?.photo ?? '';
    const seen = await asha.call(path);
    expect(seen.headers.get('x-content-type-options')).toBe('nosniff');
    expect(seen.headers.get('content-security-policy')).toContain('sandbox');
    expect(seen.headers.get('cache-control')).toContain('private');
    const strange = await other.call(path);
    expect(strange.status).toBe(404);
    expect(await strange.json()).toMatchObject({ code: 'no_media' });
    expect((await fetch(`${url}${path}`)).status).toBe(401);
    for (const elsewhere of ['/chat/media/x/..%2f..%2fp%2fx.webp', `${path}x`, '/chat/media/%2e%2e/a.jpg']) {
      expect([401, 404]).toContain((await asha.call(elsewhere)).status);
    }
  });

  it('cannot name what belongs to others', async () => {
    const { channel, media } = await aWebChat(db);
    await media.put('p/abc-1080.webp', await draw().webp().toBuffer(), 'image/webp');
    await expect(channel.fetch('p/abc-1080.webp')).rejects.toThrow();
    await expect(channel.fetch('private/chat/../../etc/passwd')).rejects.toThrow();
  });
});

describe('a file sent to the web chat', () => {
  it('is given on with its name, as it was', async () => {
    const chat = await aWebChat(db);
    const asha = await aVisitor(chat.url);
    const csv = Buffer.from('name,mrp\nअचार,149\n');
    expect((await asha.upload({ file: file(csv, 'मूल्य सूची.csv', 'text/csv') })).status).toBe(202);
    expect((await asha.said(2))[0]).toMatchObject({ from: 'you', file: { name: 'मूल्य सूची.csv' } });
    expect(chat.heard[0]?.file?.name).toBe('मूल्य सूची.csv');
    expect(await chat.channel.fetch(chat.heard[0]?.file?.ref ?? '')).toEqual(csv);
  });

  it('over 5 MB is refused', async () => {
    const chat = await aWebChat(db);
    const asha = await aVisitor(chat.url);
    for (const megabytes of [5.1, 16]) {
      const answer = await asha.upload({ file: file(Buffer.alloc(megabytes * 1024 * 1024), 'a.csv') });
      expect(answer.status).toBe(413);
      expect(await answer.json()).toMatchObject({ code: 'file_too_big' });
    }
    expect(await kept(chat)).toEqual([]);
  });
});
