import { z } from 'zod';
import type { Order, PaymentState } from '../../src/orders/model.js';
import { Reason } from '../../src/orders/rules.js';
import { mayMove, type Status } from '../../src/orders/statuses.js';
import { choicesFor, paymentChoices } from '../../src/orders/wording.js';
import { Refusal } from '../../src/platform/refusal.js';
import type { AlertWord } from '../conversation/commands.js';
import { type Entry, type Flow, finish, goTo, type Next, pass, type Say } from '../conversation/flow.js';
import { isRefused } from './buy/shop.js';
import type { Deps } from './deps.js';

const Turn = z.discriminatedUnion('at', [
  // `to`: turned down while it waits, called off later
  z.object({ at: z.literal('reason'), orderId: z.string(), to: z.enum(['rejected', 'cancelled']).optional() }),
  z.object({ at: z.literal('lines'), orderId: z.string() }),
]);
type Turn = z.infer<typeof Turn>;

/** Reasons that need no typing; ids as their words are known by. */
const REASONS = { 'sold-out': 'soldOut', 'cannot-deliver': 'cannotDeliver', 'too-busy': 'tooBusy' } as const;

/** A seller answers an order, at any time and in the middle of anything else, which goes on afterwards. */
export const alert: Flow<Turn, Deps> = {
  id: 'alert',
  over: true,
  schema: Turn,
  start: { at: 'reason', orderId: '' },
  steps: {
    reason: {
      async ask({ orderId }, deps) {
        const { order } = await deps.orders.ofAccountById(deps.contact.accountId ?? '', orderId);
        return {
          text: deps.t('alert.askReason', { number: order.number }),
          ask: 'text',
          choices: Object.entries(REASONS).map(([id, key]) => ({ id, label: deps.t(`alert.reasons.${key}`) })),
        };
      },
      async accept({ text = '', choice }, { orderId, to = 'rejected' }, deps) {
        if (choice === 'sold-out' && to === 'rejected') return rejectSoldOut(orderId, deps);
        const known = Object.entries(REASONS).find(([id]) => id === choice)?.[1];
        const read = Reason.safeParse(known ? deps.t(`alert.reasons.${known}`) : text);
        if (!read.success) throw new Refusal('bad_reason', 422);
        return finish(await move(orderId, to, deps, { reason: read.data }));
      },
    },
    lines: {
      several: true,
      async ask({ orderId }, deps) {
        const { order } = await deps.orders.ofAccountById(deps.contact.accountId ?? '', orderId);
        return {
          text: deps.t('alert.askLines', { number: order.number }),
          choices: order.lines.map(({ productId, name }) => ({ id: `line:${productId}`, label: name })),
        };
      },
      async accept({ choice, several }, { orderId }, deps) {
        const chosen = several?.map((one) => one.choice) ?? (choice === undefined ? [] : [choice]);
        const soldOut = chosen.flatMap((id) => /^line:(.+)$/.exec(id)?.[1] ?? []);
        if (soldOut.length === 0 || soldOut.length < chosen.length) return pass();
        return finish(await move(orderId, 'rejected', deps, { reason: deps.t('alert.reasons.soldOut'), soldOut }));
      },
      back: ({ orderId }) => ({ at: 'reason', orderId }),
    },
  },
  entries: [
    moving('accept:', 'accepted'),
    moving('packed:', 'packed'),
    moving('shipped:', 'shipped'),
    moving('delivered:', 'delivered'),
    paying('received:', 'received'),
    paying('unpaid:', 'due'),
    { choice: 'call-off:', open: (orderId, _, deps) => asSeller(deps, () => beginCallingOff(orderId, deps)) },
    { choice: 'reject:', open: (orderId, _, deps) => asSeller(deps, () => beginRejecting(orderId, deps)) },
    worded('ok', 'accepted', (order, deps) => moveAndTell(order._id, 'accepted', deps)),
    worded('no', 'rejected', (order, deps) => beginRejecting(order._id, deps)),
    worded('done', 'delivered', (order, deps) => moveAndTell(order._id, 'delivered', deps)),
    {
      word: 'paid',
      open: (part, _, deps) =>
        asSeller(deps, async (accountId) => {
          const [order, other] = part ? await deps.orders.byNumber(accountId, part) : [];
          if (!order) return pass();
          if (other && !isOfThisTurn(order, deps))
            return finish({ text: deps.t('alert.whichOf', whichOf([order, other], 'paid', deps)) });
          return pay(order._id, 'received', deps);
        }),
    },
  ],
};

function moving(choice: string, status: Status): Entry<Turn, Deps> {
  return { choice, open: (orderId, _, deps) => asSeller(deps, () => moveAndTell(orderId, status, deps)) };
}

const whichOf = (orders: readonly Order[], word: AlertWord, { words, t }: Deps) => ({
  numbers: orders.map(({ number }) => number).join(t('common.comma')),
  word: words[word]?.[0] ?? word,
});

function paying(choice: string, state: PaymentState): Entry<Turn, Deps> {
  return { choice, open: (orderId, _, deps) => asSeller(deps, () => pay(orderId, state, deps)) };
}

/** Says how the payment stands; the other way round is one tap away. */
async function pay(orderId: string, state: PaymentState, deps: Deps): Promise<Next<Turn>> {
  const { contact, onceKey, orders, t } = deps;
  const order = await orders.setPayment(contact.accountId ?? '', orderId, state, { key: onceKey });
  const slots = { number: order.number, name: order.name };
  return finish({ text: t(`alert.payment.${order.payment.state}`, slots), choices: paymentChoices(order, t) });
}

type Act = (order: Order, deps: Deps) => Promise<Next<Turn>>;

/** `ok 7K3`: the one order whose number begins so; a plain `ok` the one whose alert it quotes, else the one that waits. */
function worded(word: AlertWord, to: Status, act: Act): Entry<Turn, Deps> {
  return {
    word,
    open: (part, { quotes }, deps) =>
      asSeller(deps, async (accountId) => {
        const quoted = quotes === undefined ? undefined : await deps.orders.quoted(accountId, deps.contact._id, quotes);
        if (quoted && !part) return act(quoted, deps);
        const found = part ? await numbered(part, to, accountId, deps) : await waitingFor(accountId, deps);
        const [first, second] = found.filter((order) => isOfThisTurn(order, deps)).concat(found);
        if (!first) return pass();
        if (!second || isOfThisTurn(first, deps)) return act(first, deps);
        return finish({ text: deps.t(part ? 'alert.whichOf' : 'alert.whichWaiting', whichOf(found, word, deps)) });
      }),
  };
}

/**
 * The orders that may be meant by a part of a number: those that the word can move, before all that ever began so; and
 * only the one that it moved when it was first handled.
 */
async function numbered(part: string, to: Status, accountId: string, deps: Deps): Promise<Order[]> {
  const [movable, all] = await Promise.all([
    deps.orders.byNumber(accountId, part, to),
    deps.orders.byNumber(accountId, part),
  ]);
  const moved = all.filter((order) => isOfThisTurn(order, deps));
  return [moved, movable, all].find(({ length }) => length > 0) ?? [];
}

/** Whether an order was moved by this very message, which is handled once more. */
const isOfThisTurn = ({ history }: Order, { onceKey }: Deps): boolean =>
  history.some(({ once }) => once?.key === onceKey);

/** More orders than a seller accepts while one waits. */
const LOOKED_THROUGH = 50;

/** What a plain `ok` means: the order it accepted when it was first handled, and only then those that wait now. */
async function waitingFor(accountId: string, deps: Deps): Promise<Order[]> {
  const accepted = await Promise.all(
    (await deps.stores.idsOf(accountId)).map((storeId) =>
      deps.orders.ofStore(storeId, { status: 'accepted', limit: LOOKED_THROUGH }),
    ),
  );
  const moved = accepted.flatMap(({ items }) => items).filter((order) => isOfThisTurn(order, deps));
  return moved.length > 0 ? moved : deps.orders.waiting(accountId, 5);
}

/** What only a seller may do; for anybody else it means nothing. */
const asSeller = async (deps: Deps, act: (accountId: string) => Promise<Next<Turn>>): Promise<Next<Turn>> =>
  deps.contact.accountId ? act(deps.contact.accountId) : pass();

const moveAndTell = async (orderId: string, status: Status, deps: Deps): Promise<Next<Turn>> =>
  finish(await move(orderId, status, deps));

/** Moves an order, or tells how it stands where it has moved on; with the buttons that work on it now. */
async function move(
  orderId: string,
  status: Status,
  deps: Deps,
  why: { reason?: string; soldOut?: string[] } = {},
): Promise<Say> {
  const { contact, onceKey, orders } = deps;
  const accountId = contact.accountId ?? '';
  try {
    const order = await orders.setStatus(accountId, orderId, { status, ...why }, { key: onceKey });
    return told(order, `alert.did.${order.status}`, deps);
  } catch (error) {
    if (!isRefused(error, 'illegal_status')) throw error;
    const { order } = await orders.ofAccountById(accountId, orderId);
    return told(order, `alert.is.${order.status}`, deps);
  }
}

async function beginRejecting(orderId: string, deps: Deps): Promise<Next<Turn>> {
  const { order } = await deps.orders.ofAccountById(deps.contact.accountId ?? '', orderId);
  if (mayMove(order.status, 'rejected', 'seller')) return goTo({ at: 'reason', orderId });
  return finish(told(order, `alert.is.${order.status}`, deps));
}

/** Says at once what is sold out where the order has one product only, else asks which of them. */
async function rejectSoldOut(orderId: string, deps: Deps): Promise<Next<Turn>> {
  const { order } = await deps.orders.ofAccountById(deps.contact.accountId ?? '', orderId);
  const [only, ...others] = order.lines;
  if (!only || others.length > 0) return goTo({ at: 'lines', orderId });
  const why = { reason: deps.t('alert.reasons.soldOut'), soldOut: [only.productId] };
  return finish(await move(orderId, 'rejected', deps, why));
}

async function beginCallingOff(orderId: string, deps: Deps): Promise<Next<Turn>> {
  const { order } = await deps.orders.ofAccountById(deps.contact.accountId ?? '', orderId);
  if (mayMove(order.status, 'cancelled', 'seller')) return goTo({ at: 'reason', orderId, to: 'cancelled' });
  return finish(told(order, `alert.is.${order.status}`, deps));
}

const told = (order: Order, key: string, { t }: Pick<Deps, 't'>): Say => ({
  text: t(key, { number: order.number, name: order.name }),
  choices: choicesFor(order, t),
});
