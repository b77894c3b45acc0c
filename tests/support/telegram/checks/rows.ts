import { badRequest } from '../api-error.js';
import { isRecord, wrongType } from '../params.js';

type Limits = { field: string; kind: string; perRow: number; inAll: number };

/**
 * Rows of buttons, each read by `read`; empty rows are left out, as Telegram does.
 * @throws ApiError 400 when they are no rows of buttons, or too many
 */
export function readRows<T>(given: unknown, limits: Limits, read: (button: Record<string, unknown>) => T): T[][] {
  const { field, kind, perRow, inAll } = limits;
  if (!Array.isArray(given)) throw wrongType(field, 'Array');
  const rows = given.map((row: unknown) => {
    if (!Array.isArray(row)) throw wrongType(field, 'Array of Arrays');
    return row.map((button: unknown) => {
      if (!isRecord(button)) throw badRequest(`can't parse ${kind}: expected an Object`);
      return read(button);
    });
  });
  if (rows.some((row) => row.length > perRow) || rows.flat().length > inAll)
    throw badRequest('reply markup is too long');
  return rows.filter((row) => row.length);
}

/** @throws ApiError 400 when a button has no text */
export function readButtonText({ text }: Record<string, unknown>, kind: string): string {
  if (text === undefined) throw badRequest(`can't parse ${kind}: Can't find field "text"`);
  if (typeof text !== 'string') throw badRequest(`can't parse ${kind}: Field "text" must be of type String`);
  if (!text.trim()) throw badRequest(`${kind} text must be non-empty`);
  return text;
}
