import { describe, expect, it } from 'vitest';
import { createFetchMedia } from '../../../bots/whatsapp-cloud/fetch-media.js';
import { Refusal } from '../../../src/platform/refusal.js';
import { testDb } from '../../support/db.js';
import { listen } from '../../support/listen.js';
import { aCloud } from './a-cloud.js';

const db = testDb();
const bytes = Buffer.from('a photo, as it were');

async function sentPhoto(told: { size?: number; sha256?: string } = {}) {
  const cloud = await aCloud(db);
  const asha = cloud.meta.person();
  const image = asha.keep(bytes, 'image/jpeg', told);
  await asha.sends({ type: 'image', image }, '(photo)');
  const [message] = await cloud.inboxOf(asha);
  return { ...cloud, image, fetched: () => cloud.channel.fetch(message?.photos?.[0]?.ref ?? '') };
}

describe('a photo that somebody sent', () => {
  it('is fetched in two steps, with the token', async () => {
    const { fetched, meta } = await sentPhoto();
    expect(await fetched()).toEqual(bytes);
    expect(
      meta
        .calls()
        .slice(-2)
        .map(({ path }) => path.split('/')[1]),
    ).toEqual(['v23.0', 'files']);
  });

  it('that was altered on its way, or is gone, is a sentence to who sent it', async () => {
    const altered = await sentPhoto({ sha256: Buffer.alloc(32).toString('base64') });
    await expect(altered.fetched()).rejects.toMatchObject({ code: 'media_not_whole', status: 422 });
    const gone = await sentPhoto();
    await expect(gone.channel.fetch('404|')).rejects.toMatchObject({ code: 'media_not_whole' });
  });

  it('that is too big is refused before it is fetched', async () => {
    const { fetched, meta } = await sentPhoto({ size: 20_000_000 });
    await expect(fetched()).rejects.toMatchObject({ code: 'photo_too_big', status: 413 });
    expect(meta.calls().at(-1)?.path).not.toContain('/files/');
  });

  it.each(['drop', { status: 500, html: true }] as const)(
    'is tried again when Meta does not give it (%o)',
    async (fault) => {
      const { fetched, meta } = await sentPhoto();
      meta.fault({ on: 'download', with: fault });
      const thrown = await fetched().catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(Error);
      expect(thrown).not.toBeInstanceOf(Refusal);
      expect(String(thrown)).not.toContain(meta.token);
      expect(await fetched()).toEqual(bytes);
    },
  );
});

describe('the token', () => {
  it.each([
    'http://evil.example/x',
    'https://evil.example/x',
    'https://lookaside.fbsbx.com.evil.example/x',
    'http://lookaside.fbsbx.com/x',
    'file:///etc/passwd',
    'nonsense',
  ])('does not go to %s', async (url) => {
    const fetchMedia = createFetchMedia({
      graph: { call: async () => ({ url }), authorization: 'Bearer secret' },
      apiRoot: 'https://graph.facebook.com/v23.0',
    });
    await expect(fetchMedia('1|')).rejects.toThrow('no place of its own');
  });

  it('does not go on with a redirect, nor to another port of this machine', async () => {
    const seen: (string | undefined)[] = [];
    const other = await listen((req, res) => {
      seen.push(req.headers.authorization);
      res.end('x');
    });
    const server = await listen((_req, res) => void res.writeHead(302, { location: other.url }).end());
    try {
      const from = (url: string) =>
        createFetchMedia({
          graph: { call: async () => ({ url }), authorization: 'Bearer secret' },
          apiRoot: server.url,
        });
      await expect(from(`${server.url}/x`)('1|')).rejects.toThrow();
      await expect(from(`${other.url}/x`)('1|')).rejects.toThrow();
      expect(seen).toEqual([]);
    } finally {
      await server[Symbol.asyncDispose]();
      await other[Symbol.asyncDispose]();
    }
  });
});
