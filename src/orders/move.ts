import type { Stock } from '../catalog/stock.js';
import type { Clock } from '../platform/clock.js';
import { type Db, inTransaction } from '../platform/mongo.js';
import { checkOnce, type Once } from '../platform/once.js';
import { notFound, Refusal } from '../platform/refusal.js';
import { eventIdOf, newEvent } from './events.js';
import { defineOrder, defineOrderEvent, type Order, type OrderEvent } from './model.js';
import { type Actor, givesBack, mayMove, type Status } from './statuses.js';

export type Move = {
  to: Status;
  by: Actor;
  reason?: string | undefined;
  /** Of a rejection: products of the order that are sold out. */
  soldOut?: readonly string[] | undefined;
  once?: Once | undefined;
};

/** What was asked is not possible any more; `status` is what the order is now. */
const illegal = (order: Order, to: Status): Refusal =>
  new Refusal('illegal_status', 409, { number: order.number, status: order.status, to });

/**
 * Moves an order along its status table. Of several moves at once one wins; the others are judged by what the order
 * is then. The present status again changes nothing. What came to nothing gives its stock back, once.
 */
export function createMove(deps: {
  db: Db;
  clock: Clock;
  stock: Stock;
  nudge(event: Pick<OrderEvent, '_id' | 'orderId'>): void;
}) {
  const { db, clock, stock, nudge } = deps;
  const orders = defineOrder(db);
  const events = defineOrderEvent(db);

  /** @returns the order after the move, or null when somebody else moved it first */
  async function write(order: Order, { to, by, reason, soldOut, once }: Move): Promise<Order | null> {
    const at = clock.now();
    const gone = to === 'rejected' ? order.lines.filter(({ productId }) => soldOut?.includes(productId)) : [];
    const goneIds = gone.map(({ productId }) => productId);
    const entry = {
      ...{ status: to, at, by },
      ...(reason && { reason }),
      ...(goneIds.length > 0 && { soldOut: goneIds }),
      ...(once && { once: { by, ...once } }),
    };
    return inTransaction(db, async (session) => {
      const moved = await orders
        .findOneAndUpdate(
          { _id: order._id, status: order.status },
          { $set: { status: to }, $push: { history: entry } },
          { session, returnDocument: 'after' },
        )
        .lean<Order>();
      if (!moved) return null;
      if (givesBack(to)) await stock.giveBack(session, order.storeId, order.lines);
      if (goneIds.length > 0) await stock.sellOut(session, order.storeId, goneIds);
      await events.create([newEvent(order, to, by, at, moved.history.length - 1)], { session });
      return moved;
    });
  }

  /**
   * @param scope what the order must belong to: a store or a customer
   * @throws Refusal `no_order` (404), `illegal_status` (409), `idempotency_key_reused` (422)
   */
  return async function move(orderId: string, scope: { storeId: string } | { customerId: string }, asked: Move) {
    for (;;) {
      const order = await orders.findOne({ _id: orderId, ...scope }).lean<Order>();
      if (!order) throw notFound('order');
      const { once, to, by } = asked;
      const done = once && order.history.find((entry) => entry.once?.key === once.key && entry.by === by);
      if (done && once) {
        checkOnce(done.once, once);
        return order;
      }
      if (order.status === to) return order;
      if (!mayMove(order.status, to, by)) throw illegal(order, to);
      const moved = await write(order, asked);
      if (!moved) continue;
      nudge({ _id: eventIdOf(moved._id, moved.history.length - 1), orderId: moved._id });
      return moved;
    }
  };
}
