import type { Cart } from '../../../src/carts/rules.js';
import type { Product } from '../../../src/catalog/model.js';
import { available } from '../../../src/catalog/rules.js';
import type { Choice } from '../../../src/platform/prompt.js';
import type { Store } from '../../../src/stores/model.js';
import { goTo, type Next, pass, type Say, type Step } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import { showCart } from './cart.js';
import { putIn } from './change-cart.js';
import { search } from './search.js';
import { closedText, glanceAtCart, isOpen, moneyIn, toShop } from './shop.js';
import type { At, Shelf, Turn } from './turn.js';

/** Products shown at once; shops with more are entered by their categories. */
const AT_ONCE = 8;

/** A shop, a category of it, or what was found: products to put into the cart by one tap. */
export const shelf: Step<At<'shelf'>, Turn, Deps> = {
  rest: true,
  several: true,
  ask: (here, deps) => show(here, deps),

  async accept({ choice, text, several }, here, deps) {
    if (several) return putSeveral(several, here, deps);
    if (choice === 'buy') return goTo({ at: 'shelf', storeId: here.storeId });
    if (choice === 'next') return goTo({ ...here, cursor: (await look(here, deps)).nextCursor ?? undefined });
    return text ? search(text, here.storeId, deps) : pass();
  },

  back: ({ storeId }) => ({ at: 'shelf', storeId }),
};

const look = ({ storeId, category, q, cursor }: Shelf, { catalog }: Deps) =>
  catalog.page({ _id: storeId }, { category, q, cursor, limit: AT_ONCE });

async function show(here: At<'shelf'>, deps: Deps): Promise<Say> {
  const { catalog, stores, t } = deps;
  const store = await stores.byId(here.storeId);
  const [{ items, nextCursor }, cart] = await Promise.all([look(here, deps), glanceAtCart(deps, store._id)]);
  const { categories } = (await catalog.view(store)).catalog;
  const isTop = here.category === undefined && here.q === undefined && here.cursor === undefined;
  const byCategory = isTop && nextCursor !== null && categories.length > 1;
  const rows = byCategory
    ? categories.map(({ id, name, productCount }) => ({
        id: `category:${id}`,
        label: t('buy.category', { name, count: productCount }),
      }))
    : items.map((product) => productRow(product, store, deps));
  const category = categories.find(({ id }) => id === here.category)?.name;
  return {
    text: [headline(here, store, items.length, category, deps), ...inCart(cart, store, deps)].join('\n'),
    choices: [
      ...cartRows(cart, store, deps),
      ...rows,
      ...(!byCategory && nextCursor !== null ? [{ id: 'next', label: t('common.more') }] : []),
      ...(isTop ? [] : [toShop(deps)]),
    ],
  };
}

/** What is to be known of the shelf before its products. */
function headline({ q }: Shelf, store: Store, found: number, category: string | undefined, deps: Deps): string {
  const { t } = deps;
  const shop = store.name;
  if (!isOpen(store, deps)) return closedText(store, deps);
  if (found === 0) return t('buy.emptyShop', { shop });
  if (q !== undefined) return t('buy.found', { text: q });
  if (category !== undefined) return t('buy.inCategory', { shop, category });
  return t('buy.welcome', { shop, address: store.address });
}

/** How much is in the cart, in one line; nothing for an empty one. */
function inCart(cart: Cart | undefined, store: Store, deps: Deps): string[] {
  const count = cart?.lines.reduce((sum, { qty }) => sum + qty, 0) ?? 0;
  if (!cart || count === 0) return [];
  return [deps.t('buy.inCart', { count, total: moneyIn(store, deps)(cart.total) })];
}

/** What leads on from a cart that has something. */
export function cartRows(cart: Cart | undefined, store: Store, deps: Deps): Choice[] {
  if (!cart || cart.lines.length === 0 || !isOpen(store, deps)) return [];
  const total = moneyIn(store, deps)(cart.total);
  return [
    { id: 'checkout', label: deps.t('buy.checkout', { total }) },
    { id: 'cart', label: deps.t('common.do.cart') },
  ];
}

/** A tap puts a product in; one that cannot be had now only shows itself. */
function productRow(product: Product, store: Store, deps: Deps): Choice {
  const { _id, name, salePrice } = product;
  const slots = { name, price: moneyIn(store, deps)(salePrice) };
  if (!available(product)) return { id: `product:${_id}`, label: deps.t('buy.soldOutRow', slots) };
  if (!isOpen(store, deps)) return { id: `product:${_id}`, label: deps.t('buy.row', slots) };
  return { id: `add:${_id}`, label: deps.t('buy.addRow', slots) };
}

/** `1x2, 3`: each row that is a product, so often as it was named. */
async function putSeveral(
  picked: readonly { choice: string; times: number }[],
  here: At<'shelf'>,
  deps: Deps,
): Promise<Next<Turn>> {
  const wanted = picked.filter(({ choice }) => choice.startsWith('add:'));
  if (wanted.length < picked.length) return pass();
  const say: Say[] = [];
  for (const [index, { choice, times }] of wanted.entries()) {
    const put = await putIn(choice.slice('add:'.length), times, `${deps.onceKey}.${index}`, deps);
    say.push(...put.say);
  }
  return showCart(here.storeId, deps, ...say);
}
