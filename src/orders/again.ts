import type { Cart } from '../carts/rules.js';
import type { Carts } from '../carts/service.js';
import { hashOf, type Once } from '../platform/once.js';
import { Refusal } from '../platform/refusal.js';
import type { Store } from '../stores/model.js';
import type { Order } from './model.js';

type AgainDeps = { carts: Pick<Carts, 'create' | 'set' | 'read'> };

/**
 * Puts what was ordered into a cart once more: at least so many pieces as were ordered, so that what the cart had
 * stays. What is not in the shop any more is left out.
 * @param key of this one act; repeated it changes nothing
 */
export async function putAgain(
  { carts }: AgainDeps,
  { lines }: Pick<Order, 'lines'>,
  { link }: Pick<Store, 'link'>,
  cart: Cart,
  key: string,
): Promise<{ cart: Cart; missing: string[] }> {
  const had = new Map(cart.lines.map(({ productId, qty }) => [productId, qty]));
  const missing: string[] = [];
  let now = cart;
  for (const [index, { productId, qty, name }] of lines.entries()) {
    const pieces = Math.max(qty, had.get(productId) ?? 0);
    try {
      now = await carts.set(cart.cartId, productId, { qty: pieces, storeLink: link }, { key: `${key}.${index}` });
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'no_product') throw error;
      missing.push(name);
    }
  }
  return { cart: now, missing };
}

/** A new cart of what was ordered, for a program. The same key gives the same cart. */
export async function cartAgain(deps: AgainDeps, order: Order, store: Store, once?: Once): Promise<Cart> {
  const by = `again.${order._id}`;
  const cart = await deps.carts.create(store.link, once && { ...once, hash: hashOf(order._id) }, by);
  return (await putAgain(deps, order, store, cart, once ? `${by}.${once.key}`.slice(0, 150) : by)).cart;
}
