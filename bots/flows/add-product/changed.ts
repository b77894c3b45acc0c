import type { Changed } from '../../../src/catalog/changes.js';
import type { Product } from '../../../src/catalog/model.js';
import type { T } from '../../../src/platform/texts.js';
import type { Store } from '../../../src/stores/model.js';
import type { Detail } from './turn.js';
import { money } from './wording.js';

/** What was before and what is now: `Mango pickle: MRP ₹149 → ₹199`. */
export function changedText({ product, before }: Changed, detail: Detail, store: Store, t: T): string {
  const said = (old: string, now: string): string =>
    t(`addProduct.changed.${detail}`, { product: product.name, old, now });
  const pieces = (stock: Product['stock']): string => (stock === null ? t('addProduct.unlimited') : String(stock));
  switch (detail) {
    case 'mrp':
      return said(money(before.mrp ?? product.mrp, store), money(product.mrp, store));
    case 'category':
      return said(before.category ?? product.category, product.category);
    case 'stock':
      return said(pieces(before.stock === undefined ? product.stock : before.stock), pieces(product.stock));
    default:
      return said('', '');
  }
}
