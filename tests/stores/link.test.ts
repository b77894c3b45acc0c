import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proposeLink, readLink, slugOf } from '../../src/stores/link.js';

describe('the link of a new store', () => {
  it.each([
    ['Asha Pickles', 'asha-pickles'],
    ['आशा अचार', 'asa-acar'],
    ['متجر سارة', 'mtjr-srh'],
    ['ಅಂಗಡಿ ಮನೆ', 'amgdi-mne'],
    ['北京烤鸭', 'beijingkaoya'],
    ['Café Ünï', 'cafe-uni'],
    ['Asha & Sons', 'asha-and-sons'],
    ['Asha’s', 'ashas'],
    ['A.B.C. Stores', 'abc-stores'],
    ['Sweets/Snacks | Jaipur', 'sweets-snacks-jaipur'],
    ['100% Pure', '100-pure'],
    ['🥭 Pickles 🎉', 'pickles'],
    ['दुकान १०८', 'dukan-108'],
    ['--Shop--', 'shop'],
  ])('of %s is %s', (name, link) => expect(proposeLink(name, 0)).toBe(link));

  it('is cut between words, or within a word when there is but one', () => {
    const long = 'The very long name of a shop that sells many things';
    expect(proposeLink(long, 0)).toBe('the-very-long-name-of-a-shop-that-sells');
    expect(proposeLink('x'.repeat(80), 0)).toBe('x'.repeat(40));
  });

  it.each(['🎉🥭', '☂', '—', '٭'])('of %s, which has no letter, is a shop with a random end', (name) => {
    expect(proposeLink(name, 0)).toMatch(/^shop-[a-z0-9]{4}$/);
  });

  it.each([
    ['AK', /^ak-[a-z0-9]{4}$/],
    ['Index', /^index-[a-z0-9]{4}$/],
    ['५', /^5-[a-z0-9]{4}$/],
  ])('of %s, too short or reserved, has a random end', (name, link) => {
    expect(proposeLink(name, 0)).toMatch(link);
  });

  it('gets a random end where the plain one is taken, and a longer one later', () => {
    expect(proposeLink('Asha Pickles', 1)).toMatch(/^asha-pickles-[a-z0-9]{4}$/);
    expect(proposeLink('Asha Pickles', 3)).toMatch(/^asha-pickles-[a-z0-9]{8}$/);
    expect(new Set(Array.from({ length: 50 }, () => proposeLink('Asha', 3))).size).toBe(50);
  });

  it('has 3 to 40 characters of a-z0-9-, none of them a dash at an end, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.nat(5), (name, attempt) => {
        const link = proposeLink(name, attempt);
        expect(link).toMatch(/^[a-z0-9](?:[a-z0-9]|-(?!-))*[a-z0-9]$/);
        expect(link.length).toBeGreaterThanOrEqual(3);
        expect(link.length).toBeLessThanOrEqual(40);
        expect(link).not.toBe('index');
        expect(readLink(link)).toBe(link);
      }),
      { numRuns: 300 },
    );
  });
});

it('makes nothing of a name without letters', () => expect(slugOf('🎉 — 🥭')).toBe(''));

describe('a link that somebody opens', () => {
  it.each(['asha-pickles', 'Asha-Pickles', 'ASHA-PICKLES/', ' asha-pickles\n'])('is read from %j', (text) => {
    expect(readLink(text)).toBe('asha-pickles');
  });

  it.each([
    '',
    'ab',
    'a'.repeat(41),
    'asha pickles',
    'asha-pickles//',
    '../etc',
    '{"$ne":1}',
    'आशा',
    'a\u0000bc',
    'x'.repeat(100_000),
  ])('is none when it is %.20j', (text) => expect(readLink(text)).toBeUndefined());
});
