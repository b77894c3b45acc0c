import type { Cart } from '../../../src/carts/rules.js';
import type { Product } from '../../../src/catalog/model.js';
import { available } from '../../../src/catalog/rules.js';
import { UNDO_MINUTES } from '../../../src/catalog/undo.js';
import { Refusal } from '../../../src/platform/refusal.js';
import type { Store } from '../../../src/stores/model.js';
import type { Say } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import { cartIdIn, enterShop, isRefused, newCart, productAnywhere, readCart } from './shop.js';

/** The product that was changed, its store, and what is to be said of it. */
export type Changed = { store: Store; product: Product; say: Say[] };

/**
 * Puts pieces of a product into the cart of its store, and enters that store. More than there is goes out again at
 * once. The cart is changed before anything is judged, and judged by how it is then: a repeated turn says the same.
 * @param key of this one change, within the turn
 * @throws Refusal `no_product` (404), `bad_qty`, `cart_full` (422), `unavailable` (503)
 */
export async function putIn(productId: string, pieces: number, key: string, deps: Deps): Promise<Changed> {
  const { store, product } = await productAnywhere(productId, deps);
  const change = (cartId: string): Promise<Cart> =>
    deps.carts.add(cartId, { productId, qty: pieces, storeLink: store.link }, { key });
  const cart = await inOwnCart(store, change, deps);
  await enterShop(store, cart.cartId, deps);
  const qty = piecesOf(cart, productId);
  const left = piecesLeft(product);
  if (qty > left) await setPieces(cart, store, productId, left, `${key}.out`, deps);
  return { store, product, say: qty >= left ? [{ text: shortOf(product, deps) }] : [] };
}

const piecesOf = (cart: Cart | undefined, productId: string): number =>
  cart?.lines.find((line) => line.productId === productId)?.qty ?? 0;

/** Does something with the contact's cart of a store, or with a new one when there is none (any more). */
async function inOwnCart(store: Store, change: (cartId: string) => Promise<Cart>, deps: Deps): Promise<Cart> {
  const cartId = cartIdIn(deps, store._id);
  if (cartId === undefined) return change(await newCart(deps, store));
  try {
    return await change(cartId);
  } catch (error) {
    if (!isRefused(error, 'no_cart')) throw error;
    return change(await newCart(deps, store));
  }
}

const setPieces = (cart: Cart, store: Store, productId: string, qty: number, key: string, { carts }: Deps) =>
  qty > 0
    ? carts.set(cart.cartId, productId, { qty, storeLink: store.link }, { key })
    : carts.remove(cart.cartId, productId, { key });

/** Takes one piece out. The line may be gone already: then there is nothing to do. */
export async function takeOne(productId: string, key: string, deps: Deps): Promise<Changed> {
  const { store, product } = await productAnywhere(productId, deps);
  const cart = await readCart(deps, store._id);
  const qty = piecesOf(cart, productId);
  if (cart && qty > 0) await setPieces(cart, store, productId, qty - 1, key, deps);
  return { store, product, say: [] };
}

/**
 * Takes a line out, and offers to put it back as it was.
 * @param pieces it had when it was last shown; 0 where that is not known, then nothing is offered
 */
export async function takeOut(productId: string, pieces: number, key: string, deps: Deps): Promise<Changed> {
  const { carts, now, t } = deps;
  const { store, product } = await productAnywhere(productId, deps);
  const cart = await readCart(deps, store._id);
  if (cart) await carts.remove(cart.cartId, productId, { key });
  const id = `undo:cart.${productId}.${pieces}.${minuteOf(now).toString(36)}`;
  const undo = pieces > 0 ? [{ id, label: t('buy.undo') }] : [];
  return { store, product, say: [{ text: t('buy.takenOut', { product: product.name }), choices: undo }] };
}

const minuteOf = (at: Date): number => Math.floor(at.getTime() / 60_000);

/**
 * What `undo:` carries for a line that was taken out; undefined for an undo of something else.
 * @throws Refusal `undo_too_late` (409) after 10 minutes, and where the minute is missing
 */
export function readUndo(arg: string, now: Date): { productId: string; qty: number } | undefined {
  const [, productId, qty, minute = '0'] = /^cart\.([0-9a-f]{24})\.(\d{1,2})(?:\.([0-9a-z]{1,8}))?$/.exec(arg) ?? [];
  if (productId === undefined) return undefined;
  if (minuteOf(now) - Number.parseInt(minute, 36) > UNDO_MINUTES) {
    throw new Refusal('undo_too_late', 409, { minutes: UNDO_MINUTES });
  }
  return { productId, qty: Number(qty) };
}

/** Puts a line back as it was. */
export async function putBack(productId: string, qty: number, key: string, deps: Deps): Promise<Changed> {
  const { store, product } = await productAnywhere(productId, deps);
  const cart = await inOwnCart(
    store,
    (cartId) => deps.carts.set(cartId, productId, { qty, storeLink: store.link }, { key }),
    deps,
  );
  await enterShop(store, cart.cartId, deps);
  return { store, product, say: [{ text: deps.t('buy.putBack', { product: product.name }) }] };
}

/** How many of a product can be had just now. */
export const piecesLeft = (product: Product): number =>
  available(product) ? (product.stock ?? Number.POSITIVE_INFINITY) : 0;

/** Why no more of a product can be had. */
export const shortOf = (product: Product, { t }: Pick<Deps, 't'>): string =>
  piecesLeft(product) > 0
    ? t('buy.onlyLeft', { product: product.name, count: piecesLeft(product) })
    : t('buy.soldOut', { product: product.name });
