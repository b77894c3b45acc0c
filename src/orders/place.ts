import { type Cart, priceCart } from '../carts/rules.js';
import type { Carts } from '../carts/service.js';
import type { Products } from '../catalog/products.js';
import type { Stock } from '../catalog/stock.js';
import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { createTurns } from '../platform/in-turn.js';
import type { Logger } from '../platform/logger.js';
import { type Db, inTransaction, isDuplicateKey, type Session } from '../platform/mongo.js';
import { checkOnce, type Once } from '../platform/once.js';
import { notFound, Refusal } from '../platform/refusal.js';
import type { Store } from '../stores/model.js';
import { checkOrderable, takesUpi } from '../stores/rules.js';
import type { Stores } from '../stores/service.js';
import type { Customers } from './customers.js';
import { eventIdOf, newEvent } from './events.js';
import { defineOrder, defineOrderEvent, type Order, type OrderEvent } from './model.js';
import { CartChanged, isAsSeen, newNumber, type PlacedOrder } from './rules.js';

export type PlaceDeps = {
  db: Db;
  clock: Clock;
  stores: Stores;
  products: Products;
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

export function createPlace(deps: PlaceDeps) {
  const { db, clock, stores, products, stock, carts, customers, nudge, logger } = deps;
  const orders = defineOrder(db);
  const events = defineOrderEvent(db);
  const inTurn = createTurns();

  const made = async (customerId: string, once: Once): Promise<Order | null> => {
    const order = await orders.findOne({ 'once.by': customerId, 'once.key': once.key }).lean<Order>();
    if (order) checkOnce(order.once, once);
    return order;
  };

  /** The shop that the products of a cart are of. */
  async function storeOf(cart: PlacedOrder['cart']): Promise<Store> {
    const owners = new Set(await products.storesOf(cart.lines.map(({ productId }) => productId)));
    const [storeId, ...others] = owners;
    if (others.length > 0) throw new Refusal('cart_other_store', 409);
    if (!storeId) throw notFound('product');
    return stores.byId(storeId);
  }

  /** Prices the cart from the database alone. @throws CartChanged when that is not what the buyer saw */
  async function check(store: Store, { cart, pickup }: PlacedOrder, session?: Session) {
    const ids = cart.lines.map(({ productId }) => productId);
    const found = await products.forOrder(store._id, ids, session);
    const priced = priceCart(store, cart.lines, found, deps.mediaUrl);
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
    return { now, found };
  }

  async function write(
    store: Store,
    customerId: string,
    input: PlacedOrder,
    contactId: string | undefined,
    once: Once,
    session: Session,
  ): Promise<Order> {
    const customer = await customers.known(customerId, session);
    const fresh = await stores.byId(store._id, session);
    const seen = { ...input.cart, currency: input.cart.currency ?? store.currency };
    const { now, found } = await check(fresh, { ...input, cart: seen }, session);
    const delivery = input.pickup ? 0 : now.delivery;
    const taken = await stock.take(session, fresh._id, input.cart.lines);
    const at = clock.now();
    const order: Order = {
      _id: newId(),
      storeId: fresh._id,
      customerId,
      ...(contactId && { contactId }),
      number: newNumber(),
      status: 'placed',
      lines: now.lines.map(({ productId, name, mrp, salePrice, qty, lineTotal }) => ({
        ...{ productId, name, mrp, salePrice, qty, lineTotal },
        photo: found.get(productId)?.photo ?? null,
        taken: taken.get(productId)?.taken ?? 0,
        left: taken.get(productId)?.left ?? null,
      })),
      ...{ subtotal: now.subtotal, delivery, total: now.subtotal + delivery, currency: fresh.currency },
      ...{ name: input.name, mobile: customer.mobile, address: (!input.pickup && input.address) || '' },
      ...(input.pickup && { pickup: true }),
      ...(input.note && { note: input.note }),
      payment: { method: input.payment, state: 'due' },
      history: [{ status: 'placed', at, by: 'customer' }],
      once: { by: customerId, ...once },
      createdAt: at,
    };
    await orders.create([order], { session });
    await events.create([newEvent(order, 'placed', 'customer', at)], { session });
    await customers.remember(customer, order, session);
    await stores.markOrdered(fresh, session);
    return order;
  }

  async function placeNew(
    customerId: string,
    input: PlacedOrder,
    contactId: string | undefined,
    once: Once,
  ): Promise<Order> {
    const store = await storeOf(input.cart);
    if (input.payment === 'upi' && !takesUpi(store)) throw new Refusal('upi_not_taken', 422);
    const { found } = await check(store, input);
    const limited = [...found.values()].filter((product) => product.stock !== null).map(({ _id }) => _id);

    return inTurn([`once:${customerId}:${once.key}`, ...limited], async () => {
      for (let draw = 1; ; draw++) {
        try {
          const before = await made(customerId, once);
          if (before) return before;
          // most of those who waited for the last pieces learn here, without a transaction, that they are gone
          await check(store, input);
          return await inTransaction(db, (session) => write(store, customerId, input, contactId, once, session));
        } catch (error) {
          if (isDuplicateKey(error, 'once.key')) continue;
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
    const known = await made(customerId, once);
    if (known) return emptyCart(input.cart.cartId, known);
    const order = await placeNew(customerId, input, contactId, once).catch(async (error: unknown) => {
      // the same request may have taken the last piece since the first look: then this is its order, and no refusal
      const twin = error instanceof Refusal ? await made(customerId, once) : null;
      if (!twin) throw error;
      return twin;
    });
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
