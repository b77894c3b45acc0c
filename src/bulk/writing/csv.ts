import { stringify } from 'csv-stringify/sync';
import { harmless } from './harmless.js';

/** So that a spreadsheet reads what follows as UTF-8. */
const MARK = '\ufeff';
/** Lines are put together up to about this many bytes. */
const CHUNK_BYTES = 64 * 1024;

/** One line of a CSV as spreadsheets read it: cells quoted where they need it, none of them a formula, CRLF. */
const csvLine = (cells: readonly string[]): string =>
  stringify([cells.map(harmless)], { record_delimiter: '\r\n', quoted_match: /[\r\n]/ });

export const csvHead = (header: readonly string[]): string => `${MARK}${csvLine(header)}`;

/** A CSV as it is written, in chunks: no more of it than one is in memory. */
export async function* csvChunks(
  header: readonly string[],
  rows: AsyncIterable<readonly string[]>,
): AsyncGenerator<Buffer> {
  let lines: string[] = [csvHead(header)];
  let bytes = 0;
  for await (const row of rows) {
    const line = csvLine(row);
    lines.push(line);
    bytes += line.length;
    if (bytes < CHUNK_BYTES) continue;
    yield Buffer.from(lines.join(''));
    lines = [];
    bytes = 0;
  }
  if (lines.length > 0) yield Buffer.from(lines.join(''));
}

/** The same as whole files of about `mostBytes` each, every one with its header. */
export async function* csvFiles(
  header: readonly string[],
  rows: AsyncIterable<readonly string[]>,
  mostBytes: number,
): AsyncGenerator<{ bytes: Buffer; rows: number }> {
  let lines: string[] = [];
  let bytes = 0;
  const file = () => ({ bytes: Buffer.from([csvHead(header), ...lines].join('')), rows: lines.length });
  let files = 0;
  for await (const row of rows) {
    const line = csvLine(row);
    if (bytes > 0 && bytes + Buffer.byteLength(line) > mostBytes) {
      yield file();
      files += 1;
      lines = [];
      bytes = 0;
    }
    lines.push(line);
    bytes += Buffer.byteLength(line);
  }
  if (lines.length > 0 || files === 0) yield file();
}
