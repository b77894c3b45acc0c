import type { ProductRow } from '../../catalog/product-rows.js';
import { MOST_STOCK } from '../../catalog/rules.js';
import { parseCount } from '../../catalog/typed/count.js';
import { readPrice } from '../../catalog/typed/price.js';
import type { Money } from '../../platform/money.js';
import { Refusal } from '../../platform/refusal.js';
import type { Store } from '../../stores/model.js';
import { localeOf } from '../../stores/rules.js';
import { unmarked } from '../writing/harmless.js';
import type { Columns, Field } from './columns.js';
import type { Line, Separator } from './split.js';

type Priced = Pick<Store, 'currency' | 'language' | 'country'>;
type Table = { columns: Columns; separator: Separator; width: number; store: Priced };

/**
 * One line as a product. Of a column that is there an empty cell says something: no MRP is the sale price, no stock is
 * unlimited, no description is none; an empty category leaves a product where it is.
 * @throws Refusal (422) for what cannot be read, in the words of whoever reads it when it is typed
 */
export function readRow({ line, cells }: Line, { columns: { at }, separator, width, store }: Table): ProductRow {
  // an amount with a bare comma in it would push all that follows into another column
  if (cells.slice(width).some((cell) => cell.trim() !== '')) throw new Refusal('csv_cells', 422);
  const cellOf = (field: Field): string | undefined => {
    const index = at[field];
    return index === undefined ? undefined : unmarked((cells[index] ?? '').trim());
  };
  const currency = cellOf('currency');
  if (currency && currency.toUpperCase() !== store.currency) {
    throw new Refusal('other_currency', 422, { currency: currency.slice(0, 10), own: store.currency });
  }
  const sale = cellOf('salePrice') ?? '';
  if (sale === '') throw new Refusal('price_missing', 422);
  const salePrice = amountOf(sale, separator, store);
  const [mrp, category] = [cellOf('mrp'), cellOf('category')];
  const [stock, description] = [cellOf('stock'), cellOf('description')];
  return {
    line,
    name: cellOf('name') ?? '',
    salePrice,
    ...(mrp !== undefined && { mrp: mrp === '' ? salePrice : amountOf(mrp, separator, store) }),
    ...(category && { category }),
    ...(stock !== undefined && { stock: stock === '' ? null : parseCount(stock, { most: MOST_STOCK }) }),
    ...(description !== undefined && { description }),
  };
}

/**
 * A price in a file. Where it can be read two ways (`1.500` dinars) nobody can be asked: a program wrote it, with a
 * decimal comma where semicolons separate the cells, else with a point.
 */
function amountOf(text: string, separator: Separator, store: Priced): Money {
  const readings = readPrice(text, store.currency, localeOf(store));
  const [one, two] = readings;
  if (two === undefined) return one;
  const point = separator === ';' ? ',' : '.';
  return text.includes(point) ? Math.min(...readings) : Math.max(...readings);
}
