import type { Judged, ProductRow } from '../catalog/product-rows.js';
import type { Example, Import } from './model.js';
import { type Table, wrongLine } from './reading/read-table.js';

const MOST_EXAMPLES = 3;

/** What a file would do: the lines that do something, how many do what, and those that are left out. */
export type Findings = Pick<Import, 'found' | 'wrong' | 'examples'> & { rows: ProductRow[] };

export function findingsOf(judged: readonly Judged[], { wrong }: Pick<Table, 'wrong'>): Findings {
  const count = (kind: Judged['kind']): number => judged.filter((one) => one.kind === kind).length;
  const against = judged.flatMap((one) => (one.kind === 'wrong' ? [wrongLine(one.row.line, one.refusal)] : []));
  return {
    rows: judged.filter(({ kind }) => kind === 'new' || kind === 'changed').map(({ row }) => row),
    found: { new: count('new'), changed: count('changed'), unchanged: count('unchanged') },
    wrong: [...wrong, ...against].sort((one, other) => one.line - other.line),
    examples: judged.flatMap(exampleOf).slice(0, MOST_EXAMPLES),
  };
}

function exampleOf(judged: Judged): Example[] {
  if (judged.kind !== 'new' && judged.kind !== 'changed') return [];
  const { name, salePrice: price } = judged.fields;
  if (judged.kind === 'new') return [{ kind: 'new', name, price }];
  const { salePrice: was } = judged.product;
  return [{ kind: 'changed', name, price, ...(was !== price && { was }) }];
}
