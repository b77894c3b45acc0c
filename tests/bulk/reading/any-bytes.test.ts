import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../src/bulk/reading/decode.js';
import { readTable } from '../../../src/bulk/reading/read-table.js';
import { split } from '../../../src/bulk/reading/split.js';
import { Refusal } from '../../../src/platform/refusal.js';
import { createTexts } from '../../../src/platform/texts.js';

const t = createTexts().t('en');
const stores = ['INR', 'JPY', 'KWD'].map((currency) => ({ currency, language: 'en', country: 'IN' }) as const);

/** Whatever it is: a table, or a refusal that has a sentence; and each line that is left out has one, too. */
function isAnswered(bytes: Buffer): void {
  for (const store of stores) {
    try {
      const { rows, wrong } = readTable(bytes, store);
      const lines = [...rows, ...wrong].map(({ line }) => line);
      expect(new Set(lines).size).toBe(lines.length);
      for (const { code, params } of wrong) expect(t(`refusals.${code}`, params)).not.toMatch(/^refusals\.|\{\w+\}$/);
      for (const { salePrice } of rows) expect(Number.isSafeInteger(salePrice) && salePrice > 0).toBe(true);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      expect(t(`refusals.${error.code}`, error.params)).not.toMatch(/^refusals\./);
    }
  }
}

describe('any bytes at all', () => {
  it('are read or refused in words', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => isAnswered(Buffer.from(bytes))),
      { numRuns: 300 },
    );
  });

  it('are so below a header, too, in every encoding', () => {
    const sign = fc.oneof(
      fc.constantFrom(...',;\t"\n\r\'=₹.-x1५,.'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    );
    const header = fc.constantFrom('name,salePrice,stock\n', 'name;mrp;sale price\r\n', 'sep=;\nname;salePrice\n');
    const encoding = fc.constantFrom('utf8', 'utf16le', 'latin1');
    fc.assert(
      fc.property(header, fc.string({ unit: sign, maxLength: 200 }), encoding, (head, text, how) =>
        isAnswered(Buffer.from(how === 'utf16le' ? `\ufeff${head}${text}` : head + text, how)),
      ),
      { numRuns: 300 },
    );
  });
});

describe('the number of a line', () => {
  it('is that of an editor, whatever stands in quotes before it', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '"', ',', '\r\n'), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 8 }), fc.boolean(), (cells, isWindows) => {
        const quoted = cells.map((one) => `"${one.replaceAll('"', '""')}",1`);
        const table = ['name,salePrice', ...quoted, 'Mark,1'].join('\n').replace(/\r\n/g, '\n');
        const text = decode(Buffer.from(isWindows ? table.replaceAll('\n', '\r\n') : table));
        const { lines } = split(text);
        expect(lines.at(-1)).toEqual({ line: table.split('\n').length, cells: ['Mark', '1'] });
        for (const { line, cells: read } of lines) {
          // where the quote of the cell stands
          expect(table.split('\n')[line - 1]?.startsWith(read[0] === 'Mark' ? 'Mark' : '"')).toBe(true);
        }
      }),
    );
  });
});
