/** Shops whose cart is remembered: a cart lives 30 days, and nobody fills more than a few at a time. */
const MOST_CARTS = 20;

/** The fields of a contact that comes into a shop, as a stage of an update. */
export function inShop(storeId: string, cartId?: string): object {
  const known = { $ifNull: ['$carts', []] };
  const ofOldShop = { $cond: [{ $ifNull: ['$shop.cartId', false] }, ['$shop'], []] };
  const carts = { $concatArrays: [known, ofOldShop] };
  const others = { $filter: { input: carts, cond: { $ne: ['$$this.storeId', storeId] } } };
  return {
    // a field that is set to an object keeps what the object does not name
    shop: { $literal: { storeId } },
    carts: cartId ? { $slice: [{ $concatArrays: [others, [{ $literal: { storeId, cartId } }]] }, -MOST_CARTS] } : carts,
  };
}
