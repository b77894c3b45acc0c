import { expect, it } from 'vitest';
import { newNumber } from '../../src/orders/rules.js';

it('a number is read aloud without doubt, and its beginning is not taken for the HT before it', () => {
  const numbers = Array.from({ length: 20_000 }, newNumber);
  expect(numbers.filter((number) => !/^HT-[23456789A-HJKMNP-TV-Z]{5}$/.test(number))).toEqual([]);
  expect(numbers.filter((number) => number.startsWith('HT-HT'))).toEqual([]);
});
