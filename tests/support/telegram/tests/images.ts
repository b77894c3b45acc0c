/** Bytes that begin as a JPEG of this size, in pixels; more than the header does not matter here. */
export function aJpeg(width = 1000, height = 600, bytes = 100): Buffer {
  const image = Buffer.alloc(bytes);
  Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, height >> 8, height & 255, width >> 8, width & 255]).copy(image);
  return image;
}
