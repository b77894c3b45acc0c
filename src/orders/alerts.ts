import type { UpdateQuery } from 'mongoose';
import type { Chats } from '../contacts/chats.js';
import type { Alert, Contact } from '../contacts/model.js';
import type { Clock } from '../platform/clock.js';
import { formatMoney } from '../platform/money.js';
import type { Db } from '../platform/mongo.js';
import type { Choice, Prompt } from '../platform/prompt.js';
import type { T, Texts, Words } from '../platform/texts.js';
import type { Store } from '../stores/model.js';
import type { Stores } from '../stores/service.js';
import { audienceOf, editIdOf, eventIdOf } from './events.js';
import { type Delivery, defineDelivery, defineOrder, defineOrderEvent, type Order, type OrderEvent } from './model.js';
import type { Status } from './statuses.js';

/** What each button of a seller's alert moves the order to. */
const BUTTONS: readonly { verb: string; for: readonly Status[]; word?: 'ok' | 'no' | 'done' }[] = [
  { verb: 'accept', for: ['placed'], word: 'ok' },
  { verb: 'reject', for: ['placed'], word: 'no' },
  { verb: 'packed', for: ['accepted'] },
  { verb: 'shipped', for: ['accepted', 'packed'] },
  { verb: 'delivered', for: ['accepted', 'packed', 'shipped'], word: 'done' },
];

/** `HT-7K3Q9` → `7K3`: tells it from the others that wait; where it does not, the answer asks for more. */
const shortNumber = (number: string): string => number.replace(/^HT-/, '').slice(0, 3);

/**
 * The buttons that work on an order as it is now.
 * @param words of the reader's language, for an alert: it is answered by `ok 7K3` where there are no buttons
 */
export const choicesFor = (order: Pick<Order, '_id' | 'number' | 'status'>, t: T, words?: Words): Choice[] =>
  BUTTONS.filter((button) => button.for.includes(order.status)).map(({ verb, word }) => {
    const spoken = word && words?.[word]?.[0];
    return {
      id: `${verb}:${order._id}`,
      label: t(`order.do.${verb}`),
      ...(spoken && { word: `${spoken} ${shortNumber(order.number)}` }),
    };
  });

/**
 * An order as a seller reads it: number, sum, lines, buyer, address, note.
 * @param head what its first line says: how the order is, or that it still waits
 */
export function orderText(
  order: Order,
  store: Store,
  t: T,
  locale: string,
  head: Status | 'waiting' = order.status,
): string {
  const money = (amount: number): string => formatMoney(amount, order.currency, locale);
  const payment = t(`order.payment.${order.payment.method}`);
  return [
    t(`order.head.${head}`, { number: order.number, total: money(order.total), payment, shop: store.name }),
    ...order.lines.map(({ qty, name, lineTotal }) => t('order.line', { qty, name, total: money(lineTotal) })),
    ...(order.delivery > 0 ? [t('order.delivery', { delivery: money(order.delivery) })] : []),
    t('order.buyer', { name: order.name, mobile: order.mobile }),
    order.pickup ? t('order.pickup') : order.address,
    ...(order.note ? [t('order.note', { note: order.note })] : []),
    ...(order.status === 'placed' ? lowStock(order, store, t) : []),
  ].join('\n');
}

/** Of what the order bought, what there is little or nothing left of. */
const lowStock = ({ lines }: Order, { lowStockAt }: Store, t: T): string[] =>
  lines.flatMap(({ name, left }) => {
    if (left === undefined || left === null || left > lowStockAt) return [];
    return [left === 0 ? t('order.soldOut', { name }) : t('order.left', { count: left, name })];
  });

/** What a buyer is told of a change. */
function newsText(order: Order, event: OrderEvent, store: Store, t: T, locale: string): string {
  const reason = order.history[event.n]?.reason;
  return t(`order.news.${event.status}${reason ? 'Because' : ''}`, {
    number: order.number,
    shop: store.name,
    total: formatMoney(order.total, order.currency, locale),
    ...(reason && { reason }),
  });
}

/** The ledger of what was told to whom, and how it reads at the moment it is sent. */
export function createAlerts(deps: { db: Db; clock: Clock; stores: Stores; chats: Pick<Chats, 'say'>; texts: Texts }) {
  const { db, clock, stores, chats, texts } = deps;
  const orders = defineOrder(db);
  const events = defineOrderEvent(db);
  const deliveries = defineDelivery(db);
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

  return {
    /** The alert from the order's present status, so that no dead button is shown; null when its order is gone. */
    async compose(alert: Alert, contact: Contact): Promise<Prompt | null> {
      const [order, event] = await Promise.all([
        orders.findById(alert.orderId).lean<Order>(),
        events.findById(alert.eventId).lean<OrderEvent>(),
      ]);
      if (!order || !event) return null;
      if (!alert.edits) {
        const known = await deliveries.findById(idOf(alert, contact)).lean<Delivery>();
        if (known && isSent(known)) {
          await catchUp(known, contact);
          return null;
        }
      }
      const isReminder = event.reminder !== undefined;
      if (isReminder && !alert.edits && order.status !== 'placed') {
        // answered meanwhile: there is nothing to be reminded of, and nothing was told
        await deliveries.deleteOne({ _id: idOf(alert, contact), state: 'queued' });
        return null;
      }
      const store = await stores.byId(order.storeId);
      const language = contact.language ?? store.language;
      const t = texts.t(language);
      const locale = `${language.split('-')[0]}-${store.country}`;
      if (audienceOf(event) === 'customer') return { text: newsText(order, event, store, t, locale) };
      if (event.n === 0) await update(alert, contact, { $set: { shows: order.history.length - 1 } });
      const choices = choicesFor(order, t, texts.words(language));
      const head = isReminder && order.status === 'placed' ? 'waiting' : order.status;
      return { text: orderText(order, store, t, locale, head), ...(choices.length > 0 && { choices }) };
    },

    async sent(alert: Alert, contact: Contact, seq: number, platformId: string | undefined): Promise<void> {
      const set = { state: 'sent' as const, seq, sentAt: clock.now(), ...(platformId && { platformId }) };
      const row = await update(alert, contact, { $set: set, $unset: { lastError: 1 }, $inc: { attempts: 1 } });
      if (row) await catchUp(row, contact);
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
  };
}

const idOf = ({ eventId }: Alert, { _id }: Contact): string => `${eventId}.${_id}`;

const isSent = ({ state }: Delivery): boolean => state === 'sent' || state === 'delivered';
