import { CartChanged, Note } from '../../../src/orders/rules.js';
import { Refusal } from '../../../src/platform/refusal.js';
import type { Store } from '../../../src/stores/model.js';
import { takesUpi } from '../../../src/stores/rules.js';
import { goTo, type Next, pass, type Say, type Step } from '../../conversation/flow.js';
import { parseRows } from '../../conversation/reading/numbers.js';
import { means } from '../../conversation/reading/typed-words.js';
import type { Deps } from '../deps.js';
import { showCart, sumLines } from './cart.js';
import { goOn } from './checkout.js';
import { orderable, priceChanges } from './seen-cart.js';
import { moneyIn } from './shop.js';
import type { At, Turn } from './turn.js';

/** Words that answer a question which was not asked here. */
const NO_NOTE = ['yes', 'ok', 'no'];

/**
 * The whole order before it is placed. A text is its note; choosing how to pay places it, with the very cart that is
 * shown, so that nothing is ordered that was not seen.
 */
export const review: Step<At<'review'>, Turn, Deps> = {
  async ask({ draft, cart }, deps): Promise<Say> {
    const { stores, t } = deps;
    const store = await stores.byId(draft.storeId);
    const money = moneyIn(store, deps);
    const { name, address = '', pickup, note } = draft;
    return {
      text: [
        t('buy.review', { shop: store.name }),
        ...cart.lines.map((line) => t('buy.line', { qty: line.qty, name: line.name, total: money(line.lineTotal) })),
        ...sumLines(cart, store, deps),
        pickup ? t('buy.pickupBy', { name, address: store.address }) : t('buy.to', { name, address }),
        note ? t('buy.note', { note }) : t('buy.askNote'),
      ].join('\n'),
      choices: [
        { id: 'cod', label: t('buy.payCash') },
        ...(takesUpi(store) ? [{ id: 'upi', label: t('buy.payUpi') }] : []),
        { id: 'address', label: t(pickup ? 'buy.deliver' : 'buy.changeAddress') },
        ...(store.pickup && !pickup ? [{ id: 'pickup', label: t('buy.pickUp') }] : []),
        { id: 'cart', label: t('common.do.cart') },
      ],
    };
  },

  accept({ text, choice }, here, deps) {
    if (choice === 'cod' || choice === 'upi') return place(choice, here, deps);
    if (choice === 'pickup') return goOn({ ...here.draft, pickup: true }, deps);
    if (choice === 'address') return goTo({ at: 'address', draft: here.draft });
    // a yes, or a no, to which way of paying? a number of no row?
    if (!text || NO_NOTE.some((word) => means(text, word, deps.words)) || parseRows(text)) return pass();
    const read = Note.safeParse(text);
    if (!read.success) throw new Refusal('bad_note', 422);
    return goTo({ ...here, draft: { ...here.draft, note: read.data } });
  },

  back: ({ draft }) => ({ at: draft.pickup ? 'way' : 'address', draft }),
};

async function place(payment: 'cod' | 'upi', { draft, cart }: At<'review'>, deps: Deps): Promise<Next<Turn>> {
  const { storeId, customerId, name, address, pickup, note } = draft;
  const input = {
    ...{ cart, name, payment },
    ...(pickup ? { pickup } : { address }),
    ...(note !== undefined && { note }),
  };
  const once = { key: `${cart.cartId}.${cart.version}` };
  try {
    const order = await deps.orders.place(customerId, input, deps.contact._id, once);
    return goTo({ at: 'placed', storeId, customerId, orderId: order._id });
  } catch (error) {
    if (!(error instanceof CartChanged)) throw error;
    const store = await deps.stores.byId(storeId);
    return showChanges(error, { at: 'review', draft, cart }, store, deps);
  }
}

/** The order once more, as it would be now, with what is otherwise than the buyer saw. */
async function showChanges(
  { cart: now }: CartChanged,
  here: At<'review'>,
  store: Store,
  deps: Deps,
): Promise<Next<Turn>> {
  const { cart, changes } = await orderable(now, store, deps, here.draft.pickup);
  const say = (texts: readonly string[]): Say => ({ text: texts.join('\n') });
  if (!cart) return showCart(store._id, deps, say(changes));
  return goTo({ ...here, cart }, say([...changes, ...priceChanges(here.cart, cart, store, deps)]));
}
