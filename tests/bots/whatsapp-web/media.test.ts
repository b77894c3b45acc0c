import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createFetchMedia } from '../../../bots/whatsapp-web/fetch-media.js';
import { mediaRef } from '../../../bots/whatsapp-web/media-ref.js';
import { eventually } from '../../support/eventually.js';
import { type FakeWhatsApp, startFakeWhatsApp } from '../../support/whatsapp-web/start-fake-whatsapp.js';
import { aLineAgain, forgetAll, type Line, whatsAppDb } from './a-line.js';

const db = whatsAppDb();
let whatsapp: FakeWhatsApp;
beforeAll(async () => {
  whatsapp = await startFakeWhatsApp();
  await forgetAll(db);
});
afterAll(() => whatsapp.stop());
afterEach(() => {
  whatsapp.mood.media = 'whole';
});

const bytes = randomBytes(50_000);

/** The reference of a photo that somebody sent. */
async function aPhoto(line: Line, of: Parameters<ReturnType<FakeWhatsApp['person']>['sendsPhoto']>[1] = {}) {
  const person = whatsapp.person();
  await person.start();
  await person.sendsPhoto(bytes, of);
  const message = await eventually(async () => {
    const found = (await line.inboxOf(person)).find(({ photos }) => photos);
    if (!found) throw new Error('no photo yet');
    return found;
  });
  return { ref: message.photos?.[0]?.ref ?? '', text: message.text };
}

describe('a photo that somebody sent', () => {
  it('is fetched as it was sent, with the words under it', async () => {
    const line = await aLineAgain(db, whatsapp);
    const { ref, text } = await aPhoto(line, { caption: 'Mango pickle 149' });
    expect(text).toBe('Mango pickle 149');
    expect((await line.channel.fetch(ref)).equals(bytes)).toBe(true);
  });

  it.each(['cut', 'stalled', 'missing'] as const)('is asked for again when it is %s on its way', async (media) => {
    const line = await aLineAgain(db, whatsapp, { fetchMs: media === 'stalled' ? 300 : 10_000 });
    const { ref } = await aPhoto(line);
    whatsapp.mood.media = media;
    await expect(line.channel.fetch(ref)).rejects.toMatchObject({ code: 'media_not_whole', status: 422 });
    whatsapp.mood.media = 'whole';
    expect((await line.channel.fetch(ref)).equals(bytes)).toBe(true);
  });

  it('is asked for again when it was altered', async () => {
    const line = await aLineAgain(db, whatsapp);
    const { ref } = await aPhoto(line, { alter: true });
    await expect(line.channel.fetch(ref)).rejects.toMatchObject({ code: 'media_not_whole' });
  });

  it('is fetched from WhatsApp alone, whatever the message says', async () => {
    const asked: string[] = [];
    const original = globalThis.fetch;
    globalThis.fetch = async (address) => {
      asked.push(String(address));
      throw new Error('not here');
    };
    try {
      const fetchMedia = createFetchMedia({ allowLoopback: false });
      const of = (url: string, directPath = '/v/x.enc') =>
        fetchMedia(mediaRef('image', { url, directPath })).catch(() => undefined);
      for (const url of [
        ...['http://mmg.whatsapp.net/v/x.enc', 'https://evil.test/x', 'https://whatsapp.net.evil.test/x'],
        ...[
          'http://127.0.0.1:1/x',
          'https://169.254.169.254/x',
          'https://mmg.whatsapp.net:8443/x',
          'file:///etc/passwd',
        ],
      ]) {
        await of(url);
      }
      expect(new Set(asked)).toEqual(new Set(['https://mmg.whatsapp.net/v/x.enc']));
      asked.length = 0;
      await of('https://media-bom1-1.cdn.whatsapp.net/v/y.enc');
      await of('nonsense', '//evil.test/z');
      await of('nonsense', '@evil.test/z');
      expect(asked).toEqual(['https://media-bom1-1.cdn.whatsapp.net/v/y.enc', 'https://mmg.whatsapp.net/evil.test/z']);
    } finally {
      globalThis.fetch = original;
    }
  });

  it('is refused before it is fetched when it says that it is too big', async () => {
    const fetchMedia = createFetchMedia({ allowLoopback: true });
    const ref = mediaRef('image', { url: 'http://127.0.0.1:1/x', fileLength: 16 * 1024 * 1024 });
    await expect(fetchMedia(ref)).rejects.toMatchObject({ code: 'photo_too_big', status: 413 });
  });
});
