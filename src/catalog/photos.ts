import { createHash } from 'node:crypto';
import type { Sharp } from 'sharp';
import type { MediaStorage } from '../platform/media/media-storage.js';
import { Refusal, unavailable } from '../platform/refusal.js';
import { decodeHeic } from './image/heic.js';
import { type ImageKind, kindOf } from './image/kind.js';
import { createSlots } from './image/slots.js';

/**
 * A photo that is kept: its content hash, the size in pixels of the larger of its two pictures, and a `blur` of about
 * a hundred bytes that stands in for it while it loads, a WebP in base64. Photos that were kept long ago have none.
 */
export type Photo = { key: string; width: number; height: number; blur?: string | undefined };

/** The longest side, in pixels, of the two pictures kept of a photo. */
export const PHOTO_SIZES = [1080, 320] as const;
export type PhotoSize = (typeof PHOTO_SIZES)[number];

/** The media key of one of the two pictures. */
export const photoKey = (key: string, size: PhotoSize): string => `p/${key}-${size}.webp`;

export type PhotoLimits = {
  /** Of one photo. */
  bytes: number;
  /** Of a JPEG, which is shrunk while it is read. */
  jpegPixels: number;
  /** Of all other kinds, which are read whole. */
  otherPixels: number;
  /** Photos worked on at once; a large one or a HEIC takes all the room. */
  atOnce: number;
  /** Of all photos that are worked on or wait for it; more are refused as `unavailable`. */
  heldBytes: number;
  /** For one photo. */
  seconds: number;
};

const MEGA = 1_000_000;
const LIMITS: PhotoLimits = {
  bytes: 15 * 1024 * 1024,
  jpegPixels: 120 * MEGA,
  otherPixels: 50 * MEGA,
  // one for each core of a small machine; libuv's other two threads stay free for files and names
  atOnce: 2,
  heldBytes: 256 * 1024 * 1024,
  seconds: 30,
};
/** Above this a photo may need hundreds of megabytes for a moment (a progressive JPEG, a 16-bit PNG). */
const LARGE_PIXELS = 30 * MEGA;
/** Of the longest side. */
const BLUR_PIXELS = 12;
/** Not `warning`: cameras write stray bytes between the parts of a JPEG, which is no reason to refuse it. */
const FAIL_ON = 'error';

export type Photos = ReturnType<typeof createPhotos>;

/** Takes photos as phones send them and keeps two small pictures of each, without anything the camera wrote into it. */
export function createPhotos({ media, limits }: { media: MediaStorage; limits?: Partial<PhotoLimits> }) {
  const most = { ...LIMITS, ...limits };
  const slots = createSlots(most.atOnce);
  let heldBytes = 0;

  return {
    /**
     * Keeps a JPEG, PNG, WebP or HEIC, told by its content: turned upright, in sRGB on white, without metadata, as
     * WebP of at most 1080 and 320 px under a content hash, so that the same photo twice is kept once. Of an
     * animation the first picture is taken.
     * @throws Refusal `photo_too_big` (413), `photo_too_many_pixels` (422), `photo_unreadable` (415 for another kind
     *   of file, 422 for a broken one), `unavailable` (503) when too many wait already; then nothing is kept
     */
    async take(bytes: Buffer): Promise<Photo> {
      if (bytes.length > most.bytes) {
        throw new Refusal('photo_too_big', 413, { megabytes: Math.floor(most.bytes / 1024 / 1024) });
      }
      const kind = kindOf(bytes);
      if (!kind) throw new Refusal('photo_unreadable', 415);
      if (heldBytes + bytes.length > most.heldBytes) throw unavailable();
      heldBytes += bytes.length;
      try {
        const pixels = await slots.run(1, () => countPixels(bytes, kind, most));
        const weight = kind === 'heic' || pixels > LARGE_PIXELS ? most.atOnce : 1;
        const [large, small, blur] = await slots.run(weight, () => orUnreadable(shrink(bytes, kind, most)));
        const key = createHash('sha256').update(large.data).digest('hex');
        await media.put(photoKey(key, 320), small.data, 'image/webp');
        await media.put(photoKey(key, 1080), large.data, 'image/webp');
        return { key, width: large.info.width, height: large.info.height, blur: blur.data.toString('base64') };
      } finally {
        heldBytes -= bytes.length;
      }
    },
  };
}

/** Reads the header alone, so that a small file that unfolds into gigabytes is refused before it does. */
async function countPixels(bytes: Buffer, kind: ImageKind, most: PhotoLimits): Promise<number> {
  const sharp = await loadSharp();
  const header = await orUnreadable(sharp(bytes, { failOn: FAIL_ON, limitInputPixels: false }).metadata());
  const pixels = header.width * header.height;
  const limit = pixelLimit(kind, most);
  if (pixels > limit) throw new Refusal('photo_too_many_pixels', 422, { megapixels: Math.floor(limit / MEGA) });
  return pixels;
}

async function shrink(bytes: Buffer, kind: ImageKind, most: PhotoLimits) {
  const sharp = await loadSharp();
  const reading = { failOn: FAIL_ON, limitInputPixels: pixelLimit(kind, most) } as const;
  const pixels = await upright(bytes, kind, most, reading);
  const { data, info } = await pixels
    .resize({ width: 1080, height: 1080, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .timeout({ seconds: most.seconds })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const webp = (picture: Sharp, quality = 80) => picture.webp({ quality }).toBuffer({ resolveWithObject: true });
  const decoded = () => sharp(data, { raw: { width, height, channels } });
  const small = decoded().resize({ width: 320, height: 320, fit: 'inside', withoutEnlargement: true });
  const blur = decoded().resize({ width: BLUR_PIXELS, height: BLUR_PIXELS, fit: 'inside' });
  return [await webp(decoded()), await webp(small), await webp(blur, 40)] as const;
}

async function upright(bytes: Buffer, kind: ImageKind, most: PhotoLimits, reading: object): Promise<Sharp> {
  const sharp = await loadSharp();
  if (kind !== 'heic') return sharp(bytes, reading).autoOrient();
  const { data, width, height } = await decodeHeic(bytes, most.seconds);
  return sharp(data, { ...reading, raw: { width, height, channels: 4 } });
}

const pixelLimit = (kind: ImageKind, most: PhotoLimits): number =>
  kind === 'jpeg' ? most.jpegPixels : most.otherPixels;

/** Loaded with the first photo: most processes start without ever seeing one. */
async function loadSharp() {
  const { default: sharp } = await import('sharp');
  // both are of the whole process: no photo comes twice in a row, and `atOnce` photos use the cores already
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp;
}

async function orUnreadable<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch {
    throw new Refusal('photo_unreadable', 422);
  }
}
