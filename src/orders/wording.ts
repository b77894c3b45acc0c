import { photoKey } from '../catalog/photos.js';
import { formatMoney } from '../platform/money.js';
import type { Choice, Prompt } from '../platform/prompt.js';
import type { T, Words } from '../platform/texts.js';
import type { Store } from '../stores/model.js';
import type { Order, OrderEvent } from './model.js';
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
  const { method, state } = order.payment;
  const payment = state === 'due' ? t(`order.by.${method}`) : t(`order.paid.${state}`, { by: t(`order.by.${method}`) });
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

/** The language that something is told in. */
export type Speech = { t: T; words: Words; locale: string };

/** What a buyer is told of a change, with what can be done about it. */
export function newsFor(order: Order, event: OrderEvent, store: Store, speech: Speech): Prompt {
  const { t } = speech;
  const entry = order.history[event.n];
  const slots = {
    number: order.number,
    shop: store.name,
    total: formatMoney(order.total, order.currency, speech.locale),
  };
  if (event.about === 'payment') return { text: t(`order.payment.${entry?.payment ?? 'due'}`, slots) };
  const reason = entry?.reason;
  const text = t(`order.news.${event.status}${reason ? 'Because' : ''}`, { ...slots, ...(reason && { reason }) });
  const rest = restOf(order, entry?.soldOut ?? [], speech);
  const again = againChoice(order, rest ? 'rest' : 'again', speech);
  if (rest) return { text: `${text}\n${rest}`, choices: [again] };
  return event.status === 'delivered' ? { text, choices: [again] } : { text };
}

/** What of an order is there all the same, though something of it was sold out; undefined where nothing is. */
function restOf({ lines, currency }: Order, soldOut: readonly string[], { t, locale }: Speech): string | undefined {
  const rest = lines.filter(({ productId }) => !soldOut.includes(productId));
  if (soldOut.length === 0 || rest.length === 0) return undefined;
  const names = rest.map(({ qty, name }) => t('order.piece', { qty, name })).join(t('common.comma'));
  const total = rest.reduce((sum, { lineTotal }) => sum + lineTotal, 0);
  return t('order.rest', { rest: names, total: formatMoney(total, currency, locale) });
}

/** Orders the same once more, of the rest of it; without buttons by a word and the number. */
const againChoice = ({ _id, number }: Order, label: 'again' | 'rest', { t, words }: Speech): Choice => ({
  id: `again:${_id}`,
  label: t(`order.do.${label}`),
  word: `${words.again?.[0] ?? 'again'} ${shortNumber(number)}`,
});

/** What a seller is told of what a buyer did beside the order's way: said to have paid, or wrote a note. */
export function asideNews(order: Order, event: OrderEvent, { t, words, locale }: Speech): Prompt {
  const { number, name, total, currency, note } = order;
  if (event.about === 'note') {
    return { text: t(note === undefined ? 'order.noteGone' : 'order.noted', { number, name, note: note ?? '' }) };
  }
  const photo = order.history[event.n]?.photo;
  return {
    text: t(photo ? 'order.claimedWithPicture' : 'order.claimed', {
      number,
      name,
      total: formatMoney(total, currency, locale),
    }),
    ...(photo && { photo: photoKey(photo.key, 1080) }),
    choices: paymentChoices(order, t, words),
  };
}

/** What a seller can say of the payment as it is now. */
export function paymentChoices(order: Order, t: T, words?: Words): Choice[] {
  const { _id, number, payment } = order;
  const paid = words?.paid?.[0];
  const received: Choice = {
    id: `received:${_id}`,
    label: t('order.do.received'),
    ...(paid && { word: `${paid} ${shortNumber(number)}` }),
  };
  const unpaid: Choice = { id: `unpaid:${_id}`, label: t('order.do.unpaid') };
  if (payment.state === 'received') return [unpaid];
  return payment.state === 'claimed' ? [received, unpaid] : [received];
}
