import sharp from 'sharp';
import { escapeXml, FONT_FAMILY, useShippedFonts } from '../platform/fonts.js';

/** Of the size; room for the marks above and below Devanagari and Arabic. */
const LINE_HEIGHT = 1.36;

/** A text drawn without background, cropped to its ink. */
export type TextImage = { pixels: Buffer; width: number; height: number };

export type TextStyle = {
  color: string;
  bold?: boolean;
  /** Where the lines of a text of several stand. */
  align?: 'centre';
  /** Sizes in pixels to try, the largest first; the last is taken in any case. */
  sizes: readonly number[];
  /** The box, in pixels; what does not fit even at the last size is cut off at its lower edge. */
  width: number;
  height: number;
};

/**
 * Draws a text as large as fits: between words where they fit the width, inside words at the last size. Pango does
 * the shaping, so that Devanagari joins and Arabic runs from the right.
 */
export async function drawText(text: string, style: TextStyle): Promise<TextImage> {
  useShippedFonts();
  for (const size of style.sizes.slice(0, -1)) {
    const image = await draw(text, size, style, 'word');
    if (image.width <= style.width && image.height <= style.height) return image;
  }
  const image = await draw(text, style.sizes.at(-1) ?? 32, style, 'word-char');
  return image.height <= style.height && image.width <= style.width ? image : crop(image, style);
}

async function draw(text: string, size: number, style: TextStyle, wrap: 'word' | 'word-char'): Promise<TextImage> {
  const { data, info } = await sharp({
    text: {
      // an absolute line height (in 1/1024 points): left to itself each script has its own, and Arabic a huge one
      text: `<span foreground="${style.color}" line_height="${Math.round(size * LINE_HEIGHT * 1024)}">${escapeXml(text)}</span>`,
      font: `${FONT_FAMILY} ${style.bold ? 'Bold ' : ''}${size}`,
      width: style.width,
      wrap,
      ...(style.align && { align: style.align }),
      rgba: true,
      // at 72 dots an inch a point is a pixel
      dpi: 72,
    },
  })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { pixels: data, width: info.width, height: info.height };
}

async function crop({ pixels, width, height }: TextImage, style: TextStyle): Promise<TextImage> {
  const { data, info } = await sharp(pixels, { raw: { width, height, channels: 4 } })
    .extract({ left: 0, top: 0, width: Math.min(width, style.width), height: Math.min(height, style.height) })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { pixels: data, width: info.width, height: info.height };
}
