import { CsvError, parse } from 'csv-parse/sync';
import { Refusal } from '../../platform/refusal.js';
import { MOST_COLUMNS, MOST_LINES } from '../limits.js';
import { knownIn } from './columns.js';

/** One line of a table; `line` is the line of the file that it begins in, the first is 1. */
export type Line = { line: number; cells: string[] };
export type Split = { header: Line | undefined; lines: Line[]; separator: Separator };

const SEPARATORS = [',', ';', '\t'] as const;
export type Separator = (typeof SEPARATORS)[number];

/** As Excel writes and reads it in front of the header. */
const TOLD = /^sep=([,;\t])[ \t]*(?=\n|$)/i;

/**
 * A text as lines of cells, without empty ones. The separator is the one that makes most sense of the header.
 * @throws Refusal (422) `csv_too_many_lines`, `csv_too_many_columns` (with `most`), `csv_quote_open`
 */
export function split(text: string): Split {
  const told = TOLD.exec(text)?.[1];
  // the line stays and is an empty one, so that the others keep their numbers
  const table = told ? text.replace(TOLD, '') : text;
  const separator = SEPARATORS.find((one) => one === told) ?? separatorOf(table);
  const [header, ...lines] = read(table, separator, MOST_LINES + 2);
  if (lines.length > MOST_LINES) throw new Refusal('csv_too_many_lines', 422, { most: MOST_LINES });
  if (header && header.cells.length > MOST_COLUMNS) {
    throw new Refusal('csv_too_many_columns', 422, { most: MOST_COLUMNS });
  }
  return { header, lines, separator };
}

function separatorOf(text: string): Separator {
  const scores = SEPARATORS.map((separator) => {
    const cells = headOf(text, separator);
    return { separator, score: knownIn(cells) * (MOST_COLUMNS + 1) + Math.min(cells.length, MOST_COLUMNS) };
  });
  return scores.reduce((best, one) => (one.score > best.score ? one : best)).separator;
}

function headOf(text: string, separator: Separator): string[] {
  try {
    return read(text, separator, 1)[0]?.cells ?? [];
  } catch {
    return [];
  }
}

function read(text: string, delimiter: Separator, most: number): Line[] {
  try {
    const records = parse(text, {
      delimiter,
      record_delimiter: '\n',
      info: true,
      relax_column_count: true,
      // a quote in the middle of a cell is one: Shirt 15" wide
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      to: most,
    });
    return (records as unknown as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      // counted where the record ends; a quoted cell may hold some of its lines
      line: info.lines - record.reduce((breaks, cell) => breaks + cell.split('\n').length - 1, 0),
      cells: record,
    }));
  } catch (error) {
    if (error instanceof CsvError) throw new Refusal('csv_quote_open', 422);
    throw error;
  }
}
