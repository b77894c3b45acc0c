import sharp, { type OverlayOptions } from 'sharp';
import { drawable } from '../platform/fonts.js';
import { drawText } from '../stores/card-text.js';

/** Pixels of a side of one photo, and between two. */
const CELL = 240;
const GAP = 12;
const COLUMNS = 4;
const PAPER = '#FFFAF2';
const TINT = '#DFF3E8';
const LEAF = '#0A6B4B';

export type SheetCell = { name: string; photo: Buffer | null | undefined };

/**
 * Draws the photos of a page of products beside each other, numbered like the rows of the list; a product without one
 * has its name there.
 * @returns a WebP, four photos wide
 */
export async function drawSheet(cells: readonly SheetCell[]): Promise<Buffer> {
  const rows = Math.ceil(cells.length / COLUMNS);
  const columns = Math.min(COLUMNS, cells.length);
  const layers = await Promise.all(cells.map((cell, index) => drawCell(cell, index)));
  return sharp({
    create: { width: columns * (CELL + GAP) + GAP, height: rows * (CELL + GAP) + GAP, channels: 3, background: PAPER },
  })
    .composite(layers.flat())
    .webp({ quality: 78 })
    .toBuffer();
}

async function drawCell({ name, photo }: SheetCell, index: number): Promise<OverlayOptions[]> {
  const left = GAP + (index % COLUMNS) * (CELL + GAP);
  const top = GAP + Math.floor(index / COLUMNS) * (CELL + GAP);
  const badge = await drawText(String(index + 1), { color: '#FFFFFF', bold: true, sizes: [30], width: 40, height: 40 });
  const disc = Buffer.from(`<svg width="52" height="52"><circle cx="26" cy="26" r="24" fill="${LEAF}"/></svg>`);
  const number: OverlayOptions[] = [
    { input: disc, left: left + 8, top: top + 8 },
    {
      input: badge.pixels,
      raw: { width: badge.width, height: badge.height, channels: 4 },
      left: left + 34 - Math.round(badge.width / 2),
      top: top + 34 - Math.round(badge.height / 2),
    },
  ];
  if (photo) {
    return [{ input: await sharp(photo).resize(CELL, CELL, { fit: 'cover' }).toBuffer(), left, top }, ...number];
  }
  const tile = { input: { create: { width: CELL, height: CELL, channels: 3 as const, background: TINT } }, left, top };
  const words = drawable(name);
  if (words === '') return [tile, ...number];
  const title = await drawText(words, { color: LEAF, sizes: [28, 24, 20], width: CELL - 32, height: CELL - 96 });
  return [
    tile,
    {
      input: title.pixels,
      raw: { width: title.width, height: title.height, channels: 4 },
      left: left + 16,
      top: top + 72,
    },
    ...number,
  ];
}
