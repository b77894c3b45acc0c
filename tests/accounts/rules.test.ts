import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawCode, hashCode, parseCode, sameHash, secondsToWait } from '../../src/accounts/rules.js';
import { Refusal } from '../../src/platform/refusal.js';

/** The zero of some scripts; the other nine digits follow it. */
const ZEROS = {
  Latin: 0x30,
  Arabic: 0x660,
  Persian: 0x6f0,
  Devanagari: 0x966,
  Bengali: 0x9e6,
  Tamil: 0xbe6,
  wide: 0xff10,
};

describe('a typed code', () => {
  it.each(Object.entries(ZEROS))('is read in %s digits', (_, zero) => {
    const written = [...'4829150'].map((digit) => String.fromCodePoint(zero + Number(digit))).join('');
    expect(parseCode(written)).toBe('4829150');
  });

  it.each(['482 915', ' 482915\n', '482-915', '482–915', '\u200e482915\u200f', '4 8 2 9 1 5'])(
    'is read from %j, as keyboards and messages break it up',
    (written) => expect(parseCode(written)).toBe('482915'),
  );

  it.each([
    '',
    '123',
    '123456789',
    'abcd',
    '12a4',
    '१२',
    '{"$ne":null}',
    '4829\u0000',
    '🎉🎉🎉🎉',
    '1'.repeat(100_000),
  ])('is refused in words when it is %.20j', (typed) =>
    expect(() => parseCode(typed)).toThrow(new Refusal('bad_otp', 422)),
  );

  it('is 4 to 8 plain digits, or refused, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        try {
          expect(parseCode(typed)).toMatch(/^[0-9]{4,8}$/);
        } catch (error) {
          expect(error).toEqual(new Refusal('bad_otp', 422));
        }
      }),
    );
  });
});

it('draws codes of six digits that are not all the same', () => {
  const codes = Array.from({ length: 200 }, drawCode);
  expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true);
  expect(new Set(codes).size).toBeGreaterThan(100);
});

it('keeps of a code what fits no other number, purpose, code or secret', () => {
  const hash = hashCode('secret', 'seller', '+919876543210', '482915');
  expect(sameHash(hash, hashCode('secret', 'seller', '+919876543210', '482915'))).toBe(true);
  expect(hash).not.toContain('482915');
  for (const other of [
    hashCode('other', 'seller', '+919876543210', '482915'),
    hashCode('secret', 'customer', '+919876543210', '482915'),
    hashCode('secret', 'seller', '+919876543211', '482915'),
    hashCode('secret', 'seller', '+919876543210', '482916'),
    'short',
  ]) {
    expect(sameHash(hash, other)).toBe(false);
  }
});

it.each([
  [0, 60],
  [0.2, 60],
  [59.5, 1],
  [60, 1],
])('tells after %d s to wait %d s', (passed, wait) => {
  const sentAt = new Date('2026-11-22T10:00:00Z');
  expect(secondsToWait(sentAt, new Date(sentAt.getTime() + passed * 1000))).toBe(wait);
});
