import { describe, expect, it } from 'vitest';
import { drawText, type TextStyle } from '../../src/stores/card-text.js';

const style: TextStyle = { color: '#000000', sizes: [96, 48, 24], width: 800, height: 300 };
const widthOf = async (text: string): Promise<number> => (await drawText(text, style)).width;

describe('letters are shaped as readers of the script expect', () => {
  it('in Hindi, where two consonants grow into one: three boxes would be wider than two', async () => {
    expect(await widthOf('क्ष')).toBeLessThan(await widthOf('कष'));
  });

  it('in Arabic, where joined letters are narrower than single ones: boxes would add up', async () => {
    expect(await widthOf('ببب')).toBeLessThan(2 * (await widthOf('ب')));
  });

  it('in Latin, bold wider than regular', async () => {
    expect((await drawText('Asha', { ...style, bold: true })).width).toBeGreaterThan(await widthOf('Asha'));
  });
});

describe('a text', () => {
  it('is drawn in the largest size that fits', async () => {
    const short = await drawText('Haat', style);
    const long = await drawText('Haat is the weekly market of a town, where all meet and trade', style);
    expect(short.height).toBeGreaterThan(60);
    expect(long.height).toBeGreaterThan(short.height);
    expect(long.height).toBeLessThanOrEqual(style.height);
    expect(long.width).toBeLessThanOrEqual(style.width);
  });

  it('breaks between words as long as a smaller size lets it', async () => {
    const { height } = await drawText('Thiruvananthapuram', { ...style, width: 500 });
    expect(height).toBeLessThan(60);
  });

  it.each(['W'.repeat(300), 'word '.repeat(300), 'शब्द '.repeat(200)])('never leaves its box: %.12s…', async (text) => {
    const { width, height, pixels } = await drawText(text, style);
    expect(width).toBeLessThanOrEqual(style.width);
    expect(height).toBeLessThanOrEqual(style.height);
    expect(pixels).toHaveLength(width * height * 4);
  });

  it.each(['<b>bold</b>', '&lt;', '</span>', '<span size="500000">x'])('is no markup: %s', async (text) => {
    const plain = await drawText(text.replace(/[<>&]/g, 'x'), style);
    const { width, height } = await drawText(text, style);
    expect(width).toBeGreaterThan(plain.width / 2);
    expect(height).toBeLessThan(plain.height * 2);
  });
});
