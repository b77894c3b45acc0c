import { Refusal } from '../../platform/refusal.js';
import { EXAMPLE_HEADER } from '../limits.js';

export const FIELDS = ['name', 'category', 'mrp', 'salePrice', 'stock', 'description', 'currency'] as const;
export type Field = (typeof FIELDS)[number];

/** What people call a column besides its own name, without case, spaces and punctuation. */
const ALSO: Readonly<Record<string, Field>> = {
  ...{ product: 'name', productname: 'name', item: 'name', itemname: 'name' },
  ...{ price: 'salePrice', sellingprice: 'salePrice', rate: 'salePrice' },
  ...{ qty: 'stock', quantity: 'stock', details: 'description' },
};
const OWN = new Map<string, Field>(FIELDS.map((field) => [field.toLowerCase(), field]));

/** Where each known column stands, and the names of those that nobody knows. */
export type Columns = { at: Partial<Record<Field, number>>; ignored: string[] };

const LONGEST_SHOWN = 40;

/** How many of these cells name a column that is known. */
export const knownIn = (header: readonly string[]): number =>
  header.filter((cell) => fieldOf(cell, true) !== undefined).length;

/**
 * Reads a header without case, spaces and punctuation (`Sale Price`, `MRP (₹)`). A column's own name goes before what it
 * is also called: beside `salePrice` a `rate` is a column of another kind.
 * @throws Refusal (422) `csv_columns` without a name or a price, `csv_column_twice` with the `column`
 */
export function readColumns(header: readonly string[]): Columns {
  const at: Columns['at'] = {};
  for (const isAlso of [false, true]) {
    const before = { ...at };
    for (const [index, cell] of header.entries()) {
      const field = fieldOf(cell, isAlso);
      if (!field || before[field] !== undefined) continue;
      if (at[field] !== undefined) throw new Refusal('csv_column_twice', 422, { column: field });
      at[field] = index;
    }
  }
  if (at.name === undefined || at.salePrice === undefined) {
    throw new Refusal('csv_columns', 422, { example: EXAMPLE_HEADER });
  }
  const known = new Set(Object.values(at));
  const ignored = header
    .filter((cell, index) => !known.has(index) && cell.trim() !== '')
    .map((cell) => cell.trim().replace(/\s+/g, ' ').slice(0, LONGEST_SHOWN));
  return { at, ignored };
}

/** Of `MRP (₹)` and `Price in Rs.` the currency says nothing about the column. */
function fieldOf(cell: string, isAlso: boolean): Field | undefined {
  const bare = cell
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\([^)]*\)|\[[^\]]*\]/g, '')
    .replace(/(\s+in)?[\s_]+(rs|inr|rupees)\.?\s*$/, '')
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '');
  return OWN.get(bare) ?? (isAlso && Object.hasOwn(ALSO, bare) ? ALSO[bare] : undefined);
}
