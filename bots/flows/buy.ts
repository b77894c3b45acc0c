import { isVisible } from '../../src/catalog/rules.js';
import { notFound } from '../../src/platform/refusal.js';
import type { Store } from '../../src/stores/model.js';
import { type Entry, type Flow, goTo, type Next, pass } from '../conversation/flow.js';
import { orderAgain, orderNewestAgain } from './buy/again.js';
import { cart, showCart } from './buy/cart.js';
import { type Changed, putBack, putIn, readUndo, takeOne, takeOut } from './buy/change-cart.js';
import { address, beginCheckout, code, name, phone, way } from './buy/checkout.js';
import { takeOrder } from './buy/native-order.js';
import { placed } from './buy/placed.js';
import { productCard } from './buy/product-card.js';
import { review } from './buy/review.js';
import { search } from './buy/search.js';
import { shelf } from './buy/shelf.js';
import { enterShop, isRefused, productAnywhere } from './buy/shop.js';
import { Turn } from './buy/turn.js';
import type { Deps } from './deps.js';

/** A buyer looks around a shop, fills a cart and orders what is in it. */
export const buy: Flow<Turn, Deps> = {
  id: 'buy',
  schema: Turn,
  start: { at: 'link' },
  steps: {
    link: {
      ask: (_, { t }) => ({ text: t('buy.askLink'), ask: 'text' }),
      accept: ({ text = '' }, _, deps) => enterByLink(text, deps),
    },
    ...{ shelf, product: productCard, cart },
    ...{ name, phone, code, way, address, review, placed },
  },
  entries: [
    { command: 'shop', open: (link, _, deps) => (link ? enterOrSearch(link, deps) : enterAgain(deps)) },
    { start: 's_', open: (link, _, deps) => enterByLink(link, deps) },
    { start: 'c_', open: (cartId, _, deps) => continueCart(cartId, deps) },
    { order: true, open: (_, { order = [] }, deps) => takeOrder(order, deps) },
    { command: 'cart', open: (_, __, deps) => inShop(deps, (storeId) => showCart(storeId, deps)) },
    { command: 'checkout', open: (_, __, deps) => inShop(deps, (storeId) => beginCheckout(storeId, deps)) },
    {
      choice: 'category:',
      // who is in no shop pressed a category of a shop of their own
      open: (category, _, deps) =>
        deps.contact.shop ? openCategory(deps.contact.shop.storeId, category, deps) : pass(),
    },
    { choice: 'product:', open: (productId, _, deps) => openProduct(productId, deps) },
    { choice: 'again:', open: (orderId, _, deps) => orderAgain(orderId, deps) },
    { quick: 'again', open: (part, _, deps) => orderNewestAgain(part, deps) },
    changing('add:', (id, deps) => putIn(id, 1, deps.onceKey, deps)),
    changing('more:', (id, deps) => putIn(id, 1, deps.onceKey, deps)),
    changing('less:', (id, deps) => takeOne(id, deps.onceKey, deps)),
    {
      choice: 'remove:',
      async open(id, _, deps) {
        const { store, say } = await takeOut(id, 0, deps.onceKey, deps);
        return showCart(store._id, deps, ...say);
      },
    },
    {
      choice: 'undo:',
      async open(arg, _, deps) {
        const line = readUndo(arg, deps.now);
        if (!line) return pass();
        const { store, say } = await putBack(line.productId, line.qty, deps.onceKey, deps);
        return showCart(store._id, deps, ...say);
      },
    },
    {
      text: true,
      open: (_, { text = '' }, deps) => (deps.contact.shop ? search(text, deps.contact.shop.storeId, deps) : pass()),
    },
  ],
};

/** A choice that changes how many pieces of a product are in the cart, and then shows its card. */
function changing(choice: string, change: (productId: string, deps: Deps) => Promise<Changed>): Entry<Turn, Deps> {
  return {
    choice,
    async open(productId, _, deps) {
      const { store, say } = await change(productId, deps);
      return goTo({ at: 'product', productId, shelf: { storeId: store._id } }, ...say);
    },
  };
}

/** A link as it was typed, pasted, or came in a deep link. @throws Refusal `no_shop` (404) */
async function enterByLink(text: string, deps: Deps): Promise<Next<Turn>> {
  const link = /\/s\/([A-Za-z0-9-]+)/.exec(text)?.[1] ?? text;
  return enter(await deps.stores.byLink(link), deps);
}

/** `buy mango` in a shop means what is sold there, when no shop is called so. */
async function enterOrSearch(text: string, deps: Deps): Promise<Next<Turn>> {
  try {
    return await enterByLink(text, deps);
  } catch (error) {
    const { shop } = deps.contact;
    if (!shop || !isRefused(error, 'no_shop')) throw error;
    const found = await search(text, shop.storeId, deps);
    if ('pass' in found) throw error;
    return found;
  }
}

async function enter(store: Store, deps: Deps, cartId?: string): Promise<Next<Turn>> {
  await enterShop(store, cartId, deps);
  return goTo({ at: 'shelf', storeId: store._id });
}

/** The shop the contact is in; asks for one where there is none. */
const enterAgain = (deps: Deps): Next<Turn> =>
  deps.contact.shop ? goTo({ at: 'shelf', storeId: deps.contact.shop.storeId }) : goTo({ at: 'link' });

/** Does something in the shop the contact is in; asks for one first where there is none. */
function inShop(
  deps: Deps,
  act: (storeId: string) => Next<Turn> | Promise<Next<Turn>>,
): Next<Turn> | Promise<Next<Turn>> {
  const { shop } = deps.contact;
  return shop ? act(shop.storeId) : goTo({ at: 'link' }, { text: deps.t('buy.noShopYet') });
}

/** A cart that was begun on a page goes on here. Its id is known to nobody but who began it. */
async function continueCart(cartId: string, deps: Deps): Promise<Next<Turn>> {
  try {
    const { storeLink } = await deps.carts.read(cartId);
    const store = await deps.stores.byLink(storeLink);
    await enterShop(store, cartId, deps);
    return await showCart(store._id, deps);
  } catch (error) {
    if (!isRefused(error, 'no_cart')) throw error;
    return inShop(deps, (storeId) => goTo({ at: 'shelf', storeId }, { text: deps.t('buy.cartGone') }));
  }
}

async function openCategory(storeId: string, category: string, { categories }: Deps): Promise<Next<Turn>> {
  const found = await categories.find(storeId, category);
  return found ? goTo({ at: 'shelf', storeId, category: found._id }) : pass();
}

async function openProduct(productId: string, deps: Deps): Promise<Next<Turn>> {
  const { store, product } = await productAnywhere(productId, deps);
  if (!isVisible(product)) throw notFound('product');
  await enterShop(store, undefined, deps);
  return goTo({ at: 'product', productId, shelf: { storeId: store._id } });
}
