import sharp from 'sharp';
import { drawable } from '../platform/fonts.js';
import type { T } from '../platform/texts.js';
import { at, awning, INK, isRightToLeft, LEAF, LEAF_TINT, MUTED, PAPER, readUrl } from './card-parts.js';
import { qrPath } from './card-qr.js';
import { drawText } from './card-text.js';
import type { Store } from './model.js';

/** The size of a WhatsApp status. */
export const CARD_WIDTH = 1080;
export const CARD_HEIGHT = 1920;

const MARGIN = 96;
const LOGO = 216;
const GAP = 60;
/** WhatsApp lays its own line over the top and the bottom of a status, so only the awning and paper are there. */
const AWNING = 300;
const PANEL = { x: 64, y: 1250, width: CARD_WIDTH - 128, height: 500 };
/** The square of the QR code with its quiet margin, in the panel's lower corner. */
export const QR_SQUARE = { x: PANEL.x + PANEL.width - 476, y: PANEL.y + PANEL.height - 476, side: 452 };

/**
 * Draws the picture that a seller posts as a status: the shop's name and place, the link, and its QR code to scan.
 * @param url what the QR opens and, without its scheme, the link to read
 * @param t texts of the language the card is in
 * @returns a PNG of 1080 × 1920 pixels
 */
export async function drawStoreCard(
  store: Pick<Store, 'name' | 'address' | 'link'>,
  url: string,
  t: T,
): Promise<Buffer> {
  const name = drawable(store.name) || store.link;
  const address = drawable(store.address);
  const [initial, title, place, order, link, scan] = await Promise.all([
    drawText(initialOf(name), { color: '#FFFFFF', bold: true, sizes: [128, 104], width: LOGO, height: LOGO - 24 }),
    drawText(name, { color: INK, bold: true, sizes: [128, 112, 96, 84, 72, 60], ...wide, height: 400 }),
    address ? drawText(address, { color: MUTED, sizes: [46, 42, 38, 34], ...wide, height: 190 }) : undefined,
    drawText(drawable(t('card.orderHere')), {
      color: INK,
      bold: true,
      sizes: [68, 56, 46, 40],
      ...narrow,
      height: 150,
    }),
    drawText(drawable(readUrl(url)), {
      color: LEAF,
      bold: true,
      sizes: [40, 36, 32],
      ...narrow,
      height: 170,
    }),
    drawText(drawable(t('card.scan')), { color: MUTED, sizes: [34, 30, 28], ...narrow, height: 100 }),
  ]);

  const head = LOGO + GAP + title.height + (place ? GAP + place.height : 0);
  const top = Math.round(AWNING + 40 + (PANEL.y - AWNING - 80 - head) / 2);
  const start = (width: number): number => (isRightToLeft(name) ? CARD_WIDTH - MARGIN - width : MARGIN);
  const logo = { x: start(LOGO), y: top };
  const titleTop = top + LOGO + GAP;
  const words = PANEL.x + 48;

  return sharp(Buffer.from(background(logo, url)))
    .composite([
      at(initial, logo.x + (LOGO - initial.width) / 2, logo.y + (LOGO - initial.height) / 2),
      at(title, start(title.width), titleTop),
      ...(place ? [at(place, start(place.width), titleTop + title.height + GAP)] : []),
      at(order, words, PANEL.y + 64),
      at(link, words, PANEL.y + 64 + order.height + 48),
      at(scan, words, PANEL.y + PANEL.height - 56 - scan.height),
    ])
    .png({ compressionLevel: 9 })
    .toBuffer();
}

const wide = { width: CARD_WIDTH - 2 * MARGIN };
const narrow = { width: PANEL.width - 476 - 48 - 24 };

/** Paper under a market stall's awning, the logo's square, and a white panel with the QR code. */
function background(logo: { x: number; y: number }, url: string): string {
  const { x, y, width, height } = PANEL;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${CARD_WIDTH}" height="${CARD_HEIGHT}">
    <rect width="100%" height="100%" fill="${PAPER}"/>
    ${awning(CARD_WIDTH, AWNING)}
    <rect x="${logo.x}" y="${logo.y}" width="${LOGO}" height="${LOGO}" rx="48" fill="${LEAF}"/>
    <rect x="${x}" y="${y}" width="${width}" height="${height}" rx="40" fill="#FFFFFF" stroke="${LEAF_TINT}" stroke-width="4"/>
    ${qrPath(url, QR_SQUARE, INK)}
  </svg>`;
}

/** The first letter or digit as a person counts letters, with its vowel signs; else the first sign. */
function initialOf(name: string): string {
  const signs = Array.from(new Intl.Segmenter('und').segment(name), ({ segment }) => segment);
  return (signs.find((sign) => /[\p{L}\p{N}]/u.test(sign)) ?? signs[0] ?? '').toLocaleUpperCase('en');
}
