import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discountOf, hasSearch, initialOf, isShownWhole, needsTallLines } from '../../src/storefront/rules.js';

const counted = (...counts: number[]) => counts.map((productCount) => ({ productCount }));

describe('a discount', () => {
  it.each([
    [19_900, 14_900, 25],
    [10_000, 9_500, 5],
    [10_000, 9_501, undefined],
    [10_000, 10_000, undefined],
    [3, 1, 66],
    [100_000_000_000, 1, 99],
  ])('of %i sold for %i is told as %s', (mrp, salePrice, percent) => {
    expect(discountOf({ mrp, salePrice })).toBe(percent);
  });

  it('never promises more than the buyer saves', () => {
    const price = fc.integer({ min: 1, max: 100_000_000_000 });
    fc.assert(
      fc.property(price, price, (one, other) => {
        const [salePrice, mrp] = one < other ? [one, other] : [other, one];
        const percent = discountOf({ mrp, salePrice }) ?? 0;
        expect(percent * mrp).toBeLessThanOrEqual((mrp - salePrice) * 100);
      }),
    );
  });
});

describe('what stands for a missing picture', () => {
  it.each([
    ['asha Pickles', 'en', 'A'],
    ['🎉 (Ravi) kurtas', 'en', 'R'],
    ['आशा अचार', 'hi', 'आ'],
    ['24 hours', 'en', '2'],
    ['👨‍👩‍👧', 'en', '👨‍👩‍👧'],
    ['izmir', 'tr', 'İ'],
    ['', 'en', ''],
  ])('of %s (%s) is %s', (name, language, initial) => {
    expect(initialOf(name, language)).toBe(initial);
  });
});

describe('a page', () => {
  it('offers to search from 13 products on, in however many categories', () => {
    expect(hasSearch(counted(6, 6))).toBe(false);
    expect(hasSearch(counted(6, 7))).toBe(true);
  });

  it('shows a shop of up to 200 products whole', () => {
    expect(isShownWhole(counted(150, 50))).toBe(true);
    expect(isShownWhole(counted(150, 51))).toBe(false);
  });

  it('gives letters with marks above and below more room', () => {
    expect(['Mango', 'आम', 'مانجو'].map(needsTallLines)).toEqual([false, true, true]);
  });
});
