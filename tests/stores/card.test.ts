import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTexts } from '../../src/platform/texts.js';
import { CARD_HEIGHT, CARD_WIDTH, drawStoreCard, QR_SQUARE } from '../../src/stores/card.js';
import { placeQr, qrMatrix } from '../../src/stores/card-qr.js';

const t = createTexts().t('en');
const asha = { name: 'Asha Pickles', address: 'Malviya Nagar, Jaipur', link: 'asha-pickles' };
const url = 'https://haat.example/s/asha-pickles';

type Picture = { at(x: number, y: number): string; png: Buffer };

/** The card of a shop, with its colours to be read as `#rrggbb`. */
async function cardOf(store: Partial<typeof asha>, link = url): Promise<Picture> {
  const png = await drawStoreCard({ ...asha, ...store }, link, t);
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return {
    png,
    at: (x, y) => `#${data.toString('hex', (y * info.width + x) * 3, (y * info.width + x) * 3 + 3)}`,
  };
}

const PAPER = '#fffaf2';
const INK = '#211a15';
const WHITE = '#ffffff';
const LEAF = '#0a6b4b';
const HEAD = { from: 320, to: 1230 };

/** How many points of the shop's name and address, on a grid, are not paper; between two columns. */
function inkBetween({ at }: Picture, left: number, right: number): number {
  let ink = 0;
  for (let y = HEAD.from; y < HEAD.to; y += 3) for (let x = left; x < right; x += 3) if (at(x, y) !== PAPER) ink++;
  return ink;
}

describe('the card of a store', () => {
  let card: Picture;
  beforeAll(async () => {
    card = await cardOf({});
  });

  it('is a PNG of the size of a status, light enough to send', async () => {
    const { format, width, height } = await sharp(card.png).metadata();
    expect({ format, width, height }).toEqual({ format: 'png', width: CARD_WIDTH, height: CARD_HEIGHT });
    expect(card.png.length).toBeLessThan(300_000);
  });

  it.each([url, `https://haat.example/s/${'a'.repeat(40)}`, 'http://localhost:3000/s/abc'])(
    'shows every module of the QR of %s, on white, with the margin that scanners need',
    async (link) => {
      const { at } = await cardOf({}, link);
      const { size, isDark } = qrMatrix(link);
      const { x, y, module } = placeQr(size, QR_SQUARE);
      const seen: string[] = [];
      const meant: string[] = [];
      for (let row = -4; row < size + 4; row++) {
        for (let column = -4; column < size + 4; column++) {
          const inside = Math.min(row, column) >= 0 && Math.max(row, column) < size;
          meant.push(inside && isDark(row, column) ? INK : WHITE);
          const [left, top] = [x + column * module, y + row * module];
          const [first, last] = [at(left, top), at(left + module - 1, top + module - 1)];
          seen.push(first === last ? first : `${first} to ${last}`);
        }
      }
      expect(module).toBeGreaterThanOrEqual(8);
      expect(seen).toEqual(meant);
    },
  );

  it('shows another picture for another link', async () => {
    expect((await cardOf({}, `${url}2`)).png.equals(card.png)).toBe(false);
    expect((await cardOf({})).png.equals(card.png)).toBe(true);
  });
});

describe('a name is drawn', () => {
  it.each([
    ['in Hindi', 'आशा अचार', 'आशा अनार'],
    ['in Arabic', 'متجر سارة', 'متجر سامة'],
    ['in Latin', 'Asha', 'Usha'],
  ])('%s with its own letters', async (_, name, other) => {
    const [one, two] = [await cardOf({ name }), await cardOf({ name: other })];
    expect(inkBetween(one, 0, CARD_WIDTH)).toBeGreaterThan(2000);
    expect(one.png.equals(two.png)).toBe(false);
  });

  it('from the right when it is Arabic, from the left otherwise', async () => {
    const [arabic, latin] = [
      await cardOf({ name: 'متجر', address: 'جدة' }),
      await cardOf({ name: 'Asha', address: 'Goa' }),
    ];
    expect(inkBetween(arabic, 0, 400)).toBe(0);
    expect(inkBetween(arabic, 760, CARD_WIDTH)).toBeGreaterThan(1000);
    expect(inkBetween(latin, 760, CARD_WIDTH)).toBe(0);
  });

  it.each([
    ['80 letters without a space', 'W'.repeat(80)],
    ['80 letters in words', 'Lakshmi Narayana Homemade Pickles, Sweets and Savouries of Thiruvananthapuram 12'],
    ['80 letters of Hindi', 'श्रीलक्ष्मी नारायण घरेलू अचार मिठाई और नमकीन भंडार जयपुर'.padEnd(80, ' अचार')],
  ])('within the margins when it has %s', async (_, name) => {
    const card = await cardOf({
      name,
      address: 'Third Cross Street, behind the old post office, '.repeat(4).slice(0, 200),
    });
    expect(inkBetween(card, 0, 88)).toBe(0);
    expect(inkBetween(card, CARD_WIDTH - 88, CARD_WIDTH)).toBe(0);
    expect(inkBetween(card, 88, CARD_WIDTH - 88)).toBeGreaterThan(5000);
  });

  it.each([
    '<b>Asha</b> & "Sons"',
    '</span><svg onload="x">',
    '&amp; &#0;',
    "O'Neil",
    '%s {name}',
    '—',
    '🎉🥭',
    '☃️',
    'தமிழ்',
    '北京',
  ])('as it is, or as it can be drawn, when it is %s', async (name) => {
    const card = await cardOf({ name, address: name });
    expect(inkBetween(card, 96, CARD_WIDTH - 96)).toBeGreaterThan(500);
  });

  it('with its initial on the leaf', async () => {
    const card = await cardOf({ name: '"Asha"', address: '🎉' });
    const other = await cardOf({ name: '"Usha"', address: '🎉' });
    const column = (picture: Picture) => Array.from({ length: 900 }, (_, i) => picture.at(204, 320 + i));
    expect(column(card)).toContain(LEAF);
    expect(column(card)).toContain(WHITE);
    expect(column(card)).not.toEqual(column(other));
  });
});
