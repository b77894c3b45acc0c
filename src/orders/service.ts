import type { Cart } from '../carts/rules.js';
import type { Carts } from '../carts/service.js';
import type { Photo } from '../catalog/photos.js';
import { Id } from '../platform/ids.js';
import type { Db } from '../platform/mongo.js';
import type { Once } from '../platform/once.js';
import { notFound, Refusal } from '../platform/refusal.js';
import type { Store } from '../stores/model.js';
import type { Stores } from '../stores/service.js';
import { cartAgain } from './again.js';
import type { createAside } from './aside.js';
import { type Delivery, defineDelivery, defineOrder, type Order, type PaymentState } from './model.js';
import type { createMove } from './move.js';
import type { Place } from './place.js';
import type { StatusChange } from './rules.js';
import { mayMove, STATUSES, type Status } from './statuses.js';
import { countOpen, pickList } from './tallies.js';

export type Orders = ReturnType<typeof createOrders>;

type Page = { limit: number; cursor?: string | undefined };

/** The orders of stores and customers, newest first in every list. A cursor that no page gave is refused (`bad_cursor`, 422). */
export function createOrders(deps: {
  db: Db;
  stores: Stores;
  carts: Pick<Carts, 'create' | 'set' | 'read'>;
  place: Place;
  move: ReturnType<typeof createMove>;
  aside: ReturnType<typeof createAside>;
}) {
  const { stores, carts, place, move, aside } = deps;
  const model = defineOrder(deps.db);
  const deliveries = defineDelivery(deps.db);

  async function list(filter: object, { limit, cursor }: Page) {
    if (cursor !== undefined && !Id.safeParse(cursor).success) throw new Refusal('bad_cursor', 422);
    const older = cursor === undefined ? {} : { _id: { $lt: cursor } };
    const found = await model
      .find({ ...filter, ...older })
      .sort({ _id: -1 })
      .limit(limit + 1)
      .lean<Order[]>();
    const items = found.slice(0, limit);
    return { items, nextCursor: found.length > limit ? (items.at(-1)?._id ?? null) : null };
  }

  const found = (order: Order | null): Order => {
    if (!order) throw notFound('order');
    return order;
  };

  return {
    place,

    ofStore: (storeId: string, page: Page & { status?: Status | undefined }) =>
      list({ storeId, ...(page.status && { status: page.status }) }, page),
    /** Orders of several stores at some statuses. */
    ofStores: (storeIds: readonly string[], { statuses, ...page }: Page & { statuses: readonly Status[] }) =>
      list({ storeId: { $in: [...storeIds] }, status: { $in: [...statuses] } }, page),
    ofCustomer: (customerId: string, page: Page) => list({ customerId }, page),

    /** All orders of a store one by one, the newest first. */
    eachOfStore: (storeId: string): AsyncIterable<Order> =>
      model.find({ storeId }).sort({ _id: -1 }).lean<Order[]>().cursor({ batchSize: 500 }),

    /** How many orders a store has; counts no further than `most`. */
    countOfStore: (storeId: string, most: number): Promise<number> =>
      model.countDocuments({ storeId }, { limit: most }).exec(),

    /** @throws Refusal `no_order` (404), also when the order is somebody else's */
    ofCustomerById: async (customerId: string, orderId: string): Promise<Order> =>
      found(await model.findOne({ _id: orderId, customerId }).lean<Order>()),

    /** An order of one of the account's stores. @throws Refusal `no_order` (404) */
    async ofAccountById(accountId: string, orderId: string): Promise<{ order: Order; store: Store }> {
      const order = found(await model.findById(orderId).lean<Order>());
      const store = await stores.byId(order.storeId);
      if (store.accountId !== accountId) throw notFound('order');
      return { order, store };
    },

    /** Moves an order of one of the account's stores; see `createMove`. */
    async setStatus(accountId: string, orderId: string, change: StatusChange, once?: Once): Promise<Order> {
      const { store } = await this.ofAccountById(accountId, orderId);
      const { status: to, reason, soldOut } = change;
      return move(orderId, { storeId: store._id }, { to, by: 'seller', reason, soldOut, once });
    },

    /** The buyer takes the order back, while it is only placed. */
    cancel: (customerId: string, orderId: string, once?: Once): Promise<Order> =>
      move(orderId, { customerId }, { to: 'cancelled', by: 'customer', once }),

    /** The seller says that the payment came, or that it did not. @throws Refusal as `setPayment` of `createAside` */
    async setPayment(accountId: string, orderId: string, state: PaymentState, once?: Once): Promise<Order> {
      const { store } = await this.ofAccountById(accountId, orderId);
      return aside.setPayment(orderId, { storeId: store._id }, { state, by: 'seller' }, once);
    },

    /** The buyer says that the order is paid. @throws Refusal as `setPayment` of `createAside` */
    claimPaid: (customerId: string, orderId: string, photo?: Photo, once?: Once): Promise<Order> =>
      aside.setPayment(orderId, { customerId }, { state: 'claimed', by: 'customer', photo }, once),

    /** The buyer changes the note. @throws Refusal as `setNote` of `createAside` */
    setNote: (customerId: string, orderId: string, note: string, once?: Once): Promise<Order> =>
      aside.setNote(orderId, customerId, note, once),

    /** A new cart of what this buyer ordered, at today's prices. @throws Refusal `no_order` (404) */
    async again(customerId: string, orderId: string, once?: Once): Promise<Cart> {
      const order = await this.ofCustomerById(customerId, orderId);
      return cartAgain({ carts }, order, await stores.byId(order.storeId), once);
    },

    /** The buyer's newest order; one whose number begins with what was typed, where something was. */
    async newestOf(customerId: string, typed = ''): Promise<Order | null> {
      const part = numberPart(typed);
      if (part === undefined) return null;
      const numbered = part === '' ? {} : { number: { $gte: `HT-${part}`, $lt: `HT-${part}\uffff` } };
      return model
        .findOne({ customerId, ...numbered })
        .sort({ _id: -1 })
        .lean<Order>();
    },

    /** How many orders of these stores are at each status that something is still to be done at. */
    openCounts: (storeIds: readonly string[]) => countOpen(model, storeIds),

    /** What is to be packed of the accepted orders of these stores, by name. */
    pickList: (storeIds: readonly string[]) => pickList(model, storeIds),

    /** Orders of all stores of an account that wait for an answer, the oldest first; at most `limit`. */
    async waiting(accountId: string, limit = 20): Promise<Order[]> {
      const storeId = { $in: await stores.idsOf(accountId) };
      return model.find({ storeId, status: 'placed' }).sort({ _id: 1 }).limit(limit).lean<Order[]>();
    },

    /**
     * Orders of an account whose number begins with what was typed, with or without `HT-`; the newest 5 at most.
     * @param movesTo leaves out those that the seller cannot move there
     */
    async byNumber(accountId: string, typed: string, movesTo?: Status): Promise<Order[]> {
      const part = numberPart(typed);
      if (!part) return [];
      const storeId = { $in: await stores.idsOf(accountId) };
      return model
        .find({
          storeId,
          number: { $gte: `HT-${part}`, $lt: `HT-${part}\uffff` },
          ...(movesTo && { status: { $in: STATUSES.filter((from) => mayMove(from, movesTo, 'seller')) } }),
        })
        .sort({ number: 1 })
        .limit(5)
        .lean<Order[]>();
    },

    /** The order of a seller that a message of this chat tells of; null when it tells of none. */
    async quoted(accountId: string, contactId: string, platformId: string): Promise<Order | null> {
      const delivery = await deliveries.findOne({ contactId, platformId }).lean<Delivery>();
      if (!delivery) return null;
      return model.findOne({ _id: delivery.orderId, storeId: { $in: await stores.idsOf(accountId) } }).lean<Order>();
    },

    /** What became of the messages about each of these orders, oldest first. */
    async alertsOf(orderIds: readonly string[]): Promise<ReadonlyMap<string, Delivery[]>> {
      const found = await deliveries
        .find({ orderId: { $in: orderIds } })
        .sort({ orderId: 1, _id: 1 })
        .lean<Delivery[]>();
      const byOrder = new Map<string, Delivery[]>(orderIds.map((orderId) => [orderId, []]));
      for (const delivery of found) byOrder.get(delivery.orderId)?.push(delivery);
      return byOrder;
    },
  };
}

/** The letters of a number that were typed, with or without `HT-`; undefined for what is no part of a number. */
function numberPart(typed: string): string | undefined {
  const part = typed
    .toUpperCase()
    .replace(/^#?HT-?/, '')
    .replace(/[^0-9A-Z]/g, '');
  return part.length > 5 ? undefined : part;
}
