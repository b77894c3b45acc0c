import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPlainData } from '../../../src/api/edge/plain-data.js';

const codeOf = (data: unknown): string | undefined => {
  try {
    checkPlainData(data);
    return undefined;
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const wellFormed = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));

describe('what a field can mean', () => {
  it('is any text, number and list that is not too deep', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8, stringUnit: 'grapheme' }), (data) => {
        const text = JSON.stringify(data);
        fc.pre(!/\\u0000|\\ud[89a-f]|__proto__/i.test(text));
        expect(codeOf(JSON.parse(text))).toBeUndefined();
      }),
    );
  });

  it('is no text with a NUL in it, wherever it stands', () => {
    fc.assert(
      fc.property(wellFormed, wellFormed, fc.constantFrom('text', 'list', 'inside', 'name'), (before, after, where) => {
        const bad = `${before}\0${after}`;
        const data = { text: bad, list: [1, [bad]], inside: { a: { b: bad } }, name: { [bad]: 1 } }[where];
        expect(codeOf({ ok: 'ok', data })).toBe('bad_request');
      }),
    );
  });

  it('is nothing deeper than our deepest body, however it is nested', () => {
    const nested = (depth: number): unknown =>
      depth === 0 ? 1 : depth % 2 ? [nested(depth - 1)] : { a: nested(depth - 1) };
    expect(codeOf(nested(12))).toBeUndefined();
    expect(codeOf(nested(13))).toBe('unreadable');
  });

  it('names at most 20 mistakes', () => {
    try {
      checkPlainData(Array.from({ length: 500 }, () => '\0'));
    } catch (error) {
      expect((error as { errors: unknown[] }).errors).toHaveLength(20);
    }
    expect.assertions(1);
  });
});
