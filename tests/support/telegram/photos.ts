import type { PhotoSize } from 'grammy/types';
import type { Files, StoredFile } from './files.js';

/** Longest side of the smaller sizes, in pixels. */
const SMALLER = [90, 320, 800];

/** A JPEG of one pixel: all smaller sizes are this, so whoever takes a wrong size does not get the picture. */
const ONE_PIXEL = Buffer.from(
  [
    '/9j/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBD',
    'ARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAABAAED',
    'ASIAAhEBAxEB/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/xAAUAQEAAAAAAAAAAAAAAAAAAAAA',
    '/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8AAA//2Q==',
  ].join(''),
  'base64',
);

/** Keeps a photo in several sizes, smallest first, each with ids of its own; the largest has the bytes. */
export function addPhoto(
  files: Files,
  bytes: Buffer,
  [width, height]: [number, number],
  extension = '.jpg',
): StoredFile[] {
  const longest = Math.max(width, height);
  const smaller = SMALLER.filter((side) => side < longest || side === SMALLER[0]).map((side) => {
    const scale = Math.min(1, side / longest);
    const size: [number, number] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
    return files.add('Photo', ONE_PIXEL, '.jpg', size);
  });
  const sizes = [...smaller, files.add('Photo', bytes, extension, [width, height])];
  for (const file of sizes) file.sizes = sizes;
  return sizes;
}

export const asPhotoSizes = (sizes: readonly StoredFile[]): PhotoSize[] =>
  sizes.map(({ fileId, fileUniqueId, width, height, bytes }) => ({
    file_id: fileId,
    file_unique_id: fileUniqueId,
    width,
    height,
    file_size: bytes.length,
  }));
