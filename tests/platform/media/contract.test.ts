import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/platform/logger.js';
import type { MediaStorage } from '../../../src/platform/media/media-storage.js';
import type { MediaPlace } from '../../../src/platform/media/media-url.js';
import { openMedia } from '../../../src/platform/media/open-media.js';
import { moto, testS3 } from '../../support/s3/test-s3.js';
import { testFolder } from '../../support/test-folder.js';

const folder = testFolder();
const s3 = testS3();

/** A store may tell the whole second only. */
const soon = () => new Date(Date.now() + 2000);

const places: [name: string, there: boolean, place: () => MediaPlace][] = [
  ['in a folder', true, () => ({ kind: 'disk', folder: join(folder, 'media') })],
  ['in a store that speaks S3', moto !== undefined, () => s3.place],
];

describe.each(places)('media %s', (_name, isThere, place) => {
  let media: MediaStorage;
  beforeAll(async () => {
    if (isThere) media = await openMedia(place(), createLogger('silent'));
  });
  const keys = async (olderThan: Date) => {
    const found: string[] = [];
    for await (const key of media.list(olderThan)) found.push(key);
    return found.sort();
  };
  const put = (key: string, text = key) => media.put(key, Buffer.from(text), 'image/webp');
  const the = it.skipIf(!isThere);

  the('comes back as it was put, with its size and the type that its name tells', async () => {
    for (const [key, type] of [
      ['p/a-1080.webp', 'image/webp'],
      ['private/chat/1/a.csv', 'text/csv; charset=utf-8'],
      ['private/chat/1/a.bin', 'application/octet-stream'],
    ] as const) {
      await put(key, 'picture');
      const kept = await media.get(key);
      expect(kept).toMatchObject({ bytes: 7, contentType: type });
      expect(kept && (await buffer(kept.stream)).toString()).toBe('picture');
      expect((await media.read(key))?.toString()).toBe('picture');
    }
  });

  the('is the last that was put, whole, however many put at once', async () => {
    const bytes = Buffer.alloc(3_000_000, 'x');
    await put('p/b.webp', 'something else');
    await Promise.all(Array.from({ length: 5 }, () => media.put('p/b.webp', bytes, 'image/webp')));
    expect((await media.read('p/b.webp'))?.equals(bytes)).toBe(true);
  });

  the('may be empty', async () => {
    await put('p/empty.webp', '');
    expect(await media.read('p/empty.webp')).toEqual(Buffer.alloc(0));
    expect(await media.get('p/empty.webp')).toMatchObject({ bytes: 0 });
  });

  the('is not there before it is put, nor after it is removed, which may be done twice', async () => {
    expect([await media.get('p/c.webp'), await media.read('p/c.webp')]).toEqual([undefined, undefined]);
    await put('p/c.webp');
    await media.delete('p/c.webp');
    await media.delete('p/c.webp');
    expect([await media.get('p/c.webp'), await media.read('p/c.webp')]).toEqual([undefined, undefined]);
    expect(await keys(soon())).not.toContain('p/c.webp');
  });

  the('that nobody reads to its end holds up nothing', async () => {
    await media.put('p/d.webp', Buffer.alloc(2_000_000), 'image/webp');
    // more than there are connections
    for (let i = 0; i < 60; i++) (await media.get('p/d.webp'))?.stream.destroy();
    expect((await media.read('p/d.webp'))?.length).toBe(2_000_000);
  });

  the('is listed when it was last put before a date, and gets young again when it is put again', async () => {
    await put('p/e.webp');
    const now = new Date();
    expect(await keys(soon())).toContain('p/e.webp');
    expect(await keys(new Date(now.getTime() - 60_000))).not.toContain('p/e.webp');
    // until the clock of the store has gone on by a second
    await expect.poll(() => keys(new Date()), { timeout: 10_000 }).toContain('p/e.webp');
    const before = new Date();
    await put('p/e.webp');
    expect(await keys(before)).not.toContain('p/e.webp');
    expect(await media.deleteOld('p/e.webp', before)).toBe(false);
    expect((await media.read('p/e.webp'))?.toString()).toBe('p/e.webp');
  });

  the('is removed when it is old, and says whether it is gone', async () => {
    await put('p/f.webp');
    expect(await media.deleteOld('p/f.webp', new Date(Date.now() - 60_000))).toBe(false);
    expect(await media.deleteOld('p/f.webp', soon())).toBe(true);
    expect(await media.read('p/f.webp')).toBeUndefined();
    expect(await media.deleteOld('p/f.webp', soon())).toBe(false);
  });

  the(
    'is listed to the last of many, also while it is removed',
    async () => {
      const many = Array.from({ length: 1100 }, (_, i) => `many/${String(i).padStart(4, '0')}.png`);
      const rest = [...many];
      await Promise.all(
        Array.from({ length: 16 }, async () => {
          for (let key = rest.pop(); key; key = rest.pop()) await put(key, 'x');
        }),
      );
      const found: string[] = [];
      for await (const key of media.list(soon())) {
        if (!key.startsWith('many/')) continue;
        found.push(key);
        await media.deleteOld(key, soon());
      }
      expect(found.sort()).toEqual(many);
      expect((await keys(soon())).filter((key) => key.startsWith('many/'))).toEqual([]);
    },
    120_000,
  );

  the.each(['../secret', 'p/../../secret', '/etc/passwd', 'p//a', 'p/.hidden', 'a b', '', 'x'.repeat(201), 'p\0a'])(
    'has nothing under the key %j',
    async (key) => {
      expect(await media.get(key)).toBeUndefined();
      expect(await media.read(key)).toBeUndefined();
      await expect(put(key)).rejects.toThrow('media key');
    },
  );
});
