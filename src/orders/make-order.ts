import { type Cart, priceCart } from '../carts/rules.js';
import type { Product } from '../catalog/model.js';
import type { Photo } from '../catalog/photos.js';
import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import type { Once } from '../platform/once.js';
import { Refusal } from '../platform/refusal.js';
import { checkOrderable, takesUpi } from '../stores/rules.js';
import type { Basis } from './basis.js';
import type { Order, OrderLine } from './model.js';
import { CartChanged, isAsSeen, newNumber, type PlacedOrder, remembering } from './rules.js';

/** One order that is asked for. A price without a currency is one of the currency that the shop had when it was asked for. */
export type Wanted = {
  customerId: string;
  input: PlacedOrder;
  contactId: string | undefined;
  once: Once;
  currency: string | undefined;
};

/** Makes orders of what was read for them; asks nobody and writes nothing. */
export function createMakeOrder({ clock, mediaUrl }: { clock: Clock; mediaUrl(key: string): string }) {
  /** Prices the cart from the database alone. @throws CartChanged when that is not what the buyer saw, Refusal */
  function check({ store, products }: Basis, { cart, pickup, payment }: PlacedOrder): Cart {
    if (payment === 'upi' && !takesUpi(store)) throw new Refusal('upi_not_taken', 422);
    const priced = priceCart(store, cart.lines, products, mediaUrl);
    const now: Cart = {
      ...priced,
      cartId: cart.cartId,
      storeLink: store.link,
      version: cart.version,
      currency: store.currency,
      expiresAt: new Date(clock.now().getTime() + 30 * 86_400_000).toISOString(),
    };
    if (!isAsSeen(cart, now, pickup)) throw new CartChanged(now);
    checkOrderable(store, now.subtotal, clock.now());
    if (pickup && !store.pickup) throw new Refusal('pickup_not_offered', 422, { shop: store.name });
    return now;
  }

  /** The order that is asked for, made of `basis`, in which is then left what it leaves. @throws CartChanged, Refusal */
  return function make(basis: Basis, wanted: Wanted): Order {
    const { customerId, contactId, input, once } = wanted;
    const { store, products } = basis;
    const customer = basis.customers.get(customerId);
    if (!customer?.mobile) throw new Refusal('bad_token', 401);
    wanted.currency ??= store.currency;
    const now = check(basis, { ...input, cart: { ...input.cart, currency: wanted.currency } });
    const delivery = input.pickup ? 0 : now.delivery;
    const at = clock.now();
    const order: Order = {
      _id: newId(),
      storeId: store._id,
      customerId,
      ...(contactId && { contactId }),
      number: newNumber(),
      status: 'placed',
      lines: now.lines.map(({ productId, name, mrp, salePrice, qty, lineTotal }) => ({
        ...{ productId, name, mrp, salePrice, qty, lineTotal },
        photo: withoutBlur(products.get(productId)),
        ...takenFrom(products, productId, qty),
      })),
      ...{ subtotal: now.subtotal, delivery, total: now.subtotal + delivery, currency: store.currency },
      ...{ name: input.name, mobile: customer.mobile, address: (!input.pickup && input.address) || '' },
      ...(input.pickup && { pickup: true }),
      ...(input.note && { note: input.note }),
      payment: { method: input.payment, state: 'due' },
      history: [{ status: 'placed', at, by: 'customer' }],
      once: { by: customerId, ...once },
      createdAt: at,
    };
    basis.customers.set(customerId, remembering(customer, order));
    return order;
  };
}

/** What leaves the stock for a line, and what stays, which is from then on what there is. */
function takenFrom(products: Map<string, Product>, id: string, qty: number): Pick<OrderLine, 'taken' | 'left'> {
  const product = products.get(id);
  if (!product || product.stock === null) return { taken: 0, left: null };
  const left = product.stock - qty;
  products.set(id, { ...product, stock: left });
  return { taken: qty, left };
}

/** The picture of a line is small, and is there at once. */
function withoutBlur(product: Product | undefined): Photo | null {
  if (!product?.photo) return null;
  const { blur: _, ...photo } = product.photo;
  return photo;
}
