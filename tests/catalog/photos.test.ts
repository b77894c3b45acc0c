import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPhotos, type Photo, type PhotoSize, photoKey } from '../../src/catalog/photos.js';
import { createDiskMedia } from '../../src/platform/media/disk-media.js';
import type { MediaStorage } from '../../src/platform/media/media-storage.js';
import { aHeic, aPhonePhoto, claimSize, noisy, pixelAt, plain } from './pictures.js';

let folder: string;
let media: MediaStorage;
let photos: ReturnType<typeof createPhotos>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'haat-photos-'));
  media = createDiskMedia(folder);
  photos = createPhotos({ media });
});
afterEach(async () => {
  await photos.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function kept(): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of media.list(new Date(Date.now() + 60_000))) keys.push(key);
  return keys;
}

async function picture(photo: Photo, size: PhotoSize): Promise<Buffer> {
  const bytes = await media.read(photoKey(photo.key, size));
  if (!bytes) throw new Error('nothing is kept under that key');
  return bytes;
}

const isNear = (colour: number[], wanted: number[]) =>
  colour.forEach((value, index) => {
    expect(Math.abs(value - (wanted[index] ?? 0))).toBeLessThan(30);
  });

describe('a photo from a phone', () => {
  it('is turned upright, shrunk, and freed of all that the camera wrote into it', async () => {
    const original = await aPhonePhoto();
    const before = await sharp(original).metadata();
    expect(original.length).toBeGreaterThan(5_000_000);
    expect(before).toMatchObject({ width: 4000, height: 3000, orientation: 6 });
    // 0x8825 is the tag that leads to the GPS fields
    expect(before.exif?.includes(Buffer.from([0x25, 0x88]))).toBe(true);

    const photo = await photos.take(original);

    expect(photo).toMatchObject({ width: 810, height: 1080 });
    for (const [size, width, height] of [[1080, 810, 1080] as const, [320, 240, 320] as const]) {
      const bytes = await picture(photo, size);
      const { exif, xmp, iptc, icc, orientation, ...header } = await sharp(bytes).metadata();
      expect(header).toMatchObject({ format: 'webp', width, height, space: 'srgb' });
      expect([exif, xmp, iptc, icc, orientation]).toEqual([undefined, undefined, undefined, undefined, undefined]);
      isNear(await pixelAt(bytes, width / 2, Math.round(height / 4)), [0, 0, 255]);
      isNear(await pixelAt(bytes, width / 2, Math.round((height * 3) / 4)), [128, 128, 128]);
    }
  });

  it('may be a HEIC', async () => {
    const bytes = await picture(await photos.take(await aHeic()), 1080);
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 64, height: 96 });
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
    isNear(await pixelAt(bytes, 10, 48), [0, 0, 255]);
    isNear(await pixelAt(bytes, 50, 20), [255, 0, 0]);
    isNear(await pixelAt(bytes, 50, 80), [0, 255, 0]);
  });

  it('has a blur that weighs next to nothing, has its shape, and its colours', async () => {
    const { blur = '' } = await photos.take(await plain(900, 600, '#1e781e').jpeg().toBuffer());
    const bytes = Buffer.from(blur, 'base64');
    expect(bytes.length).toBeLessThan(300);
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 12, height: 8 });
    isNear(await pixelAt(bytes, 6, 4), [30, 120, 30]);
  });

  it.each([
    ['a PNG', () => plain(40, 30).png().toBuffer()],
    ['a WebP', () => plain(40, 30).webp().toBuffer()],
    ['a JPEG for print (CMYK)', () => plain(40, 30).toColourspace('cmyk').jpeg().toBuffer()],
    ['a PNG of 16 bits', () => plain(40, 30).toColourspace('rgb16').png().toBuffer()],
    ['a picture in wide colours', () => plain(40, 30).withIccProfile('p3').png().toBuffer()],
  ])('may be %s', async (_what, make) => {
    const photo = await photos.take(await make());
    expect(photo).toMatchObject({ width: 40, height: 30 });
    isNear(await pixelAt(await picture(photo, 1080), 20, 15), [200, 30, 30]);
  });

  it('may be grey, or see-through, which becomes white', async () => {
    const grey = await photos.take(await plain(9, 9, '#808080').toColourspace('b-w').jpeg().toBuffer());
    isNear(await pixelAt(await picture(grey, 320), 4, 4), [128, 128, 128]);
    const clear = await photos.take(await plain(9, 9).ensureAlpha(0).png().toBuffer());
    isNear(await pixelAt(await picture(clear, 320), 4, 4), [255, 255, 255]);
  });

  it('gives its first picture where it is an animation', async () => {
    const frames = [await plain(20, 20, '#ff0000').png().toBuffer(), await plain(20, 20, '#00ff00').png().toBuffer()];
    const photo = await photos.take(
      await sharp(frames, { join: { animated: true } })
        .webp()
        .toBuffer(),
    );
    const bytes = await picture(photo, 1080);
    expect((await sharp(bytes).metadata()).pages).toBe(undefined);
    isNear(await pixelAt(bytes, 5, 5), [255, 0, 0]);
  });

  it('may have stray bytes between its parts, as some cameras write them', async () => {
    const jpeg = await noisy(80, 60).jpeg().toBuffer();
    const scan = jpeg.indexOf(Buffer.from([0xff, 0xda]));
    const stray = Buffer.concat([jpeg.subarray(0, scan), Buffer.from([0x12, 0x34, 0x56]), jpeg.subarray(scan)]);
    expect(await photos.take(stray)).toMatchObject({ width: 80, height: 60 });
  });

  it('may be a JPEG of 100 megapixels', async () => {
    expect(await photos.take(await plain(12_500, 8_000).jpeg().toBuffer())).toMatchObject({ width: 1080, height: 691 });
  });

  it('is kept once, however often it is sent', async () => {
    const jpeg = await noisy(400, 300).jpeg().toBuffer();
    const [one, two] = await Promise.all([photos.take(jpeg), photos.take(Buffer.from(jpeg))]);
    expect(two).toEqual(one);
    expect((await kept()).sort()).toEqual([photoKey(one.key, 1080), photoKey(one.key, 320)].sort());
    expect((await photos.take(await noisy(401, 300).jpeg().toBuffer())).key).not.toBe(one.key);
  });
});

describe('what is no photo is refused, and nothing of it is kept', () => {
  const half = async (bytes: Promise<Buffer>) => (await bytes).subarray(0, (await bytes).length >> 1);
  const nameHeic = (avif: Buffer) => Buffer.from(avif.toString('latin1').replace('ftypavif', 'ftypheic'), 'latin1');
  it.each([
    ['an empty file', 415, async () => Buffer.alloc(0)],
    ['garbage', 415, async () => Buffer.from('not a picture at all')],
    ['an SVG', 415, async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ['a PDF', 415, async () => Buffer.from('%PDF-1.7\n%%EOF')],
    ['a GIF', 415, () => plain(9, 9).gif().toBuffer()],
    ['a TIFF', 415, () => plain(9, 9).tiff().toBuffer()],
    ['an AVIF', 415, () => plain(9, 9).avif().toBuffer()],
    ['an AVIF that says it is a HEIC', 422, async () => nameHeic(await plain(9, 9).avif().toBuffer())],
    ['half a JPEG', 422, () => half(noisy(200, 200).jpeg().toBuffer())],
    ['half a PNG', 422, () => half(noisy(200, 200).png().toBuffer())],
    ['half a WebP', 422, () => half(noisy(200, 200).webp().toBuffer())],
    ['half a HEIC', 422, () => half(aHeic())],
    ['the first bytes of a JPEG', 422, async () => Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
  ])('%s', async (_what, status, make) => {
    await expect(photos.take(await make())).rejects.toMatchObject({ code: 'photo_unreadable', status });
    expect(await kept()).toEqual([]);
  });

  it('a photo of more than 15 MB', async () => {
    const jpeg = await plain(9, 9).jpeg().toBuffer();
    const heavy = Buffer.concat([jpeg, Buffer.alloc(15 * 1024 * 1024)]);
    await expect(photos.take(heavy)).rejects.toMatchObject({ code: 'photo_too_big', status: 413 });
  });

  it('a small file that would unfold into too many pixels', async () => {
    const jpeg = await plain(64, 64).jpeg().toBuffer();
    const refusal = { code: 'photo_too_many_pixels', status: 422 };
    await expect(photos.take(claimSize(jpeg, 12_001, 10_000))).rejects.toMatchObject({
      ...refusal,
      params: { megapixels: 120 },
    });
    await expect(photos.take(claimSize(jpeg, 65_000, 65_000))).rejects.toMatchObject(refusal);
    const png = await plain(7_200, 7_000).png().toBuffer();
    await expect(photos.take(png)).rejects.toMatchObject({ ...refusal, params: { megapixels: 50 } });
    expect(await kept()).toEqual([]);
  });

  it('bytes that only begin like one', async () => {
    const beginnings = fc.constantFrom(
      Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      Buffer.from('RIFF\x40\0\0\0WEBPVP8 ', 'latin1'),
      Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
    );
    await fc.assert(
      fc.asyncProperty(beginnings, fc.uint8Array({ maxLength: 200 }), async (beginning, rest) => {
        const taking = photos.take(Buffer.concat([beginning, rest]));
        await expect(taking).rejects.toMatchObject({ code: 'photo_unreadable' });
      }),
      { numRuns: 60 },
    );
    expect(await kept()).toEqual([]);
  });

  it('more photos at once than there is memory for', async () => {
    const jpeg = await noisy(200, 200).jpeg().toBuffer();
    photos = createPhotos({ media, limits: { heldBytes: jpeg.length * 3 } });
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => photos.take(jpeg)));
    expect(all.map(({ status }) => status).filter((status) => status === 'fulfilled')).toHaveLength(3);
    expect(all.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'unavailable' } });
    await expect(photos.take(jpeg)).resolves.toMatchObject({ width: 200 });
  });
});
