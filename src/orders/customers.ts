import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { bare, type Db, isDuplicateKey, type Session } from '../platform/mongo.js';
import { Refusal } from '../platform/refusal.js';
import { type Customer, defineCustomer } from './customer-model.js';
import { defineOrder, type Order } from './model.js';
import { isClosed, STATUSES } from './statuses.js';

export type Customers = ReturnType<typeof createCustomers>;

/** What a store is told of somebody who ordered there: what was given with the orders, and no more. */
export type StoreCustomer = { customerId: string; name: string; mobile: string; orders: number; lastOrderAt: Date };

export function createCustomers({ db, clock }: { db: Db; clock: Clock }) {
  const model = defineCustomer(db);
  const kept = bare<Customer>(db, model);
  const orders = defineOrder(db);

  const forgetInClosed = async (customerId: string): Promise<void> => {
    await orders.updateMany(
      { customerId, status: { $in: STATUSES.filter(isClosed) } },
      { $set: { name: '', mobile: '', address: '' }, $unset: { note: 1, 'history.$[].photo': 1 } },
    );
  };

  /** The last order of the customer who comes next after this id at a store: one step in the index. */
  const lastAfter = (storeId: string, customerId: string): Promise<Order | null> =>
    orders
      .findOne({ storeId, customerId: { $gt: customerId } })
      .sort({ customerId: 1, _id: -1 })
      .lean<Order>()
      .exec();

  /** How many orders each of these customers made at a store; answered by the index alone. */
  async function countOf(storeId: string, customerIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const counts = await orders.aggregate<{ _id: string; orders: number }>([
      { $match: { storeId, customerId: { $in: customerIds } } },
      { $group: { _id: '$customerId', orders: { $sum: 1 } } },
    ]);
    return new Map(counts.map(({ _id, orders }) => [_id, orders]));
  }

  return {
    /** The customer of a number, made when it is new. */
    async ensure(mobile: string): Promise<{ customer: Customer; isNew: boolean }> {
      const found = await model.findOne({ mobile }).lean<Customer>();
      if (found) return { customer: found, isNew: false };
      const customer: Customer = { _id: newId(), mobile, addresses: [], createdAt: clock.now() };
      try {
        await model.create(customer);
        return { customer, isNew: true };
      } catch (error) {
        if (!isDuplicateKey(error, 'mobile')) throw error;
        return this.ensure(mobile);
      }
    },

    /** @throws Refusal `bad_token` (401) when there is no such customer any more */
    async known(customerId: string): Promise<Customer & { mobile: string }> {
      const found = await model.findById(customerId).lean<Customer>();
      if (!found?.mobile) throw new Refusal('bad_token', 401);
      return { ...found, mobile: found.mobile };
    },

    find: (customerId: string): Promise<Customer | null> => model.findById(customerId).lean<Customer>().exec(),

    /** Keeps what is remembered of customers, in the caller's transaction. */
    async keep(remembered: readonly Customer[], session: Session): Promise<void> {
      if (remembered.length === 0) return;
      const writes = remembered.map(({ _id, name, addresses }) => ({
        updateOne: { filter: { _id }, update: { $set: { addresses, ...(name !== undefined && { name }) } } },
      }));
      await kept().bulkWrite(writes, { session });
    },

    /** Those who ordered at a store, by the id they have there. Reads no order but the last of each on the page. */
    async ofStore(storeId: string, page: { limit: number; cursor?: string | undefined }) {
      const found: Order[] = [];
      for (let after = page.cursor ?? ''; found.length <= page.limit; ) {
        const last = await lastAfter(storeId, after);
        if (!last) break;
        found.push(last);
        after = last.customerId;
      }
      const shown = found.slice(0, page.limit);
      const counts = await countOf(
        storeId,
        shown.map(({ customerId }) => customerId),
      );
      const items = shown.map(({ customerId, name, mobile, createdAt }): StoreCustomer => {
        return { customerId, name, mobile, orders: counts.get(customerId) ?? 1, lastOrderAt: createdAt };
      });
      return { items, nextCursor: found.length > page.limit ? (items.at(-1)?.customerId ?? null) : null };
    },

    /** Takes the person out of our books; orders still under way keep the address until they are closed. */
    async forget(customerId: string): Promise<void> {
      await model.updateOne(
        { _id: customerId },
        { $set: { addresses: [], forgottenAt: clock.now() }, $unset: { mobile: 1, name: 1 } },
      );
      await forgetInClosed(customerId);
    },

    /** To be called when an order was closed: a buyer who was forgotten before is now forgotten in it too. */
    async forgetClosed(customerId: string): Promise<void> {
      if (await model.exists({ _id: customerId, forgottenAt: { $ne: null } })) await forgetInClosed(customerId);
    },
  };
}
