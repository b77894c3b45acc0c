import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createDiskMedia } from '../../../src/platform/media/disk-media.js';

const folder = mkdtempSync(join(tmpdir(), 'haat-media-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const media = createDiskMedia(join(folder, 'media'));

describe('media in a folder', () => {
  it('is whole or not there, also when many put it at once', async () => {
    const bytes = Buffer.alloc(300_000, 'x');
    await Promise.all(Array.from({ length: 10 }, () => media.put('p/b.webp', bytes, 'image/webp')));
    expect(await media.read('p/b.webp')).toEqual(bytes);
    expect(readdirSync(join(folder, 'media/p')).filter((name) => name.endsWith('~'))).toEqual([]);
  });

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
});
