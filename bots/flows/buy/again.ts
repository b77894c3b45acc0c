import { putAgain } from '../../../src/orders/again.js';
import type { Order } from '../../../src/orders/model.js';
import { type Next, pass } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import { beginCheckout } from './checkout.js';
import { enterShop, isRefused, moneyIn, newCart, readCart } from './shop.js';
import type { Turn } from './turn.js';

/** Opens an order of this buyer once more; passes on what is somebody else's. */
export async function orderAgain(orderId: string, deps: Deps): Promise<Next<Turn>> {
  const { customerId } = deps.contact;
  if (!customerId) return pass();
  try {
    return await again(await deps.orders.ofCustomerById(customerId, orderId), deps);
  } catch (error) {
    if (isRefused(error, 'no_order')) return pass();
    throw error;
  }
}

/** The buyer's newest order once more, or the one whose number begins so. */
export async function orderNewestAgain(part: string, deps: Deps): Promise<Next<Turn>> {
  const { customerId } = deps.contact;
  const newest = customerId ? await deps.orders.newestOf(customerId, part) : null;
  return newest ? again(newest, deps) : pass();
}

/**
 * Puts what was ordered into the buyer's cart of that shop, at today's prices, and goes straight to the review. What
 * the cart had stays in it, and is said.
 */
async function again(order: Order, deps: Deps): Promise<Next<Turn>> {
  const { stores, t } = deps;
  const store = await stores.byId(order.storeId);
  const before = await readCart(deps, store._id);
  const cartId = before?.cartId ?? (await newCart(deps, store));
  const cart = before ?? (await deps.carts.read(cartId));
  const { missing } = await putAgain(deps, order, store, cart, `${deps.onceKey}.again`);
  await enterShop(store, cartId, deps);
  const money = moneyIn(store, deps);
  const ordered = new Map(order.lines.map(({ productId, salePrice }) => [productId, salePrice]));
  const now = (await readCart(deps, store._id)) ?? cart;
  const says = [
    ...missing.map((product) => t('buy.noMore', { product })),
    ...now.lines.flatMap(({ productId, name, salePrice, available }) => {
      const old = ordered.get(productId);
      if (old === undefined) return [t('buy.alsoInCart', { product: name })];
      if (!available || old === salePrice) return [];
      return [t('buy.priceChanged', { product: name, new: money(salePrice), old: money(old) })];
    }),
  ];
  return beginCheckout(store._id, deps, ...says.map((text) => ({ text })));
}
