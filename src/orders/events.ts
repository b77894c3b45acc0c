import { LRUCache } from 'lru-cache';
import type { Chats } from '../contacts/chats.js';
import type { Contacts } from '../contacts/contacts.js';
import type { Contact } from '../contacts/model.js';
import type { Clock } from '../platform/clock.js';
import { bare, type Db } from '../platform/mongo.js';
import type { Stores } from '../stores/service.js';
import type { Customers } from './customers.js';
import type { JustPlaced } from './just-placed.js';
import { type Delivery, defineDelivery, defineOrder, defineOrderEvent, type Order, type OrderEvent } from './model.js';
import { type Actor, isClosed, type Status } from './statuses.js';

/** The id of the event of an entry of the order's history; `n` is its place there. */
export const eventIdOf = (orderId: string, n: number): string => `${orderId}.${n}`;

/** Names the edit that brings what was told of one event up to date with another, once in a chat. */
export const editIdOf = (lastEventId: string, editedEventId: string): string =>
  editedEventId.endsWith('.0') ? `${lastEventId}.edit` : `${lastEventId}.edit.${editedEventId.replace(/^\w+\./, '')}`;

/** The event of the entry that is the last of `order.history`, or is about to be. */
export const newEvent = (
  order: Pick<Order, '_id'>,
  status: Status,
  by: Actor,
  at: Date,
  n = 0,
  about?: OrderEvent['about'],
): OrderEvent => ({
  _id: eventIdOf(order._id, n),
  orderId: order._id,
  n,
  status,
  by,
  at,
  ...(about && { about }),
  told: false,
});

/** The event of an order that was just placed. */
export const placedEvent = (order: Pick<Order, '_id' | 'createdAt'>): OrderEvent =>
  newEvent(order, 'placed', 'customer', order.createdAt);

/** A seller is reminded of an order that stands placed so many times, and each reminder is told once. */
export const REMINDERS = [1, 2] as const;

export const reminderIdOf = (orderId: string, n: number): string => `${orderId}.remind.${n}`;

/** Whom an event is told to; nobody needs to hear what they did themselves, and *packed* is the seller's own matter. */
export function audienceOf({ status, by, about }: Pick<OrderEvent, 'status' | 'by' | 'about'>): Actor | null {
  if (about) return by === 'customer' ? 'seller' : 'customer';
  if (status === 'placed') return 'seller';
  if (by === 'customer') return 'seller';
  return status === 'packed' ? null : 'customer';
}

export const deliveryIdOf = (eventId: string, contactId: string): string => `${eventId}.${contactId}`;

/** Notes that an event is to be sent to a contact, unless that is noted already: it must be before anything is sent. */
export function createNote({ db, clock }: { db: Db; clock: Clock }) {
  const deliveries = bare<Delivery>(db, defineDelivery(db));
  return async (event: OrderEvent, contact: Contact, to: Actor): Promise<void> => {
    const row: Omit<Delivery, '_id'> = {
      ...{ eventId: event._id, orderId: event.orderId, contactId: contact._id, channel: contact.channel },
      ...{ to, state: 'queued', attempts: 0, at: clock.now() },
    };
    const _id = deliveryIdOf(event._id, contact._id);
    await deliveries().updateOne({ _id }, { $setOnInsert: row }, { upsert: true });
  };
}

/** Stores at about 100 bytes each. */
const MOST_OWNERS = 10_000;

/** More orders than wait for anybody; the command `orders` counts them all. */
const MOST_MISSED = 100;

export type Telling = ReturnType<typeof createTelling>;

/** An order that this process placed just now, and its seller's contacts if they were looked up while it was written. */
export type PlacedNow = { order: Order; sellers?: Promise<readonly Contact[]> | undefined };

/**
 * Turns events into deliveries and messages, and lets the name of a forgotten buyer go with the order that was still
 * under way; every step may be run twice, by two processes at once.
 */
export function createTelling(deps: {
  db: Db;
  clock: Clock;
  contacts: Contacts;
  chats: Chats;
  stores: Stores;
  customers: Customers;
  justPlaced: JustPlaced;
}) {
  const { db, clock, contacts, chats, stores, customers, justPlaced } = deps;
  const orders = defineOrder(db);
  const events = defineOrderEvent(db);
  const deliveries = defineDelivery(db);
  // between an order and its alert every call counts
  const [ordersNow, eventsNow] = [bare<Order>(db, orders), bare<OrderEvent>(db, events)];
  const note = createNote({ db, clock });

  /** Whose a store is never changes, so it is asked for once. */
  const owners = new LRUCache<string, string>({ max: MOST_OWNERS });
  async function ownerOf(storeId: string): Promise<string> {
    const owner = owners.get(storeId) ?? (await stores.byId(storeId)).accountId;
    owners.set(storeId, owner);
    return owner;
  }

  const sellersOf = async (storeId: string): Promise<Contact[]> => contacts.liveOfAccount(await ownerOf(storeId));

  async function listenersOf(order: Order, to: Actor, sellers: PlacedNow['sellers']): Promise<readonly Contact[]> {
    // nobody, perhaps because the first one comes in this moment: who comes once the order is there is shown what waits
    const known = (await sellers) ?? [];
    if (known.length > 0) return known;
    if (to === 'seller') return sellersOf(order.storeId);
    const from = order.contactId ? await contacts.find(order.contactId) : null;
    return from && !from.deadAt ? [from] : contacts.liveOfCustomer(order.customerId);
  }

  async function deliver(event: OrderEvent, contact: Contact, to: Actor, placed?: Order): Promise<void> {
    const noted = note(event, contact, to);
    // between an order and its alert both are done at once; whoever else has the chat then may be the first to note it
    if (placed) justPlaced.put(deliveryIdOf(event._id, contact._id), placed);
    else await noted;
    await chats.say(contact, { id: event._id, alert: { eventId: event._id, orderId: event.orderId } }, noted);
  }

  const untoldOf = (orderId: string) =>
    Promise.all([
      eventsNow().find({ orderId, told: false }).sort({ n: 1 }).toArray(),
      ordersNow().findOne({ _id: orderId }),
    ]);

  /** Brings the alerts that sellers have of an order up to date, where they stand. */
  async function refresh(event: OrderEvent): Promise<void> {
    const sent = await deliveries
      .find({
        orderId: event.orderId,
        eventId: { $in: [eventIdOf(event.orderId, 0), ...REMINDERS.map((n) => reminderIdOf(event.orderId, n))] },
        to: 'seller',
        state: { $in: ['sent', 'delivered'] },
      })
      .lean<Delivery[]>();
    for (const { contactId, platformId, seq, eventId, orderId } of sent) {
      const contact = await contacts.find(contactId);
      if (!contact || contact.deadAt || seq === undefined) continue;
      const edits = { seq, ...(platformId && { platformId }) };
      await chats.say(contact, { id: editIdOf(event._id, eventId), alert: { eventId, orderId, edits } });
    }
  }

  /**
   * Shows an order to a seller who is there again, unless somebody was told of it. What could not be sent to them the
   * last time is said under an id of this return, since the chat has taken the event's own.
   */
  async function showMissed({ _id: orderId }: Order, contact: Contact, cameBackAt: Date): Promise<void> {
    const event = await events.findById(`${orderId}.0`).lean<OrderEvent>();
    if (!event) return;
    const known = await deliveries.find({ orderId, eventId: event._id }).lean<Delivery[]>();
    const own = known.find(({ contactId }) => contactId === contact._id);
    const isTold = known.some((one) =>
      one === own ? one.state === 'sent' || one.state === 'delivered' : one.state !== 'failed',
    );
    if (isTold) return;
    if (own?.state !== 'failed') return deliver(event, contact, 'seller');
    const id = `${event._id}.back.${cameBackAt.getTime()}`;
    await chats.say(contact, { id, alert: { eventId: event._id, orderId } });
  }

  return {
    /** Whom a new order of this store is told to; nobody where that cannot be found out now. */
    sellersOf: (storeId: string): Promise<readonly Contact[]> => sellersOf(storeId).catch(() => []),

    /**
     * Tells all that is untold of an order, in the order in which it happened.
     * @param placed where this process placed it just now: then that is all there is to tell
     */
    async tell(orderId: string, placed?: PlacedNow): Promise<void> {
      const [untold, order] = placed ? [[placedEvent(placed.order)], placed.order] : await untoldOf(orderId);
      for (const event of untold) {
        const to = audienceOf(event);
        // nobody is reminded of what was answered meanwhile
        const isOver = event.reminder !== undefined && order?.status !== 'placed';
        if (order && to && !isOver) {
          const listeners = await listenersOf(order, to, placed?.sellers);
          await Promise.all(listeners.map((contact) => deliver(event, contact, to, placed?.order)));
        }
        if (order && event.n > 0) await refresh(event);
        if (order && isClosed(event.status)) await customers.forgetClosed(order.customerId);
        await eventsNow().updateOne({ _id: event._id }, { $set: { told: true } });
      }
    },

    /** Sellers who are there again after nothing reached them; at most `limit`. */
    back: (limit: number): Promise<string[]> => contacts.back(limit),

    /** Shows a seller who is there again the orders that still wait and that nobody was told of, the oldest first. */
    async catchUp(contactId: string): Promise<void> {
      const contact = await contacts.find(contactId);
      if (!contact?.cameBackAt) return;
      const storeId = { $in: contact.accountId ? await stores.idsOf(contact.accountId) : [] };
      const waiting = await orders
        .find({ storeId, status: 'placed' })
        .sort({ _id: 1 })
        .limit(MOST_MISSED)
        .lean<Order[]>();
      for (const order of waiting) await showMissed(order, contact, contact.cameBackAt);
      await contacts.caughtUp(contactId, contact.cameBackAt);
    },

    /** News that nobody was told of; at most `limit`, the oldest first. */
    untold(limit: number): Promise<Pick<OrderEvent, '_id' | 'orderId'>[]> {
      return events
        .find({ told: false }, { orderId: 1 })
        .sort({ at: 1 })
        .limit(limit)
        .lean<Pick<OrderEvent, '_id' | 'orderId'>[]>()
        .exec();
    },
  };
}
