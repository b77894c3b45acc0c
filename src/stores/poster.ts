import sharp from 'sharp';
import { drawable } from '../platform/fonts.js';
import type { T } from '../platform/texts.js';
import { at, awning, INK, LEAF, LEAF_TINT, MUTED, PAPER, readUrl } from './card-parts.js';
import { qrPath } from './card-qr.js';
import { drawText, type TextImage, type TextStyle } from './card-text.js';
import type { Store } from './model.js';

/** A4 at 300 dots an inch. */
export const POSTER_WIDTH = 2480;
export const POSTER_HEIGHT = 3508;
const DOTS_PER_INCH = 300;

const MARGIN = 180;
const AWNING = 440;
const GAP = 60;
const PANEL = { x: (POSTER_WIDTH - 1560) / 2, y: 1360, side: 1560 };
/** The square of the QR code with its quiet margin: 12 cm of paper, which a phone reads from across a counter. */
export const POSTER_QR = { x: PANEL.x + 50, y: PANEL.y + 50, side: PANEL.side - 100 };
const FOOT = { top: PANEL.y + PANEL.side + 50, bottom: POSTER_HEIGHT - 110 };

/**
 * Draws the poster that a seller prints and hangs up: the shop's name and place, a large QR code, what to do with it
 * and the link to type.
 * @param url what the QR opens and, without its scheme, the link to read
 * @param t texts of the language the poster is in
 * @returns a PNG of 2480 × 3508 pixels, A4 at 300 dpi
 */
export async function drawPoster(store: Pick<Store, 'name' | 'address' | 'link'>, url: string, t: T): Promise<Buffer> {
  const address = drawable(store.address);
  const [title, place, scan, link] = await Promise.all([
    text(drawable(store.name) || store.link, {
      ...{ color: INK, bold: true, height: 520 },
      sizes: [280, 240, 200, 168, 140, 116],
    }),
    address ? text(address, { color: MUTED, sizes: [104, 92, 80, 68, 58, 50], height: 250 }) : undefined,
    text(drawable(t('poster.scan')), { color: LEAF, bold: true, sizes: [168, 144, 120, 96], height: 220 }),
    text(drawable(readUrl(url)), { color: INK, sizes: [96, 84, 72, 60, 48], height: 150 }),
  ]);
  const head = column([title, ...(place ? [place] : [])], AWNING, PANEL.y);
  const foot = column([scan, link], FOOT.top, FOOT.bottom);
  return sharp(Buffer.from(background(url)))
    .composite([...head, ...foot])
    .removeAlpha()
    .png({ compressionLevel: 6 })
    .withMetadata({ density: DOTS_PER_INCH })
    .toBuffer();
}

const text = (words: string, style: Omit<TextStyle, 'width' | 'align'>): Promise<TextImage> =>
  drawText(words, { ...style, width: POSTER_WIDTH - 2 * MARGIN, align: 'centre' });

/** Texts one under the other, in the middle of what is between `top` and `bottom`. */
function column(texts: readonly TextImage[], top: number, bottom: number) {
  const height = texts.reduce((sum, one) => sum + one.height, GAP * (texts.length - 1));
  let y = top + (bottom - top - height) / 2;
  return texts.map((one) => {
    const placed = at(one, (POSTER_WIDTH - one.width) / 2, y);
    y += one.height + GAP;
    return placed;
  });
}

/** Paper under a market stall's awning, and a white panel with the QR code. */
function background(url: string): string {
  const { x, y, side } = PANEL;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${POSTER_WIDTH}" height="${POSTER_HEIGHT}">
    <rect width="100%" height="100%" fill="${PAPER}"/>
    ${awning(POSTER_WIDTH, AWNING)}
    <rect x="${x}" y="${y}" width="${side}" height="${side}" rx="72" fill="#FFFFFF" stroke="${LEAF_TINT}" stroke-width="12"/>
    ${qrPath(url, POSTER_QR, INK)}
  </svg>`;
}
