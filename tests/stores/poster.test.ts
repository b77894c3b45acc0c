import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTexts, type T } from '../../src/platform/texts.js';
import { drawStoreCard } from '../../src/stores/card.js';
import { drawPoster, POSTER_HEIGHT, POSTER_QR, POSTER_WIDTH } from '../../src/stores/poster.js';
import { readQr } from '../support/read-qr.js';

const t = createTexts().t('en');
const asha = { name: 'Asha Pickles', address: 'Malviya Nagar, Jaipur', link: 'asha-pickles' };
const url = 'https://haat.example/s/asha-pickles';
const PAPER = 0xfffaf2;

const posterOf = (store: Partial<typeof asha>, link = url, texts: T = t): Promise<Buffer> =>
  drawPoster({ ...asha, ...store }, link, texts);

/** How many points of a part of the poster, on a grid, are not paper. */
async function inkIn(png: Buffer, part: { left: number; top: number; width: number; height: number }): Promise<number> {
  const data = await sharp(png).extract(part).removeAlpha().raw().toBuffer();
  let ink = 0;
  for (let i = 0; i < data.length; i += 3 * 7) if (data.readUIntBE(i, 3) !== PAPER) ink++;
  return ink;
}
const HEAD = { left: 0, top: 460, width: POSTER_WIDTH, height: 880 };
const FOOT = { left: 0, top: POSTER_QR.y + POSTER_QR.side + 70, width: POSTER_WIDTH, height: 480 };

describe('the poster of a store', () => {
  let poster: Buffer;
  beforeAll(async () => {
    poster = await posterOf({});
  });

  it('is a PNG of A4 at 300 dots an inch, light enough to send', async () => {
    const { format, width, height, density } = await sharp(poster).metadata();
    expect({ format, width, height }).toEqual({ format: 'png', width: POSTER_WIDTH, height: POSTER_HEIGHT });
    expect(Math.round(density ?? 0)).toBe(300);
    expect(poster.length).toBeLessThan(1_000_000);
  });

  it.each([url, `https://haat.example/s/${'a'.repeat(40)}`, 'http://localhost:3000/s/abc'])(
    'has a QR that opens %s, read from near and from across the street',
    async (link) => {
      const drawn = await posterOf({}, link);
      expect(await readQr(drawn, 1240)).toBe(link);
      expect(await readQr(drawn, 300)).toBe(link);
    },
  );

  it('says what to do and where, in the words it is given', async () => {
    const other = await posterOf({}, url, (key) => (key === 'poster.scan' ? 'स्कैन करें' : t(key)));
    expect(await inkIn(poster, FOOT)).toBeGreaterThan(3000);
    expect(await inkIn(other, FOOT)).not.toBe(await inkIn(poster, FOOT));
    expect(await inkIn(other, HEAD)).toBe(await inkIn(poster, HEAD));
  });

  it('is the same for the same shop', async () => {
    expect((await posterOf({})).equals(poster)).toBe(true);
  });

  it.each([
    ['Hindi', 'आशा अचार', 'आशा अनार'],
    ['Arabic', 'متجر سارة', 'متجر سامة'],
    ['Bengali', 'আশা আচার', 'আশা আনার'],
    ['Gujarati', 'આશા અથાણું', 'આશા અથાણા'],
    ['Gurmukhi', 'ਆਸ਼ਾ ਅਚਾਰ', 'ਆਸ਼ਾ ਅਨਾਰ'],
    ['Kannada', 'ಆಶಾ ಉಪ್ಪಿನಕಾಯಿ', 'ಆಶಾ ಉಪ್ಪಿನಕಾಯ'],
    ['Malayalam', 'ആശ അച്ചാർ', 'ആശ അച്ചാറ്'],
    ['Tamil', 'ஆஷா ஊறுகாய்', 'ஆஷா ஊறுகா'],
    ['Telugu', 'ఆశా ఊరగాయ', 'ఆశా ఊరగాయి'],
  ])('names a shop in %s with its own letters', async (_script, name, other) => {
    const [one, two] = await Promise.all([posterOf({ name }), posterOf({ name: other })]);
    expect(await inkIn(one, HEAD)).toBeGreaterThan(3000);
    expect(one.equals(two)).toBe(false);
    expect(await readQr(one, 620)).toBe(url);
  });

  it.each([
    ['80 letters without a space', 'W'.repeat(80)],
    ['80 letters in words', 'Lakshmi Narayana Homemade Pickles, Sweets and Savouries of Thiruvananthapuram 12'],
    ['nothing that can be drawn', '☃️'],
    ['signs of a markup', '</span><svg onload="x">&amp;'],
  ])('stays within its margins, and its QR readable, with a name of %s', async (_what, name) => {
    const long = 'Third Cross Street, behind the old post office, '.repeat(4).slice(0, 200);
    const drawn = await posterOf({ name, address: long });
    expect(await inkIn(drawn, { ...HEAD, width: 150 })).toBe(0);
    expect(await inkIn(drawn, { ...HEAD, left: POSTER_WIDTH - 150, width: 150 })).toBe(0);
    expect(await inkIn(drawn, HEAD)).toBeGreaterThan(3000);
    expect(await readQr(drawn, 620)).toBe(url);
  });
});

it('the QR in the corner of a card is read by a phone, too', async () => {
  expect(await readQr(await drawStoreCard(asha, url, t), 1080)).toBe(url);
});
