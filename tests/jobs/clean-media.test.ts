import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { cleanMedia } from '../../jobs/clean-media/clean-media.js';
import { systemClock } from '../../src/platform/clock.js';
import { createLogger } from '../../src/platform/logger.js';
import { createDiskMedia } from '../../src/platform/media/disk-media.js';

const folder = mkdtempSync(join(tmpdir(), 'haat-media-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const media = createDiskMedia(folder);

const cleanIn = (days: number, ...inUse: string[][]) =>
  cleanMedia({
    media,
    inUse: inUse.map((used) => async (keys) => used.filter((key) => keys.includes(key))),
    clock: { now: () => new Date(Date.now() + days * 86_400_000) },
    logger: createLogger('silent'),
  }).run({});

it('removes what nothing has referred to for a week, and nothing else', async () => {
  for (const key of ['p/kept.webp', 'p/also-kept.webp', 'p/gone.webp']) await media.put(key, Buffer.from(key), '');
  await cleanIn(6);
  expect(await media.read('p/gone.webp')).toBeDefined();
  await cleanIn(8, ['p/kept.webp'], ['p/also-kept.webp']);
  expect(await media.read('p/gone.webp')).toBeUndefined();
  expect(await media.read('p/kept.webp')).toEqual(Buffer.from('p/kept.webp'));
  expect(await media.read('p/also-kept.webp')).toBeDefined();
});

it('is not stopped by what a killed process or a desktop left among the media', async () => {
  await media.put('p/old.webp', Buffer.from('old'), '');
  for (const name of ['p/old.webp.0123456789ab~', '.DS_Store']) writeFileSync(join(folder, name), 'x');
  await cleanIn(8);
  expect(await media.read('p/old.webp')).toBeUndefined();
  expect(readdirSync(join(folder, 'p')).filter((name) => name.endsWith('~'))).toEqual([]);
});

it('leaves a photo that is uploaded again while it asks whether the old one is in use', async () => {
  const [again, gone] = ['p/again.webp', 'p/gone.webp'];
  const longAgo = new Date(Date.now() - 8 * 86_400_000);
  for (const key of [again, gone]) {
    await media.put(key, Buffer.from(key), '');
    utimesSync(join(folder, key), longAgo, longAgo);
  }
  const inUse = [
    async () => {
      await media.put(again, Buffer.from(again), '');
      return [];
    },
  ];
  await cleanMedia({ media, inUse, clock: systemClock, logger: createLogger('silent') }).run({});
  expect(await media.read(again)).toEqual(Buffer.from(again));
  expect(await media.read(gone)).toBeUndefined();
});
