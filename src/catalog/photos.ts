import { createHash } from 'node:crypto';
import type { Logger } from '../platform/logger.js';
import type { MediaStorage } from '../platform/media/media-storage.js';
import { Refusal, unavailable } from '../platform/refusal.js';
import { type ImageKind, kindOf } from './image/kind.js';
import { createShrinker } from './image/shrinker.js';
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
/** Not `warning`: cameras write stray bytes between the parts of a JPEG, which is no reason to refuse it. */
const FAIL_ON = 'error';

export type PhotosDeps = {
  media: MediaStorage;
  limits?: Partial<PhotoLimits>;
  logger?: Pick<Logger, 'warn'>;
};

export type Photos = ReturnType<typeof createPhotos>;

/** Takes photos as phones send them and keeps two small pictures of each, without anything the camera wrote into it. */
export function createPhotos({ media, limits, logger }: PhotosDeps) {
  const most = { ...LIMITS, ...limits };
  const shrinker = createShrinker({ seconds: most.seconds, logger });
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
        const original = {
          bytes,
          kind,
          sides: PHOTO_SIZES,
          failOn: FAIL_ON,
          limitInputPixels: pixelLimit(kind, most),
        } as const;
        const { width, height, large, small, blur } = await slots.run(weight, () => shrinker.shrink(original));
        const key = createHash('sha256').update(large).digest('hex');
        await media.put(photoKey(key, 320), small, 'image/webp');
        await media.put(photoKey(key, 1080), large, 'image/webp');
        return { key, width, height, blur: blur.toString('base64') };
      } finally {
        heldBytes -= bytes.length;
      }
    },
    /** Ends the process that works on photos, and waits until it has; nothing should be at work any more. */
    stop: shrinker.stop,
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
