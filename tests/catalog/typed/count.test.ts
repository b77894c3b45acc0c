import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCount, parseStock } from '../../../src/catalog/typed/count.js';
import { toPlainDigits } from '../../../src/catalog/typed/digits.js';
import { Refusal } from '../../../src/platform/refusal.js';
import { anyText } from './any-text.js';

describe('a number of pieces', () => {
  it.each([
    ['12', 12],
    [' 0 ', 0],
    ['१२', 12],
    ['1,000', 1000],
    ['1.000', 1000],
    ['007', 7],
  ])('reads %j', (text, count) => expect(parseCount(text)).toBe(count));

  it.each(['', 'a few', '-1', '1.5', '1,5', '1e3', '2000000', '9'.repeat(30), '½'])('refuses %j', (text) => {
    expect(() => parseCount(text)).toThrow(Refusal);
  });

  it('keeps to the least and the most that are asked for', () => {
    expect(parseCount('99', { least: 1, most: 99 })).toBe(99);
    expect(() => parseCount('100', { least: 1, most: 99 })).toThrow('bad_count');
    expect(() => parseCount('0', { least: 1, most: 99 })).toThrow('bad_count');
  });

  it('takes a stock as it stands in a caption too', () => {
    expect(parseStock('x12')).toBe(12);
    expect(parseStock('× 12')).toBe(12);
    expect(parseStock('12')).toBe(12);
  });

  it('never gives anything but a whole number within the limits', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        try {
          expect(parseCount(text)).toSatisfy((count: number) => Number.isInteger(count) && count >= 0);
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
        }
      }),
    );
  });
});

describe('digits of every script', () => {
  it('are read by their value', () => {
    const zeros = [
      0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xbe6, 0xc66, 0xe50, 0x1040, 0x17e0, 0xff10, 0x1d7ce, 0x1d7d8,
    ];
    for (const zero of zeros) {
      const digits = Array.from({ length: 10 }, (_, value) => String.fromCodePoint(zero + value)).join('');
      expect(toPlainDigits(`a${digits}b`)).toBe('a0123456789b');
    }
  });

  it('agree with what Intl writes', () => {
    for (const system of Intl.supportedValuesOf('numberingSystem')) {
      const shown = new Intl.NumberFormat(`en-u-nu-${system}`, { useGrouping: false }).format(1234567890);
      if (/^\p{Nd}+$/u.test(shown)) expect(toPlainDigits(shown), system).toBe('1234567890');
    }
  });
});
