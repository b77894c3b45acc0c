import { type ProductRow, rowKey } from '../../catalog/product-rows.js';
import { Refusal } from '../../platform/refusal.js';
import type { Store } from '../../stores/model.js';
import { EXAMPLE_HEADER } from '../limits.js';
import { readColumns } from './columns.js';
import { decode } from './decode.js';
import { readRow } from './read-row.js';
import { split } from './split.js';

/** A line that is left out, and why: `code` and `params` of a Refusal. */
export type WrongLine = { line: number; code: string; params: Readonly<Record<string, string | number>> };

/** A file of products, line by line; nothing of it is held against the shop yet. */
export type Table = {
  rows: ProductRow[];
  wrong: WrongLine[];
  /** Names of columns that nobody knows. */
  ignored: string[];
};

export const wrongLine = (line: number, { code, params }: Refusal): WrongLine => ({ line, code, params });

/**
 * Reads a file of products for a store. What is wrong with a line is kept with its number, and the others go on.
 * @throws Refusal for what is wrong with the file as a whole: `file_too_big` (413), `csv_wanted` (415), and (422)
 *   `csv_empty`, `csv_columns`, `csv_column_twice`, `csv_too_many_lines`, `csv_too_many_columns`, `csv_quote_open`
 */
export function readTable(bytes: Buffer, store: Pick<Store, 'currency' | 'language' | 'country'>): Table {
  const { header, lines, separator } = split(decode(bytes));
  if (!header) throw new Refusal('csv_empty', 422, { example: EXAMPLE_HEADER });
  const columns = readColumns(header.cells);
  if (lines.length === 0) throw new Refusal('csv_empty', 422, { example: EXAMPLE_HEADER });
  const table = { columns, separator, width: header.cells.length, store };
  const rows: ProductRow[] = [];
  const wrong: WrongLine[] = [];
  for (const line of lines) {
    try {
      rows.push(readRow(line, table));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      wrong.push(wrongLine(line.line, error));
    }
  }
  const twice = twins(rows);
  return {
    rows: rows.filter(({ line }) => !twice.has(line)),
    wrong: [...wrong, ...twice.values()].sort((one, other) => one.line - other.line),
    ignored: columns.ignored,
  };
}

/** The same name in two lines: nobody knows which one is meant. */
function twins(rows: readonly ProductRow[]): Map<number, WrongLine> {
  const byName = new Map<string, ProductRow[]>();
  for (const row of rows) {
    const key = rowKey(row.name);
    byName.set(key, [...(byName.get(key) ?? []), row]);
  }
  const twice = [...byName].flatMap(([key, [first, second, ...more]]) => {
    // a name that is missing is told as such
    if (!first || !second || key === '') return [];
    return [first, second, ...more].map(({ line }): [number, WrongLine] => {
      const other = line === first.line ? second : first;
      return [line, wrongLine(line, new Refusal('name_twice', 422, { other: other.line }))];
    });
  });
  return new Map(twice);
}
