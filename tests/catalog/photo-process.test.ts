import { mkdtempSync, rmSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPhotos, type PhotoLimits } from '../../src/catalog/photos.js';
import { createDiskMedia } from '../../src/platform/media/disk-media.js';
import { processesWith } from '../support/embedded.js';
import { aPhonePhoto, noisy } from './pictures.js';

const phonePhoto = await aPhonePhoto();
let folder: string;
let photos: ReturnType<typeof createPhotos>;
/** Of other test files that run in the same process. */
let others: readonly number[];

const open = (limits: Partial<PhotoLimits> = {}) => {
  photos = createPhotos({ media: createDiskMedia(folder), limits });
};
const all = (): number[] =>
  processesWith('image/shrink.mjs').flatMap(({ pid, parent }) => (parent === process.pid ? [pid] : []));
const atWork = (): number[] => all().filter((pid) => !others.includes(pid));
const begun = (): Promise<number> =>
  vi.waitFor(() => {
    const [pid] = atWork();
    if (!pid) throw new Error('nothing works on photos yet');
    return pid;
  });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'haat-photos-'));
  others = all();
  open();
});
afterEach(async () => {
  vi.useRealTimers();
  await photos.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('begins with the first photo, stands behind everything else, and ends when there was none for a minute', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  expect(atWork()).toEqual([]);
  await photos.take(await noisy(80, 60).jpeg().toBuffer());
  const [pid = 0] = atWork();
  expect(getPriority(pid)).toBeGreaterThan(getPriority());
  vi.advanceTimersByTime(59_000);
  await photos.take(await noisy(90, 60).jpeg().toBuffer());
  vi.advanceTimersByTime(59_000);
  expect(atWork()).toEqual([pid]);
  vi.advanceTimersByTime(1_000);
  vi.useRealTimers();
  await vi.waitFor(() => expect(atWork()).toEqual([]));
  expect(await photos.take(await noisy(80, 60).jpeg().toBuffer())).toMatchObject({ width: 80 });
});

it('may be killed at its work, and the photo is taken all the same', async () => {
  const taking = photos.take(phonePhoto);
  process.kill(await begun(), 'SIGKILL');
  expect(await taking).toMatchObject({ width: 810, height: 1080 });
});

it('is killed each time: the photo is refused, and the next one is taken', async () => {
  const taking = photos.take(phonePhoto);
  let isOver = false;
  taking
    .catch(() => undefined)
    .finally(() => {
      isOver = true;
    });
  while (!isOver) {
    for (const pid of atWork()) process.kill(pid, 'SIGKILL');
    await new Promise(setImmediate);
  }
  await expect(taking).rejects.toMatchObject({ code: 'unavailable', status: 503 });
  expect(await photos.take(await noisy(80, 60).jpeg().toBuffer())).toMatchObject({ width: 80 });
});

it('hangs: the photo is refused when its time is over, and the process goes', async () => {
  open({ seconds: 1 });
  const taking = photos.take(phonePhoto);
  taking.catch(() => undefined);
  process.kill(await begun(), 'SIGSTOP');
  await expect(taking).rejects.toMatchObject({ code: 'photo_unreadable', status: 422 });
  await vi.waitFor(() => expect(atWork()).toEqual([]));
});

it('hears of no Ctrl-C, which the program answers when the photos at work are done', async () => {
  await photos.take(await noisy(80, 60).jpeg().toBuffer());
  const pid = await begun();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(pid, signal);
  await photos.take(await noisy(90, 60).jpeg().toBuffer());
  expect(atWork()).toEqual([pid]);
  await photos.stop();
  expect(atWork()).toEqual([]);
});
