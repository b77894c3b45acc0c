/** A picture in the form that every messenger takes: ours are WebP, which some take for stickers. Undefined for bytes that are none. */
export async function asJpeg(bytes: Buffer): Promise<Buffer | undefined> {
  // loaded with the first picture
  const { default: sharp } = await import('sharp');
  const jpeg = sharp(bytes).flatten({ background: '#ffffff' }).jpeg({ quality: 85 });
  return jpeg.toBuffer().catch(() => undefined);
}
