import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';

/** A picture of one colour, before it is written in some format. */
export const plain = (width: number, height: number, background = '#c81e1e'): Sharp =>
  sharp({ create: { width, height, channels: 3, background } });

/** A picture that does not compress well, like a photo. */
export const noisy = (width: number, height: number): Sharp =>
  sharp({
    create: { width, height, channels: 3, background: '#fff', noise: { type: 'gaussian', mean: 128, sigma: 30 } },
  });

/**
 * A photo of several megabytes as a phone sends it: it lies on its side (orientation 6: its left half, which is
 * blue, belongs on top) and says where it was taken.
 */
export async function aPhonePhoto(): Promise<Buffer> {
  const blue = await plain(2000, 3000, '#0000ff').png().toBuffer();
  return noisy(4000, 3000)
    .composite([{ input: blue, left: 0, top: 0 }])
    .jpeg({ quality: 96 })
    .withMetadata({ orientation: 6 })
    .withExifMerge({
      IFD0: { Make: 'Handy', Model: 'Handy 5' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '12/1 58/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '77/1 35/1 0/1' },
    })
    .toBuffer();
}

/** A HEIC of 64 × 96 px as an iPhone turns it: blue on the left, red above green on the right, with GPS. */
export const aHeic = (): Promise<Buffer> => readFile(new URL('./fixtures/quarter-turn.heic', import.meta.url));

/** The colour of one pixel as `[red, green, blue]`. */
export async function pixelAt(picture: Buffer, left: number, top: number): Promise<number[]> {
  return [...(await sharp(picture).extract({ left, top, width: 1, height: 1 }).raw().toBuffer())];
}

/** The same JPEG with other measures in its header than it has pixels for. */
export function claimSize(jpeg: Buffer, width: number, height: number): Buffer {
  const bytes = Buffer.from(jpeg);
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  bytes.writeUInt16BE(height, frame + 5);
  bytes.writeUInt16BE(width, frame + 7);
  return bytes;
}
