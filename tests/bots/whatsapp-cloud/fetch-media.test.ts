import type { ServerResponse } from 'node:http';
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

describe('a photo on its way', () => {
  const parts = [Buffer.alloc(1000, 1), Buffer.alloc(1000, 2)];
  /** What Meta names for it, and how it then gives it. */
  async function given(
    give: (res: ServerResponse) => void,
    { named = {}, deadlineMs }: { named?: object; deadlineMs?: number } = {},
  ): Promise<unknown> {
    await using server = await listen((_req, res) => give(res));
    const graph = { call: async () => ({ url: `${server.url}/x`, ...named }), authorization: 'Bearer secret' };
    const fetchMedia = createFetchMedia({ graph, apiRoot: server.url, ...(deadlineMs && { deadlineMs }) });
    return await fetchMedia('1|').catch((error: unknown) => error);
  }

  it('arrives in parts', async () => {
    const whole = await given((res) => {
      for (const part of parts) res.write(part);
      res.end();
    });
    expect(whole).toEqual(Buffer.concat(parts));
  });

  it('that breaks off is not taken for whole, and may be asked for again', async () => {
    const thrown = await given((res) => {
      res.writeHead(200, { 'content-length': '2000' });
      res.write(parts[0], () => res.destroy());
    });
    expect(thrown).toMatchObject({ message: 'a file broke off on its way' });
  });

  it('that stalls is given up', async () => {
    const thrown = await given((res) => void res.write(parts[0]), { deadlineMs: 200 });
    expect(thrown).toMatchObject({ message: 'a file broke off on its way' });
  });

  it('that is bigger than Meta said is not read to its end', async () => {
    const much = Buffer.alloc(1024 * 1024);
    let isOpen = true;
    const thrown = await given(
      (res) => {
        res.on('close', () => {
          isOpen = false;
        });
        const pour = (): void => {
          while (isOpen && res.write(much));
          if (isOpen) res.once('drain', pour);
        };
        pour();
      },
      { named: { file_size: 2000 } },
    );
    expect(thrown).toMatchObject({ code: 'photo_too_big', status: 413 });
  });

  it('is taken from this machine by any of its names', async () => {
    await using server = await listen((_req, res) => void res.end('x'));
    const url = `${server.url.replace('127.0.0.1', 'localhost')}/x`;
    const graph = { call: async () => ({ url }), authorization: 'Bearer secret' };
    expect(String(await createFetchMedia({ graph, apiRoot: server.url })('1|'))).toBe('x');
  });
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
