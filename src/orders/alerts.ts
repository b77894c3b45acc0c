import type { UpdateQuery } from 'mongoose';
import type { Chats } from '../contacts/chats.js';
import type { Contacts } from '../contacts/contacts.js';
import type { Alert, Contact } from '../contacts/model.js';
import type { Clock } from '../platform/clock.js';
import { bare, type Db } from '../platform/mongo.js';
import type { Prompt } from '../platform/prompt.js';
import type { Texts } from '../platform/texts.js';
import type { Store } from '../stores/model.js';
import { audienceOf, createNote, deliveryIdOf, editIdOf, eventIdOf, placedEvent } from './events.js';
import type { JustPlaced } from './just-placed.js';
import {
  type Delivery,
  defineDelivery,
  defineOrder,
  defineOrderEvent,
  type Order,
  type OrderEvent,
  type Receipt,
} from './model.js';
import { asideNews, choicesFor, newsFor, orderText } from './wording.js';

/** An alert in words; `shows`: of a seller's, up to which entry of the order's history it tells. */
export type Composed = Prompt & { shows?: number };

/** The ledger of what was told to whom, and how it reads at the moment it is sent. */
export function createAlerts(deps: {
  db: Db;
  clock: Clock;
  /** A second old at most. */
  storeById(storeId: string): Promise<Store>;
  contacts: Pick<Contacts, 'find'>;
  chats: Pick<Chats, 'say'>;
  texts: Texts;
  justPlaced: JustPlaced;
}) {
  const { db, clock, storeById, contacts, chats, texts, justPlaced } = deps;
  const orders = defineOrder(db);
  const events = defineOrderEvent(db);
  const deliveries = defineDelivery(db);
  // between an order and its alert every call counts
  const [ordersNow, eventsNow] = [bare<Order>(db, orders), bare<OrderEvent>(db, events)];
  const deliveriesNow = bare<Delivery>(db, deliveries);
  const note = createNote({ db, clock });
  const update = async (alert: Alert, contact: Contact, change: UpdateQuery<Delivery>): Promise<Delivery | null> => {
    if (alert.edits) return null;
    // `sent` is final but for a receipt: it is never sent again
    return deliveries
      .findOneAndUpdate({ _id: idOf(alert, contact), state: { $in: ['queued', 'failed'] } }, change, {
        returnDocument: 'after',
      })
      .lean<Delivery>();
  };

  /**
   * Brings up to date an alert whose order moved on while it was being sent: whoever told of that move found it not
   * sent yet. It has the id of theirs, so that where both see it one edit is made.
   */
  async function catchUp({ eventId, orderId, shows, seq, platformId }: Delivery, contact: Contact): Promise<void> {
    if (shows === undefined || seq === undefined) return;
    const order = await orders.findById(orderId).lean<Order>();
    const last = (order?.history.length ?? 0) - 1;
    if (last <= shows) return;
    const edits = { seq, ...(platformId && { platformId }) };
    await chats.say(contact, { id: editIdOf(eventIdOf(orderId, last), eventId), alert: { eventId, orderId, edits } });
  }

  /**
   * Puts an alert that failed for a reason that passes into its chat once more, a few times at most, with growing pauses.
   * It keeps its platform's id until it is sent again, so that the receipt, told again after we broke off, finds it here.
   */
  async function sendOnceMore(contactId: string, platformId: string, lastError: string): Promise<boolean> {
    const row = await deliveries
      .findOneAndUpdate(
        { contactId, platformId, state: { $in: ['sent', 'queued'] }, attempts: { $lt: MOST_ATTEMPTS } },
        { $set: { state: 'queued', lastError } },
      )
      .lean<Delivery>();
    if (!row) return false;
    const { eventId, orderId, attempts, channel } = row;
    const id = `${eventId}.once-more.${attempts}`;
    const notBefore = new Date(
      clock.now().getTime() + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 4 ** (attempts - 1)),
    );
    await chats.say({ _id: contactId, channel }, { id, alert: { eventId, orderId }, notBefore });
    return true;
  }

  /** @returns whether it made a difference */
  async function settle(contactId: string, { platformId, state, reason, again }: Receipt): Promise<boolean> {
    const lastError = (reason ?? 'refused by the platform').slice(0, 200);
    if (again && (await sendOnceMore(contactId, platformId, lastError))) return true;
    const { matchedCount } =
      state === 'delivered'
        ? // what was given up and arrived after all has arrived
          await deliveries.updateOne(
            { contactId, platformId, state: { $in: ['sent', 'failed'] } },
            { $set: { state }, $unset: { lastError: 1 } },
          )
        : await deliveries.updateOne(
            // it may have become `sent` since we looked: what is to be tried again is not given up for that
            { contactId, platformId, state: 'sent', ...(again && { attempts: { $gte: MOST_ATTEMPTS } }) },
            { $set: { state, lastError } },
          );
    return matchedCount > 0;
  }

  /** What an alert is composed of, and what is noted of it: of an edit nothing is. */
  async function askedFor(alert: Alert, contact: Contact) {
    const [order, event, known] = await Promise.all([
      ordersNow().findOne({ _id: alert.orderId }),
      eventsNow().findOne({ _id: alert.eventId }),
      alert.edits ? undefined : deliveriesNow().findOne({ _id: idOf(alert, contact) }),
    ]);
    const to = event && audienceOf(event);
    if (order && to && known === null) {
      // whoever put it into the chat is noting it just now, or ended in the middle
      await note(event, contact, to);
    }
    return [order, event, known] as const;
  }

  return {
    /** The alert from the order's present status, so that no dead button is shown; null when its order is gone. */
    async compose(alert: Alert, contact: Contact): Promise<Composed | null> {
      const placed = alert.edits ? undefined : justPlaced.take(idOf(alert, contact));
      const [order, event, known] = placed ? [placed, placedEvent(placed)] : await askedFor(alert, contact);
      if (!order || !event) return null;
      if (known && isSent(known)) {
        await catchUp(known, contact);
        return null;
      }
      const isReminder = event.reminder !== undefined;
      if (isReminder && !alert.edits && order.status !== 'placed') {
        // answered meanwhile: there is nothing to be reminded of, and nothing was told
        await deliveries.deleteOne({ _id: idOf(alert, contact), state: 'queued' });
        return null;
      }
      const store = await storeById(order.storeId);
      const language = contact.language ?? store.language;
      const t = texts.t(language);
      const locale = `${language.split('-')[0]}-${store.country}`;
      const words = texts.words(language);
      if (audienceOf(event) === 'customer') return newsFor(order, event, store, { t, words, locale });
      if (event.about) return asideNews(order, event, { t, words, locale });
      const choices = choicesFor(order, t, words);
      const head = isReminder && order.status === 'placed' ? 'waiting' : order.status;
      return {
        ...{ text: orderText(order, store, t, locale, head), ...(choices.length > 0 && { choices }) },
        ...(event.n === 0 && { shows: order.history.length - 1 }),
      };
    },

    async sent(
      alert: Alert,
      contact: Contact,
      seq: number,
      platformId: string | undefined,
      shows?: number,
    ): Promise<void> {
      const set = {
        ...{ state: 'sent' as const, seq, sentAt: clock.now() },
        ...(platformId && { platformId }),
        ...(shows !== undefined && { shows }),
      };
      const row = await update(alert, contact, { $set: set, $unset: { lastError: 1 }, $inc: { attempts: 1 } });
      if (!row) return;
      for (const receipt of row.early ?? []) await settle(contact._id, receipt);
      await catchUp(row, contact);
    },

    async tried(alert: Alert, contact: Contact, reason: string): Promise<void> {
      await update(alert, contact, { $set: { lastError: reason.slice(0, 200) }, $inc: { attempts: 1 } });
    },

    async failed(alert: Alert, contact: Contact, reason: string): Promise<void> {
      await update(alert, contact, {
        $set: { state: 'failed', lastError: reason.slice(0, 200) },
        $inc: { attempts: 1 },
      });
    },

    /** The newest messages about orders that did not arrive, with the number of each order. */
    async failures(limit: number): Promise<(Delivery & { number: string })[]> {
      const found = await deliveries.find({ state: 'failed' }).sort({ at: -1 }).limit(limit).lean<Delivery[]>();
      const ids = { _id: { $in: found.map(({ orderId }) => orderId) } };
      const numbers = new Map(
        (await orders.find(ids, { number: 1 }).lean<Pick<Order, '_id' | 'number'>[]>()).map((one) => [
          one._id,
          one.number,
        ]),
      );
      return found.map((delivery) => ({ ...delivery, number: numbers.get(delivery.orderId) ?? '' }));
    },

    /**
     * Sends once more what failed; said as the order is by then.
     * @returns false when there is none such, or it arrived after all, or its contact is gone
     */
    async sendAgain(id: string): Promise<boolean> {
      const delivery = await deliveries
        .findOneAndUpdate({ _id: id, state: 'failed' }, { $set: { state: 'queued' } })
        .lean<Delivery>();
      const contact = delivery && (await contacts.find(delivery.contactId));
      if (!delivery || !contact) return false;
      const { contactId, channel, eventId, orderId, attempts } = delivery;
      await chats.say({ _id: contactId, channel }, { id: `${eventId}.again.${attempts}`, alert: { eventId, orderId } });
      return true;
    },

    /**
     * What the platform told of a message later on; may come repeated, in any order, and before `sent` was written.
     * Of messages that are no alerts nothing is kept.
     */
    async receipt(contactId: string, receipt: Receipt): Promise<void> {
      if (await settle(contactId, receipt)) return;
      await deliveries.updateMany(
        { contactId, state: 'queued' },
        { $push: { early: { $each: [receipt], $slice: -MOST_EARLY } } },
      );
      // it may have been written meanwhile, by somebody who did not see what came early
      await settle(contactId, receipt);
    },
  };
}

const idOf = ({ eventId }: Alert, { _id }: Contact): string => deliveryIdOf(eventId, _id);

/** So often an alert is sent that the platform takes first and gives up afterwards. */
const MOST_ATTEMPTS = 5;
const FIRST_PAUSE_MS = 1000;
/** What is said after it waits as long, so it is not longer. */
const LONGEST_PAUSE_MS = 60_000;

/** Receipts kept of a chat while one of its messages is on its way. */
const MOST_EARLY = 50;

const isSent = ({ state }: Delivery): boolean => state === 'sent' || state === 'delivered';
