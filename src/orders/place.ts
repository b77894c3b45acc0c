import { LRUCache } from 'lru-cache';
import { type Cart, priceCart } from '../carts/rules.js';
import type { Carts } from '../carts/service.js';
import type { Product } from '../catalog/model.js';
import type { Photo } from '../catalog/photos.js';
import type { Stock } from '../catalog/stock.js';
import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { createTurns } from '../platform/in-turn.js';
import type { Logger } from '../platform/logger.js';
import { type Db, inTransaction, isDuplicateKey, type Session } from '../platform/mongo.js';
import { checkOnce, type Once } from '../platform/once.js';
import { Refusal } from '../platform/refusal.js';
import type { Store } from '../stores/model.js';
import { checkOrderable, takesUpi } from '../stores/rules.js';
import type { Stores } from '../stores/service.js';
import { createReadBasis } from './basis.js';
import type { Customers } from './customers.js';
import { eventIdOf, newEvent } from './events.js';
import { defineOrder, defineOrderEvent, type Order, type OrderEvent } from './model.js';
import { CartChanged, isAsSeen, newNumber, type PlacedOrder, type SeenCart } from './rules.js';

export type PlaceDeps = {
  db: Db;
  clock: Clock;
  stores: Stores;
  stock: Stock;
  carts: Pick<Carts, 'takeOut'>;
  customers: Customers;
  /** Tells the jobs that an order has news. Never awaited: MongoDB knows what is untold. */
  nudge(event: Pick<OrderEvent, '_id' | 'orderId'>): void;
  mediaUrl(key: string): string;
  logger: Logger;
};

export type Place = ReturnType<typeof createPlace>;

/** Numbers are drawn at random; so many draws that all are taken mean a bug. */
const MOST_DRAWS = 5;

/** Of so many products it is remembered whether their pieces are counted. */
const MOST_KNOWN = 10_000;

export function createPlace(deps: PlaceDeps) {
  const { db, clock, stores, stock, carts, customers, nudge, logger } = deps;
  const orders = defineOrder(db);
  const events = defineOrderEvent(db);
  const readBasis = createReadBasis(db);
  const inTurn = createTurns();
  const unlimited = new LRUCache<string, true>({ max: MOST_KNOWN });

  const made = async (customerId: string, once: Once): Promise<Order | null> => {
    const order = await orders.findOne({ 'once.by': customerId, 'once.key': once.key }).lean<Order>();
    if (order) checkOnce(order.once, once);
    return order;
  };

  /** Prices the cart from the database alone. @throws CartChanged when that is not what the buyer saw, Refusal */
  function check(store: Store, products: ReadonlyMap<string, Product>, { cart, pickup, payment }: PlacedOrder): Cart {
    if (payment === 'upi' && !takesUpi(store)) throw new Refusal('upi_not_taken', 422);
    const priced = priceCart(store, cart.lines, products, deps.mediaUrl);
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

  async function write(
    customerId: string,
    input: PlacedOrder,
    contactId: string | undefined,
    once: Once,
    seen: Pick<SeenCart, 'currency'>,
    session: Session,
  ): Promise<Order> {
    const ids = input.cart.lines.map(({ productId }) => productId);
    const { customer, store, products } = await readBasis(session, customerId, ids);
    for (const product of products.values()) {
      if (product.stock === null) unlimited.set(product._id, true);
      else unlimited.delete(product._id);
    }
    // a price without a currency is one of the currency that the shop had when it was asked for
    seen.currency ??= store.currency;
    const now = check(store, products, { ...input, cart: { ...input.cart, ...seen } });
    const delivery = input.pickup ? 0 : now.delivery;
    const taken = await stock.take(session, store._id, input.cart.lines, products);
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
        taken: taken.get(productId)?.taken ?? 0,
        left: taken.get(productId)?.left ?? null,
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
    // past Mongoose, which would take longer to look at what was just made here than MongoDB to write it
    await orders.collection.insertOne(order as never, { session });
    await events.collection.insertOne(newEvent(order, 'placed', 'customer', at) as never, { session });
    await customers.remember(customer, order, session);
    await stores.markOrdered(store, session);
    return order;
  }

  function placeNew(customerId: string, input: PlacedOrder, contactId: string | undefined, once: Once): Promise<Order> {
    // what is taken for limited and is not only waits a little
    const limited = input.cart.lines.map(({ productId }) => productId).filter((id) => !unlimited.has(id));
    const seen = { currency: input.cart.currency };
    return inTurn([`once:${customerId}:${once.key}`, ...limited], async () => {
      for (let draw = 1; ; draw++) {
        try {
          return await inTransaction(db, (session) => write(customerId, input, contactId, once, seen, session));
        } catch (error) {
          // the same request was there first: of its refusal, too, the order that it made is the answer
          const before =
            error instanceof Refusal || isDuplicateKey(error, 'once.key') ? await made(customerId, once) : null;
          if (before) return before;
          if (!isDuplicateKey(error, 'number') || draw === MOST_DRAWS) throw error;
        }
      }
    });
  }

  /**
   * Turns the cart that a buyer saw into an order of one store, takes the stock for all lines or none, and leaves the
   * event that alerts the seller, all in one transaction. Reads MongoDB only. The same key of the same customer gives
   * the same order, as it now is.
   * @throws CartChanged (409), Refusal `store_closed`, `below_minimum`, `cart_other_store` (409), `no_product` (404),
   * `upi_not_taken`, `pickup_not_offered` (422), `idempotency_key_reused` (422), `bad_token` (401, the customer was forgotten)
   */
  async function place(customerId: string, input: PlacedOrder, contactId: string | undefined, once: Once) {
    const order = await placeNew(customerId, input, contactId, once);
    nudge({ _id: eventIdOf(order._id, 0), orderId: order._id });
    return emptyCart(input.cart.cartId, order);
  }

  /** Takes what was ordered out of the cart, once, though a repetition asks again: the first may have died before. */
  function emptyCart(cartId: string, order: Order): Order {
    carts.takeOut(cartId, order._id, order.lines).catch((error: unknown) => {
      logger.warn({ err: error, orderId: order._id }, 'the cart still holds what was ordered');
    });
    return order;
  }

  return place;
}

/** The picture of a line is small, and is there at once. */
function withoutBlur(product: Product | undefined): Photo | null {
  if (!product?.photo) return null;
  const { blur: _, ...photo } = product.photo;
  return photo;
}
