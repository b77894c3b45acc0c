import jsqr from 'jsqr';
import sharp from 'sharp';

/** What a phone reads of the QR code in a picture, seen `width` pixels wide; undefined when it finds none. */
export async function readQr(picture: Buffer, width: number): Promise<string | undefined> {
  const { data, info } = await sharp(picture)
    .resize({ width })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return jsqr.default(new Uint8ClampedArray(data), info.width, info.height)?.data;
}
