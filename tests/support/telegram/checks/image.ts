import { badRequest } from '../api-error.js';

export type ImageFormat = 'jpeg' | 'png' | 'webp';

const MAX_PHOTO_BYTES = 10 * 1024 * 1024;

/** What the bytes are by content, and how large, in pixels; undefined for anything but JPEG, PNG and WebP. */
export function sniffImage(bytes: Buffer): { format: ImageFormat; size: [number, number] } | undefined {
  if (bytes.length < 12) return undefined;
  const format = formatOf(bytes);
  const size = format && SIZES[format](bytes);
  return size && { format, size };
}

/**
 * An upload that may become a photo: at most 10 MB, width and height together at most 10,000, no side over 20 times
 * the other.
 * @returns width and height in pixels
 * @throws ApiError 400
 */
export function readPhotoUpload(bytes: Buffer): [number, number] {
  if (!bytes.length) throw badRequest('file must be non-empty');
  if (bytes.length > MAX_PHOTO_BYTES) {
    throw badRequest(
      `file of size ${bytes.length} bytes is too big for a photo; the maximum size is ${MAX_PHOTO_BYTES} bytes`,
    );
  }
  const image = sniffImage(bytes);
  if (!image) throw badRequest('IMAGE_PROCESS_FAILED');
  const [width, height] = image.size;
  const isThin = Math.max(width, height) > 20 * Math.min(width, height);
  if (isThin || width + height > 10_000) throw badRequest('PHOTO_INVALID_DIMENSIONS');
  return image.size;
}

function formatOf(bytes: Buffer): ImageFormat | undefined {
  const head = bytes.toString('latin1', 0, 12);
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  return head.startsWith('RIFF') && head.endsWith('WEBP') ? 'webp' : undefined;
}

const SIZES: Record<ImageFormat, (bytes: Buffer) => [number, number] | undefined> = {
  jpeg(bytes) {
    for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
      const marker = bytes[at + 1] ?? 0;
      const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
      if (isFrame) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
    }
    return undefined;
  },
  png: (bytes) => (bytes.length < 24 ? undefined : [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]),
  webp(bytes) {
    if (bytes.length < 30) return undefined;
    const kind = bytes.toString('latin1', 12, 16);
    if (kind === 'VP8 ') return [bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff];
    if (kind === 'VP8X') return [bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1];
    const bits = bytes.readUInt32LE(21);
    return kind === 'VP8L' ? [(bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1] : undefined;
  },
};
