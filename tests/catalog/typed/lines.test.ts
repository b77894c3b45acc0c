import { describe, expect, it } from 'vitest';
import { isAlbumCaption, splitLines } from '../../../src/catalog/typed/lines.js';

describe('lines for several photos', () => {
  it('are taken in their order, without empty ones', () => {
    expect(splitLines('Mango pickle 149\n\n  Lime pickle 99  \n')).toEqual([
      { text: 'Mango pickle 149' },
      { text: 'Lime pickle 99' },
    ]);
  });

  it.each([
    ['2. Lime pickle 99', 2],
    ['2) Lime pickle 99', 2],
    ['2 - Lime pickle 99', 2],
    ['2️⃣ Lime pickle 99', 2],
    ['२. Lime pickle 99', 2],
    ['12.Lime pickle 99', 12],
  ])('may carry the number of their photo: %j', (line, row) => {
    expect(splitLines(line)).toEqual([{ row, text: 'Lime pickle 99' }]);
  });

  it('may have bullets', () => {
    expect(splitLines('• Lime 99\n- Mango 149')).toEqual([{ text: 'Lime 99' }, { text: 'Mango 149' }]);
  });

  it('keep a number that belongs to the product', () => {
    for (const line of ['1.5 kg rice 90', '7 Up 40', '12 diyas 60']) expect(splitLines(line)).toEqual([{ text: line }]);
  });
});

describe('the caption of an album', () => {
  it('has a product in each line', () => {
    expect(isAlbumCaption('Mango pickle 149\nLime pickle 99', 'INR', 'en-IN')).toBe(true);
    expect(isAlbumCaption('1. Mango ₹149 a jar\n2. Lime 99 (120) #Home made x3', 'INR', 'en-IN')).toBe(true);
  });

  it.each([
    'Mango pickle 149',
    'Mango pickle 149\nMade at home',
    'Mango pickle 149\nMade with 12 spices',
    'Mango pickle\n149',
    'One\nTwo',
  ])('is not the caption of one photo: %j', (text) => expect(isAlbumCaption(text, 'INR', 'en-IN')).toBe(false));
});
