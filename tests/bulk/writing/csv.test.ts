import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { split } from '../../../src/bulk/reading/split.js';
import { plainAmount } from '../../../src/bulk/writing/amounts.js';
import { csvChunks, csvFiles } from '../../../src/bulk/writing/csv.js';
import { harmless, unmarked } from '../../../src/bulk/writing/harmless.js';
import { spacedMobile } from '../../../src/platform/mobile.js';

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
const textOf = async (chunks: AsyncIterable<Buffer>): Promise<string> => {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString('utf8');
};

describe('a cell', () => {
  it.each(['=1+1', '+91', '-5', '@SUM(A1)', '\t=1', '\r=1', '＝1'])('that begins like %j is no formula', (cell) => {
    expect(harmless(cell)).toBe(`'${cell}`);
  });

  it.each(['Mango', "'Nough", '1-2', '', ' =1'])('like %j stays as it is', (cell) => expect(harmless(cell)).toBe(cell));

  it('comes back as it was, whatever it is', () => {
    const signs = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\n', 'a', '"', ',') });
    fc.assert(fc.property(signs, (cell) => unmarked(harmless(cell)) === cell));
  });
});

describe('an amount', () => {
  it.each([
    [14900, 'INR', '149'],
    [4550, 'INR', '45.50'],
    [5, 'INR', '0.05'],
    [100_000_000_000, 'INR', '1000000000'],
    [500, 'JPY', '500'],
    [1500, 'KWD', '1.500'],
  ])('%i of %s is %s', (amount, currency, text) => expect(plainAmount(amount, currency)).toBe(text));
});

it.each([
  ['+919876543210', '(+91) 98765 43210'],
  ['+12025550123', '(+1) 202 555 0123'],
  ['', ''],
])('the number %s stands as %j in a sheet', (mobile, text) => expect(spacedMobile(mobile)).toBe(text));

describe('a CSV', () => {
  it('begins with a mark, ends its lines as spreadsheets do, and quotes what needs it', async () => {
    const rows = [
      ['Mango, big', 'say "hot"'],
      ['two\nlines', '=1'],
    ];
    expect(await textOf(csvChunks(['a', 'b'], each(rows)))).toBe(
      '\ufeffa,b\r\n"Mango, big","say ""hot"""\r\n"two\nlines",\'=1\r\n',
    );
  });

  it('is read back cell by cell, whatever is in it', async () => {
    const cell = fc.string({ unit: fc.oneof(fc.constantFrom(',', ';', '"', "'", '\n', '\t', '='), fc.constant('अ')) });
    // an empty line is none, and a header decides what separates
    const row = fc
      .array(cell, { minLength: 2, maxLength: 2 })
      .filter((cells) => cells.some((one) => one.trim() !== ''));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), async (rows) => {
        const text = (await textOf(csvChunks(['name', 'salePrice'], each(rows)))).slice(1).replace(/\r\n/g, '\n');
        expect(split(text).lines.map(({ cells }) => cells.map(unmarked))).toEqual(rows);
      }),
    );
  });

  it('comes in chunks, not all at once', async () => {
    const lengths: number[] = [];
    const rows = Array.from({ length: 3000 }, (_, n) => [`Jar ${n}`, 'x'.repeat(90)]);
    for await (const chunk of csvChunks(['a', 'b'], each(rows))) lengths.push(chunk.length);
    expect(lengths.length).toBeGreaterThan(3);
    expect(Math.max(...lengths)).toBeLessThan(70_000);
  });

  it('that is too long for one file is several, each with its header', async () => {
    const files: { text: string; rows: number }[] = [];
    const rows = Array.from({ length: 100 }, (_, n) => [`Jar ${n}`]);
    for await (const { bytes, rows: count } of csvFiles(['name'], each(rows), 300)) {
      files.push({ text: bytes.toString('utf8'), rows: count });
    }
    expect(files.length).toBeGreaterThan(2);
    expect(files.every(({ text }) => text.startsWith('\ufeffname\r\n'))).toBe(true);
    expect(files.reduce((sum, { rows: count }) => sum + count, 0)).toBe(100);
    const [only] = [...files.map(({ text }) => text.split('\r\n').length)].slice(0, 1);
    expect(only).toBeGreaterThan(10);
  });

  it('of nothing is a header', async () => {
    expect(await textOf(csvChunks(['a'], each([])))).toBe('\ufeffa\r\n');
    for await (const { bytes, rows } of csvFiles(['a'], each([]), 10)) {
      expect([bytes.toString(), rows]).toEqual(['\ufeffa\r\n', 0]);
    }
  });
});
