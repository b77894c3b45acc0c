import { type Cart, type ChosenLine, priceCart } from '../../../src/carts/rules.js';
import type { Store } from '../../../src/stores/model.js';
import type { Deps } from '../deps.js';
import { piecesLeft, shortOf } from './change-cart.js';
import { moneyIn } from './shop.js';
import type { SeenCart } from './turn.js';

/** A cart as it can be ordered now, and in words what had to give way for that; `cart` is null when nothing is left. */
export type Orderable = { cart: SeenCart | null; changes: string[] };

/**
 * Takes from a cart what cannot be had any more, so that the rest can be ordered: a product that is sold out goes, of
 * one that is short the pieces that are left stay. Who comes for it pays no delivery.
 */
export async function orderable(cart: Cart, store: Store, deps: Deps, pickup = false): Promise<Orderable> {
  const ids = cart.lines.map(({ productId }) => productId);
  const found = await deps.products.forOrder(store._id, ids);
  const changes: string[] = [];
  const chosen = cart.lines.flatMap((line): ChosenLine[] => {
    const product = found.get(line.productId);
    const left = product ? piecesLeft(product) : 0;
    if (left >= line.qty) return [line];
    if (product) changes.push(shortOf(product, deps));
    return left > 0 ? [{ ...line, qty: left }] : [];
  });
  const { lines, subtotal, ...priced } = priceCart(store, chosen, found, (key) => key);
  const delivery = pickup ? 0 : priced.delivery;
  if (lines.length === 0) return { cart: null, changes };
  const { cartId, version } = cart;
  const total = subtotal + delivery;
  return { cart: { cartId, version, lines, delivery, total, currency: store.currency }, changes };
}

/** In words, what is otherwise now than the buyer saw: prices, delivery, and the new sum. */
export function priceChanges(seen: SeenCart, now: SeenCart, store: Store, deps: Deps): string[] {
  const { t } = deps;
  const money = moneyIn(store, deps);
  const was = new Map(seen.lines.map((line) => [line.productId, line.salePrice]));
  const changes = now.lines.flatMap(({ productId, name, salePrice }) => {
    const old = was.get(productId);
    if (old === undefined || old === salePrice) return [];
    return [t('buy.priceChanged', { product: name, new: money(salePrice), old: money(old) })];
  });
  if (seen.delivery !== now.delivery) {
    changes.push(t('buy.deliveryChanged', { new: money(now.delivery), old: money(seen.delivery) }));
  }
  if (seen.total !== now.total || (seen.currency ?? now.currency) !== now.currency)
    changes.push(t('buy.newTotal', { total: money(now.total) }));
  return changes;
}
