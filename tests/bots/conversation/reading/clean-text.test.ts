import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../../bots/conversation/reading/clean-text.js';

describe('a typed text', () => {
  it('keeps its lines and loses what nobody sees', () => {
    expect(cleanText('  Mango\r\nLemon\u0007 \u202epickle ')).toBe('Mango\nLemon pickle');
    expect(cleanText('नमस्ते 👨‍👩‍👧')).toBe('नमस्ते 👨‍👩‍👧');
  });

  it('is never longer than 4000 characters, nor cut within one', () => {
    expect([...cleanText('🥭'.repeat(100_000))]).toHaveLength(4000);
    expect([...cleanText('a'.repeat(100_000))]).toHaveLength(4000);
  });

  it('of any bytes is one that can be kept and shown, and stays so', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const cleaned = cleanText(text);
        expect(cleaned).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202a-\u202e]|^\s|\s$/);
        expect(Buffer.from(cleaned).toString()).toBe(cleaned);
        expect(cleanText(cleaned)).toBe(cleaned);
      }),
    );
  });
});
