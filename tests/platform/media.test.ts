import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { createDiskMedia } from '../../src/platform/media/disk-media.js';

const folder = mkdtempSync(join(tmpdir(), 'haat-media-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const media = createDiskMedia(join(folder, 'media'));

describe('media', () => {
  it('comes back as it was put, with its type and size', async () => {
    await media.put('p/a-1080.webp', Buffer.from('picture'), 'image/webp');
    const kept = await media.get('p/a-1080.webp');
    expect(kept).toMatchObject({ bytes: 7, contentType: 'image/webp' });
    expect(kept && (await buffer(kept.stream)).toString()).toBe('picture');
    expect((await media.read('p/a-1080.webp'))?.toString()).toBe('picture');
  });

  it('is whole or not there, also when many put it at once', async () => {
    const bytes = Buffer.alloc(300_000, 'x');
    await Promise.all(Array.from({ length: 10 }, () => media.put('p/b.webp', bytes, 'image/webp')));
    expect(await media.read('p/b.webp')).toEqual(bytes);
    expect(readdirSync(join(folder, 'media/p')).filter((name) => name.endsWith('~'))).toEqual([]);
  });

  it.each(['../secret', 'p/../../secret', '/etc/passwd', 'p//a', 'p/.hidden', 'a b', '', 'x'.repeat(201), 'p\0a'])(
    'has nothing under the key %j',
    async (key) => {
      expect(await media.get(key)).toBeUndefined();
      expect(await media.read(key)).toBeUndefined();
      await expect(media.put(key, Buffer.from('x'), '')).rejects.toThrow('media key');
    },
  );

  it('is put also in the moment in which it is removed', async () => {
    await media.put('p/d.webp', Buffer.from('d'), 'image/webp');
    // its length is asked for after the file was seen and before that is made young
    const bytes = Object.defineProperty(Buffer.from('d'), 'length', {
      get() {
        rmSync(join(folder, 'media/p/d.webp'), { force: true });
        return 1;
      },
    });
    await media.put('p/d.webp', bytes, 'image/webp');
    expect((await media.read('p/d.webp'))?.toString()).toBe('d');
  });

  it('that a killed process had begun to write goes in time, and files of others are left alone', async () => {
    await media.put('p/e.webp', Buffer.from('e'), 'image/webp');
    const at = (name: string) => join(folder, 'media/p', name);
    for (const name of ['e.webp.0123456789ab~', '.DS_Store', 'my notes~']) writeFileSync(at(name), 'x');
    const keys = async (olderThan: number) => {
      const found: string[] = [];
      for await (const key of media.list(new Date(olderThan))) found.push(key);
      return found;
    };
    await keys(Date.now() - 60_000);
    expect(existsSync(at('e.webp.0123456789ab~'))).toBe(true);
    const old = await keys(Date.now() + 1000);
    expect(old).toContain('p/e.webp');
    expect(old.filter((key) => /DS_Store|~/.test(key))).toEqual([]);
    expect(existsSync(at('e.webp.0123456789ab~'))).toBe(false);
    expect([existsSync(at('.DS_Store')), existsSync(at('my notes~'))]).toEqual([true, true]);
  });

  it('gets young again when it is put again', async () => {
    await media.put('p/c.webp', Buffer.from('c'), 'image/webp');
    const future = new Date(Date.now() + 1000);
    const old = async () => {
      const keys: string[] = [];
      for await (const key of media.list(future)) keys.push(key);
      return keys;
    };
    expect(await old()).toContain('p/c.webp');
    await media.delete('p/c.webp');
    expect(await old()).not.toContain('p/c.webp');
  });
});
