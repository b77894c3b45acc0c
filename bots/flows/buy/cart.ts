import type { Cart } from '../../../src/carts/rules.js';
import type { Store } from '../../../src/stores/model.js';
import { goTo, type Next, pass, type Say, type Step } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import { takeOut } from './change-cart.js';
import { search } from './search.js';
import { moneyIn, readCart, toShop } from './shop.js';
import type { At, Turn } from './turn.js';

/** What is in the cart of a shop, and the way to the order. */
export const cart: Step<At<'cart'>, Turn, Deps> = {
  rest: true,

  async ask({ storeId }, deps): Promise<Say> {
    const { stores, t } = deps;
    const store = await stores.byId(storeId);
    const now = await readCart(deps, storeId);
    if (!now || now.lines.length === 0)
      return { text: t('buy.emptyCart', { shop: store.name }), choices: [toShop(deps)] };
    const total = moneyIn(store, deps)(now.total);
    return {
      text: [
        t('buy.cart', { shop: store.name }),
        ...cartLines(now, store, deps),
        ...sumLines(now, store, deps),
        t('buy.onPage', { url: stores.cartUrl(store, now.cartId) }),
      ].join('\n'),
      choices: [
        { id: 'checkout', label: t('buy.checkout', { total }) },
        ...now.lines.map(({ productId, name }) => ({ id: `remove:${productId}`, label: t('buy.remove', { name }) })),
        toShop(deps),
      ],
    };
  },

  async accept({ text, choice = '' }, { storeId, pieces }, deps) {
    if (choice === 'buy') return goTo({ at: 'shelf', storeId });
    const [, productId = ''] = /^remove:(.+)$/.exec(choice) ?? [];
    const had = pieces[productId];
    if (had === undefined) return text ? search(text, storeId, deps) : pass();
    const { say } = await takeOut(productId, had, deps.onceKey, deps);
    return showCart(storeId, deps, ...say);
  },

  back: ({ storeId }) => ({ at: 'shelf', storeId }),
};

/** Goes to the cart of a shop. @throws Refusal `unavailable` (503) */
export async function showCart(storeId: string, deps: Deps, ...say: Say[]): Promise<Next<Turn>> {
  const now = await readCart(deps, storeId);
  const pieces = Object.fromEntries((now?.lines ?? []).map(({ productId, qty }) => [productId, qty]));
  return goTo({ at: 'cart', storeId, pieces }, ...say);
}

function cartLines({ lines }: Cart, store: Store, deps: Deps): string[] {
  const money = moneyIn(store, deps);
  return lines.map(({ name, qty, lineTotal, available }) =>
    available ? deps.t('buy.line', { qty, name, total: money(lineTotal) }) : deps.t('buy.lineGone', { qty, name }),
  );
}

/** Delivery, where it costs something, and the sum of all. */
export function sumLines(
  { delivery, total }: Pick<Cart, 'delivery' | 'total'>,
  store: Store,
  deps: Pick<Deps, 't' | 'language'>,
): string[] {
  const money = moneyIn(store, deps);
  return [
    ...(delivery > 0 ? [deps.t('buy.delivery', { delivery: money(delivery) })] : []),
    deps.t('buy.total', { total: money(total) }),
  ];
}
