import type { Order } from '../../../src/orders/model.js';
import { orderText } from '../../../src/orders/wording.js';
import { formatMoney } from '../../../src/platform/money.js';
import type { Choice } from '../../../src/platform/prompt.js';
import { localeOf } from '../../../src/stores/rules.js';
import { goTo, type Next, pass, type Say, type Step } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import { doing, headed } from '../seller.js';
import { search } from './search.js';
import { LISTS, type List, statusesOf, type Turn } from './turn.js';

/** Two buttons each, and the lists below them. */
const MOST_SHOWN = 3;
const MOST_COUNTED = 100;
/** One numbered page. */
const PAGE = 8;

type Here<At extends Turn['at']> = Extract<Turn, { at: At }>;

const accountOf = async ({ contact, contacts }: Deps): Promise<string> =>
  // linked in this very message: the contact is read anew
  contact.accountId ?? (await contacts.find(contact._id))?.accountId ?? '';

/** Orders that wait for an answer, the oldest first, of all stores; and the way to all the others. */
export const waiting: Step<Here<'waiting'>, Turn, Deps> = {
  rest: true,

  async ask(_, deps): Promise<Say> {
    const { orders, stores, t } = deps;
    const accountId = await accountOf(deps);
    const [found, counts] = await Promise.all([
      orders.waiting(accountId, MOST_COUNTED),
      stores.idsOf(accountId).then(orders.openCounts),
    ]);
    const shown = found.slice(0, MOST_SHOWN);
    const texts = await Promise.all(shown.map((order) => textOf(order, deps)));
    const more = found.length - shown.length;
    const lists = LISTS.flatMap((list): Choice[] => {
      const count = list === 'over' || list === 'delivered' ? undefined : counts.get(list);
      if (list === 'placed') return more > 0 ? [listChoice(list, found.length, deps)] : [];
      if (count === undefined)
        return list === 'over' || list === 'delivered' ? [listChoice(list, undefined, deps)] : [];
      return [listChoice(list, count, deps)];
    });
    return {
      text: [
        ...(found.length === 0 ? [t('orders.none')] : texts),
        ...(more > 0 ? [t('orders.more', { count: more })] : []),
      ].join('\n\n'),
      choices: [
        ...shown.flatMap(({ _id, number }) => [
          { id: `accept:${_id}`, label: t('orders.accept', { number }) },
          { id: `reject:${_id}`, label: t('orders.reject', { number }) },
        ]),
        ...lists,
        ...(counts.has('accepted') ? [{ id: 'pick-list', label: t('orders.do.pickList') }] : []),
        ...(found.length === 0 ? doing(t, 'share', 'products') : []),
      ],
    };
  },

  async accept({ choice, text }, _, deps): Promise<Next<Turn>> {
    const list = LISTS.find((one) => choice === `list:${one}`);
    if (list) return goTo({ at: 'list', of: list });
    if (choice === 'pick-list') return goTo({ at: 'waiting' }, await pickText(deps));
    return text === undefined ? pass() : search(text, deps);
  },
};

const listChoice = (list: List, count: number | undefined, { t }: Deps): Choice => ({
  id: `list:${list}`,
  label:
    count === undefined ? t(`orders.lists.${list}`) : t('orders.listOf', { list: t(`orders.lists.${list}`), count }),
});

async function textOf(order: Order, deps: Deps): Promise<string> {
  const { stores, t } = deps;
  const store = await stores.byId(order.storeId);
  return headed(orderText(order, store, t, localeOf(store)), store, deps);
}

/** What is to be packed, in one message. */
export async function pickText(deps: Deps): Promise<Say> {
  const { orders, stores, t } = deps;
  const rows = await orders.pickList(await stores.idsOf(await accountOf(deps)));
  if (rows.length === 0) return { text: t('orders.nothingToPack') };
  return {
    text: [
      t('orders.toPack'),
      ...rows.map(({ name, pieces, orders: count }) => t('orders.pick', { name, pieces, count })),
    ].join('\n'),
  };
}

/** A page of orders at one status, the newest first. */
export const list: Step<Here<'list'>, Turn, Deps> = {
  rest: true,

  async ask(here, deps): Promise<Say> {
    const { items, nextCursor } = await look(here, deps);
    return {
      text: deps.t(items.length === 0 ? 'orders.noneIn' : 'orders.in', { list: deps.t(`orders.lists.${here.of}`) }),
      choices: [
        ...(await rowsOf(items, deps)),
        ...(nextCursor === null ? [] : [{ id: 'next', label: deps.t('common.more') }]),
        { id: 'orders', label: deps.t('common.do.orders') },
      ],
    };
  },

  async accept({ choice, text }, here, deps): Promise<Next<Turn>> {
    if (choice === 'next') return goTo({ ...here, cursor: (await look(here, deps)).nextCursor ?? undefined });
    const orderId = /^order:(.+)$/.exec(choice ?? '')?.[1];
    if (orderId !== undefined) return goTo({ at: 'order', orderId, from: { of: here.of, cursor: here.cursor } });
    return text === undefined ? pass() : search(text, deps);
  },

  back: () => ({ at: 'waiting' }),
};

const look = async ({ of, cursor }: Here<'list'>, deps: Deps) =>
  deps.orders.ofStores(await deps.stores.idsOf(await accountOf(deps)), {
    statuses: statusesOf(of),
    limit: PAGE,
    cursor,
  });

/** Orders whose numbers begin alike. */
export const found: Step<Here<'found'>, Turn, Deps> = {
  rest: true,

  async ask({ orderIds }, deps): Promise<Say> {
    const accountId = await accountOf(deps);
    const all = await Promise.all(orderIds.map((id) => deps.orders.ofAccountById(accountId, id)));
    return {
      text: deps.t('orders.which'),
      choices: await rowsOf(
        all.map(({ order }) => order),
        deps,
      ),
    };
  },

  accept({ choice, text }, _, deps) {
    const orderId = /^order:(.+)$/.exec(choice ?? '')?.[1];
    if (orderId !== undefined) return goTo({ at: 'order', orderId });
    return text === undefined ? pass() : search(text, deps);
  },

  back: () => ({ at: 'waiting' }),
};

async function rowsOf(orders: readonly Order[], deps: Deps): Promise<Choice[]> {
  const several = new Set(orders.map(({ storeId }) => storeId)).size > 1;
  return Promise.all(
    orders.map(async (order) => {
      const store = await deps.stores.byId(order.storeId);
      const total = formatMoney(order.total, order.currency, localeOf(store));
      const slots = { number: order.number, name: order.name, total, shop: store.name };
      return { id: `order:${order._id}`, label: deps.t(several ? 'orders.rowOfShop' : 'orders.row', slots) };
    }),
  );
}
