import { LRUCache } from 'lru-cache';
import type { Carts } from '../carts/service.js';
import type { Products } from '../catalog/products.js';
import type { Stock } from '../catalog/stock.js';
import type { Clock } from '../platform/clock.js';
import { createTurns } from '../platform/in-turn.js';
import type { Logger } from '../platform/logger.js';
import { bare, type Db, inTransaction, isDuplicateKey, isMongoDown, type Session } from '../platform/mongo.js';
import { checkOnce, type Once } from '../platform/once.js';
import { notFound, Refusal } from '../platform/refusal.js';
import { together } from '../platform/together.js';
import type { Stores } from '../stores/service.js';
import { createReadBasis } from './basis.js';
import type { Customers } from './customers.js';
import { eventIdOf, type PlacedNow, placedEvent, type Telling } from './events.js';
import { createMakeOrder, type Wanted } from './make-order.js';
import { defineOrder, defineOrderEvent, type Order, type OrderEvent } from './model.js';
import type { PlacedOrder } from './rules.js';

export type PlaceDeps = {
  db: Db;
  clock: Clock;
  stores: Pick<Stores, 'markOrdered'>;
  products: Pick<Products, 'storesOf'>;
  stock: Stock;
  carts: Pick<Carts, 'takeOut'>;
  customers: Pick<Customers, 'keep'>;
  /** Tells the jobs of an order that was placed just now. Never awaited: MongoDB knows what is untold. */
  nudge(event: Pick<OrderEvent, '_id' | 'orderId'>, placed: PlacedNow): void;
  /** In a process that tells of what it places. */
  sellersOf?: Telling['sellersOf'] | undefined;
  mediaUrl(key: string): string;
  logger: Logger;
};

export type Place = ReturnType<typeof createPlace>;

/** Numbers are drawn at random; so many draws that all are taken mean a bug. */
const MOST_DRAWS = 5;
/** Whose a product is never changes, so it is asked for once. */
const MOST_KNOWN = 20_000;
const MOST_STORES = 1000;

export function createPlace(deps: PlaceDeps) {
  const { db, products, stores, stock, carts, customers, nudge, sellersOf, logger } = deps;
  const orders = defineOrder(db);
  const keptOrders = bare<Order>(db, orders);
  const keptEvents = bare<OrderEvent>(db, defineOrderEvent(db));
  const readBasis = createReadBasis(db);
  const make = createMakeOrder(deps);
  const inTurn = createTurns();
  const storeIds = new LRUCache<string, string>({ max: MOST_KNOWN });
  /**
   * Orders of one store that come while others of it are being written go together with the next transaction: they want
   * the same products, and one transaction costs about the same for one and for many.
   */
  const waiting = new LRUCache<string, (wanted: Wanted) => Promise<Order>>({ max: MOST_STORES });

  const made = async (customerId: string, once: Once): Promise<Order | null> => {
    const order = await orders.findOne({ 'once.by': customerId, 'once.key': once.key }).lean<Order>();
    if (order) checkOnce(order.once, once);
    return order;
  };

  /** The shop that the products of a cart are of. */
  async function storeIdOf({ lines }: PlacedOrder['cart']): Promise<string> {
    const ids = lines.map(({ productId }) => productId);
    const known = ids.flatMap((id) => storeIds.get(id) ?? []);
    const owners = new Set(known.length === ids.length ? known : await products.storesOf(ids));
    const [storeId, ...others] = owners;
    if (others.length > 0) throw new Refusal('cart_other_store', 409);
    if (!storeId) throw notFound('product');
    return storeId;
  }

  /** @returns for each its order, or why there is none */
  async function write(session: Session, storeId: string, all: readonly Wanted[]): Promise<(Order | Error)[]> {
    const basis = await readBasis(session, storeId, {
      products: all.flatMap(({ input }) => input.cart.lines.map(({ productId }) => productId)),
      customers: all.map(({ customerId }) => customerId),
    });
    for (const id of basis.products.keys()) storeIds.set(id, storeId);
    const before = { products: new Map(basis.products), customers: new Map(basis.customers) };
    const outcomes = all.map((wanted) => orError(() => make(basis, wanted)));
    const placed = outcomes.filter((outcome): outcome is Order => !(outcome instanceof Error));
    if (placed.length === 0) return outcomes;
    const lines = placed.flatMap((order) => order.lines);
    await stock.take(session, storeId, lines, before.products);
    const news = placed.map(placedEvent);
    await keptOrders().insertMany(placed, { session });
    await keptEvents().insertMany(news, { session });
    const changed = [...basis.customers.values()].filter((customer) => before.customers.get(customer._id) !== customer);
    await customers.keep(changed, session);
    await stores.markOrdered(basis.store, session);
    return outcomes;
  }

  const inOne = (storeId: string, all: readonly Wanted[]) =>
    inTransaction(db, (session) => write(session, storeId, all));

  async function oneByOne(storeId: string, all: readonly Wanted[]): Promise<(Order | Error)[]> {
    const outcomes: (Order | Error)[] = [];
    for (const wanted of all) {
      outcomes.push(...(await inOne(storeId, [wanted]).catch((error: Error) => [error])));
    }
    return outcomes;
  }

  function ofStore(storeId: string): (wanted: Wanted) => Promise<Order> {
    const known = waiting.get(storeId);
    if (known) return known;
    const fresh = together<Wanted, Order>((all) =>
      inOne(storeId, all).catch((error: unknown) => {
        if (all.length === 1 || isMongoDown(error)) throw error;
        // one of them was there before, or cannot be written: the others are not to suffer for it
        return oneByOne(storeId, all);
      }),
    );
    waiting.set(storeId, fresh);
    return fresh;
  }

  function placeNew(customerId: string, input: PlacedOrder, contactId: string | undefined, once: Once): Promise<Order> {
    const wanted = { customerId, input, contactId, once, currency: input.cart.currency };
    return inTurn(`${customerId}:${once.key}`, async () => {
      for (let draw = 1; ; draw++) {
        try {
          const storeId = await storeIdOf(input.cart);
          const sellers = sellersOf?.(storeId);
          const order = await ofStore(storeId)(wanted);
          nudge({ _id: eventIdOf(order._id, 0), orderId: order._id }, { order, sellers });
          return order;
        } catch (error) {
          // the same request was there first: of its refusal, too, the order that it made is the answer
          const isAnswered = error instanceof Refusal || isDuplicateKey(error, 'once.key');
          const before = isAnswered ? await made(customerId, once) : null;
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
    return emptyCart(input.cart.cartId, await placeNew(customerId, input, contactId, once));
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

function orError<T>(work: () => T): T | Error {
  try {
    return work();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
