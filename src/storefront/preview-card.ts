import sharp, { type OverlayOptions } from 'sharp';
import { drawable } from '../platform/fonts.js';
import { at, awning, INK, isRightToLeft, LEAF, MUTED, PAPER, readUrl } from '../stores/card-parts.js';
import { drawText } from '../stores/card-text.js';
import type { Store } from '../stores/model.js';

/** What messengers and social networks show of a link. */
export const PREVIEW_WIDTH = 1200;
export const PREVIEW_HEIGHT = 630;
/** Photos on one picture. */
export const MOST_PHOTOS = 4;

const MARGIN = 64;
const AWNING = 110;
const GAP = 16;
/** The square on the right that the photos share. */
const PHOTOS = { side: 456, x: PREVIEW_WIDTH - 456 - 48, y: AWNING + 32 };

/**
 * Draws the picture that stands beside a shop's link in a message: its name and place, and its newest photos.
 * @param photos as they are stored, at most 4 are used
 * @param url the link to read, without its scheme
 * @returns a JPEG of 1200 × 630 pixels, below the 300 kB that WhatsApp takes
 */
export async function drawPreview(
  store: Pick<Store, 'name' | 'address' | 'link'>,
  photos: readonly Buffer[],
  url: string,
): Promise<Buffer> {
  const name = drawable(store.name) || store.link;
  const address = drawable(store.address);
  const width = (photos.length > 0 ? PHOTOS.x - 40 : PREVIEW_WIDTH - MARGIN) - MARGIN;
  const [title, place, link] = await Promise.all([
    drawText(name, { color: INK, bold: true, sizes: [88, 76, 66, 56, 48, 42], width, height: 260 }),
    address ? drawText(address, { color: MUTED, sizes: [36, 32, 28], width, height: 90 }) : undefined,
    drawText(drawable(readUrl(url)), { color: LEAF, bold: true, sizes: [32, 28, 24], width, height: 80 }),
  ]);
  const texts = [title, ...(place ? [place] : []), link];
  const height = texts.reduce((sum, one) => sum + one.height, 28 * (texts.length - 1));
  let y = AWNING + (PREVIEW_HEIGHT - AWNING - height) / 2;
  const column = texts.map((one) => {
    const left = isRightToLeft(name) ? MARGIN + width - one.width : MARGIN;
    const placed = at(one, left, y);
    y += one.height + 28;
    return placed;
  });
  return sharp(Buffer.from(background))
    .composite([...column, ...(await tiles(photos.slice(0, MOST_PHOTOS)))])
    .flatten({ background: PAPER })
    .jpeg({ quality: 82, mozjpeg: true })
    .toBuffer();
}

const background = `<svg xmlns="http://www.w3.org/2000/svg" width="${PREVIEW_WIDTH}" height="${PREVIEW_HEIGHT}">
  <rect width="100%" height="100%" fill="${PAPER}"/>
  ${awning(PREVIEW_WIDTH, AWNING)}
</svg>`;

/** One photo fills the square, two and three share its width, four its corners. */
function tiles(photos: readonly Buffer[]): Promise<OverlayOptions[]> {
  const { side, x, y } = PHOTOS;
  const half = (side - GAP) / 2;
  const [rows, columns] = photos.length === 1 ? [1, 1] : [2, photos.length === 2 ? 1 : 2];
  const height = rows === 1 ? side : half;
  return Promise.all(
    photos.map(async (photo, index) => {
      // of three the last one has a row to itself
      const isWide = columns === 1 || (photos.length === 3 && index === 2);
      const width = isWide ? side : half;
      const input = await sharp(photo).resize(width, height, { fit: 'cover' }).toBuffer();
      const column = isWide ? 0 : index % 2;
      const row = columns === 1 ? index : Math.floor(index / 2);
      return { input, left: x + column * (half + GAP), top: y + row * (half + GAP) };
    }),
  );
}
