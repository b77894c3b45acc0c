import { describe, expect, it } from 'vitest';
import { takesGzip } from '../../src/api/storefront/kept-answer.js';
import { knowsVersion } from '../../src/platform/http/knows-version.js';

describe('a version that a client knows', () => {
  it.each([
    ['"a.1"', true],
    ['W/"a.1"', true],
    ['"b.9", W/"a.1"', true],
    ['*', true],
    ['"a.2"', false],
    ['a.1', false],
    ['"a.1', false],
    ['', false],
    [undefined, false],
  ])('%s is the present one: %s', (header, known) => {
    expect(knowsVersion(header, '"a.1"')).toBe(known);
  });
});

describe('gzip', () => {
  it.each([
    ['gzip, deflate, br', true],
    ['br;q=1.0, gzip;q=0.5', true],
    ['*', true],
    ['gzip;q=0', false],
    ['gzip;q=0.000', false],
    ['identity', false],
    ['xgzip', false],
    ['', false],
    [undefined, false],
  ])('is taken by %s: %s', (header, taken) => {
    expect(takesGzip(header)).toBe(taken);
  });
});
