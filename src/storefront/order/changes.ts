import type { Cart } from '../../carts/rules.js';
import type { SeenCart } from '../../orders/rules.js';
import type { ShopReader } from '../reader.js';

/** What is otherwise now than the buyer saw: prices side by side, what is gone, and the new total. */
export function changesOf(seen: SeenCart, now: Cart, { t, money }: ShopReader): string[] {
  const before = new Map(seen.lines.map(({ productId, salePrice }) => [productId, salePrice]));
  const changed = now.lines.flatMap(({ productId, name, salePrice, available }) => {
    if (!available) return [t('storefront.gone', { product: name })];
    const old = before.get(productId);
    if (old === undefined || old === salePrice) return [];
    return [t('storefront.priceNow', { product: name, now: money(salePrice), old: money(old) })];
  });
  return now.total === seen.total ? changed : [...changed, t('storefront.totalNow', { total: money(now.total) })];
}
