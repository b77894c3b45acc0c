import type { Money } from '../platform/money.js';
import { Refusal } from '../platform/refusal.js';
import { clean } from '../platform/text.js';
import { categoryKey } from './folding.js';
import type { Product } from './model.js';
import { type Checked, checkProduct } from './rules.js';

/**
 * A product as a line of a table tells it; its name says which one is meant. Whatever is missing a known product keeps;
 * a new one has the sale price for its MRP, the store's default category, and no limit.
 */
export type ProductRow = {
  line: number;
  name: string;
  salePrice: Money;
  mrp?: Money;
  category?: string;
  stock?: number | null;
  description?: string;
};

/** What a line would do to a store; `fields` are cleaned and keep the rules. */
export type Judged = { row: ProductRow } & (
  | { kind: 'new'; fields: Checked }
  | { kind: 'changed' | 'unchanged'; product: Product; fields: Checked }
  | { kind: 'wrong'; refusal: Refusal }
);

/** What makes two spellings one product of a table: the name without case and outer spaces. */
export const rowKey = (name: string): string => categoryKey(clean(name));

/**
 * Holds a line against the products that have its name: none, or the one that it changes. The spelling of a known name
 * stays as it is.
 */
export function judgeRow(row: ProductRow, named: readonly Product[], defaultCategory: string): Judged {
  const [product, another] = named;
  try {
    if (another) throw new Refusal('name_of_several', 422);
    const { name, mrp = row.salePrice, description = '', stock = null, category = defaultCategory } = product ?? row;
    const wanted = { name, mrp, description, stock, category, ...defined(row) };
    const fields = checkProduct({ ...wanted, name: product?.name ?? row.name });
    if (!product) return { row, kind: 'new', fields };
    return { row, kind: isAs(product, fields) ? 'unchanged' : 'changed', product, fields };
  } catch (error) {
    if (error instanceof Refusal) return { row, kind: 'wrong', refusal: error };
    throw error;
  }
}

const defined = ({ line: _, name: __, ...fields }: ProductRow) => fields;

const isAs = (product: Product, { category, ...fields }: Checked): boolean =>
  categoryKey(product.category) === categoryKey(category) &&
  (['name', 'description', 'mrp', 'salePrice', 'stock'] as const).every((field) => product[field] === fields[field]);
