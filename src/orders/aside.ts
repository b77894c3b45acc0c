import type { Photo } from '../catalog/photos.js';
import type { Clock } from '../platform/clock.js';
import { type Db, inTransaction } from '../platform/mongo.js';
import { checkOnce, type Once } from '../platform/once.js';
import { notFound, Refusal } from '../platform/refusal.js';
import { eventIdOf, newEvent } from './events.js';
import {
  defineOrder,
  defineOrderEvent,
  type HistoryEntry,
  type Order,
  type OrderEvent,
  type PaymentState,
} from './model.js';
import { type Actor, givesBack } from './statuses.js';

type Scope = { storeId: string } | { customerId: string };

/** From then on the parcel is under way, and nobody reads a note. */
const NOTES_UNTIL = ['placed', 'accepted', 'packed'];

/** What happens to an order beside its way: its payment, and its note. */
export function createAside(deps: { db: Db; clock: Clock; nudge(event: Pick<OrderEvent, '_id' | 'orderId'>): void }) {
  const { db, clock, nudge } = deps;
  const orders = defineOrder(db);
  const events = defineOrderEvent(db);

  /**
   * Changes the order and leaves the event that tells the other side, in one transaction. A repetition of the same key
   * gives the order as it is.
   * @param change what is to be set; undefined when it is so already. Judged again when somebody was quicker
   */
  async function write(
    orderId: string,
    scope: Scope,
    { by, once, about }: { by: Actor; once: Once | undefined; about: NonNullable<OrderEvent['about']> },
    change: (order: Order) => { update: object; entry: Partial<HistoryEntry> } | undefined,
  ): Promise<Order> {
    for (;;) {
      const order = await orders.findOne({ _id: orderId, ...scope }).lean<Order>();
      if (!order) throw notFound('order');
      const done = once && order.history.find((entry) => entry.once?.key === once.key && entry.by === by);
      if (done && once) {
        checkOnce(done.once, once);
        return order;
      }
      const wanted = change(order);
      if (!wanted) return order;
      const at = clock.now();
      const changed = await inTransaction(db, async (session) => {
        const entry = { status: order.status, at, by, ...wanted.entry, ...(once && { once: { by, ...once } }) };
        const now = await orders
          .findOneAndUpdate(
            // what was judged is what is changed
            { _id: orderId, history: { $size: order.history.length } },
            { ...wanted.update, $push: { history: entry } },
            { session, returnDocument: 'after' },
          )
          .lean<Order>();
        if (now) await events.create([newEvent(now, now.status, by, at, order.history.length, about)], { session });
        return now;
      });
      if (!changed) continue;
      nudge({ _id: eventIdOf(orderId, order.history.length), orderId });
      return changed;
    }
  }

  return {
    /**
     * Says how the payment stands: the buyer that it was made, with a picture or without, the seller that it came or
     * did not. The same again changes nothing; the other side is told of what changed.
     * @throws Refusal `no_order` (404), `nothing_to_pay` (409) for a buyer whose order is paid or came to nothing
     */
    setPayment(
      orderId: string,
      scope: Scope,
      { state, by, photo }: { state: PaymentState; by: Actor; photo?: Photo | undefined },
      once?: Once,
    ): Promise<Order> {
      return write(orderId, scope, { by, once, about: 'payment' }, (order) => {
        const { number, payment, status } = order;
        if (by === 'customer' && (payment.state === 'received' || givesBack(status))) {
          throw new Refusal('nothing_to_pay', 409, { number });
        }
        if (payment.state === state && !photo) return undefined;
        return { update: { $set: { 'payment.state': state } }, entry: { payment: state, ...(photo && { photo }) } };
      });
    },

    /**
     * The buyer adds a note to the order, or changes it, until it is on its way; an empty one takes it away.
     * @throws Refusal `no_order` (404), `note_too_late` (409)
     */
    setNote(orderId: string, customerId: string, note: string, once?: Once): Promise<Order> {
      return write(orderId, { customerId }, { by: 'customer', once, about: 'note' }, (order) => {
        if (!NOTES_UNTIL.includes(order.status)) throw new Refusal('note_too_late', 409, { number: order.number });
        if ((order.note ?? '') === note) return undefined;
        return { update: note === '' ? { $unset: { note: 1 } } : { $set: { note } }, entry: { note: true } };
      });
    },
  };
}

/** Whether the buyer can still change the note. */
export const takesNote = ({ status }: Pick<Order, 'status'>): boolean => NOTES_UNTIL.includes(status);
