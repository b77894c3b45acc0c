import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { categoryKey, fold, searchFilters } from '../../src/catalog/folding.js';

const finds = (q: string, text: string): boolean =>
  searchFilters(q).every(({ search: { $regex } }) => new RegExp($regex).test(fold(text)));

describe('two spellings of a category', () => {
  it.each([
    ['Pickles', '  pickles '],
    ['PICKLES', 'pickles'],
    ['Straße', 'STRASSE'],
    ['Café', 'Cafe\u0301'],
    ['अचार', ' अचार'],
  ])('%j and %j are one', (one, other) => expect(categoryKey(one)).toBe(categoryKey(other)));

  it.each([
    ['Pickles', 'Pickle'],
    ['Café', 'Cafe'],
    ['कि', 'की'],
  ])('%j and %j are two', (one, other) => expect(categoryKey(one)).not.toBe(categoryKey(other)));

  it('stay one when they are compared again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(categoryKey(`  ${name} `)).toBe(categoryKey(name));
      }),
    );
  });
});

describe('a search', () => {
  it.each([
    ['PICKLE', 'Mango pickle 500g'],
    ['creme', 'Crème brûlée'],
    ['brûlée', 'Creme brulee'],
    ['mango 500', 'Mango pickle 500g'],
    ['आम', 'आम का अचार'],
    ['(500g)', 'Pickle (500g)'],
    ['50% off', 'Soap 50% off'],
    ['a.b', 'a.b'],
    ['', 'anything'],
  ])('for %j finds %j', (q, text) => expect(finds(q, text)).toBe(true));

  it.each([
    ['mango lime', 'Mango pickle'],
    ['.*', 'Mango pickle'],
    ['a.b', 'axb'],
    ['कि', 'की'],
  ])('for %j does not find %j', (q, text) => expect(finds(q, text)).toBe(false));

  it('takes any text as it is written: what is in the name is found, and nothing is an operator', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => {
        expect(finds(name, name)).toBe(true);
      }),
    );
  });

  it('reads no more than a hundred characters and ten words', () => {
    expect(searchFilters('a '.repeat(100_000))).toHaveLength(10);
    expect(searchFilters('x'.repeat(100_000))[0]?.search.$regex).toHaveLength(100);
    expect(searchFilters(`${'(a+)+'.repeat(20)}$`)).toEqual([{ search: { $regex: '\\(a\\+\\)\\+'.repeat(20) } }]);
  });
});
