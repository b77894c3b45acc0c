import type { Alert, Contact } from '../contacts/model.js';
import type { Clock } from '../platform/clock.js';
import { formatMoney } from '../platform/money.js';
import type { Db } from '../platform/mongo.js';
import type { Choice, Prompt } from '../platform/prompt.js';
import type { T, Texts, Words } from '../platform/texts.js';
import type { Store } from '../stores/model.js';
import type { Stores } from '../stores/service.js';
import { audienceOf } from './events.js';
import { defineDelivery, defineOrder, defineOrderEvent, type Order, type OrderEvent } from './model.js';
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

/** An order as a seller reads it: number, sum, lines, buyer, address, note. */
export function orderText(order: Order, store: Store, t: T, locale: string): string {
  const money = (amount: number): string => formatMoney(amount, order.currency, locale);
  const payment = t(`order.payment.${order.payment.method}`);
  return [
    t(`order.head.${order.status}`, { number: order.number, total: money(order.total), payment, shop: store.name }),
    ...order.lines.map(({ qty, name, lineTotal }) => t('order.line', { qty, name, total: money(lineTotal) })),
    ...(order.delivery > 0 ? [t('order.delivery', { delivery: money(order.delivery) })] : []),
    t('order.buyer', { name: order.name, mobile: order.mobile }),
    order.address,
    ...(order.note ? [t('order.note', { note: order.note })] : []),
  ].join('\n');
}

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
export function createAlerts(deps: { db: Db; clock: Clock; stores: Stores; texts: Texts }) {
  const { db, clock, stores, texts } = deps;
  const orders = defineOrder(db);
  const events = defineOrderEvent(db);
  const deliveries = defineDelivery(db);
  const update = async (alert: Alert, contact: Contact, change: object): Promise<void> => {
    if (alert.edits) return;
    // `sent` is final but for a receipt: it is never sent again
    await deliveries.updateOne(
      { _id: `${alert.eventId}.${contact._id}`, state: { $in: ['queued', 'failed'] } },
      change,
    );
  };

  return {
    /** The alert from the order's present status, so that no dead button is shown; null when its order is gone. */
    async compose(alert: Alert, contact: Contact): Promise<Prompt | null> {
      const [order, event] = await Promise.all([
        orders.findById(alert.orderId).lean<Order>(),
        events.findById(alert.eventId).lean<OrderEvent>(),
      ]);
      if (!order || !event) return null;
      const sent = await deliveries.exists({
        _id: `${event._id}.${contact._id}`,
        state: { $in: ['sent', 'delivered'] },
      });
      if (sent && !alert.edits) return null;
      const store = await stores.byId(order.storeId);
      const language = contact.language ?? store.language;
      const t = texts.t(language);
      const locale = `${language.split('-')[0]}-${store.country}`;
      if (audienceOf(event) === 'customer') return { text: newsText(order, event, store, t, locale) };
      const choices = choicesFor(order, t, texts.words(language));
      return { text: orderText(order, store, t, locale), ...(choices.length > 0 && { choices }) };
    },

    async sent(alert: Alert, contact: Contact, seq: number, platformId: string | undefined): Promise<void> {
      const set = { state: 'sent', seq, sentAt: clock.now(), ...(platformId && { platformId }) };
      await update(alert, contact, { $set: set, $unset: { lastError: 1 }, $inc: { attempts: 1 } });
    },

    tried: (alert: Alert, contact: Contact, reason: string): Promise<void> =>
      update(alert, contact, { $set: { lastError: reason.slice(0, 200) }, $inc: { attempts: 1 } }),

    failed: (alert: Alert, contact: Contact, reason: string): Promise<void> =>
      update(alert, contact, { $set: { state: 'failed', lastError: reason.slice(0, 200) }, $inc: { attempts: 1 } }),
  };
}
