import type { Cart } from '../../../src/carts/rules.js';
import type { Product } from '../../../src/catalog/model.js';
import { formatMoney, type Money } from '../../../src/platform/money.js';
import type { Choice } from '../../../src/platform/prompt.js';
import { notFound, Refusal } from '../../../src/platform/refusal.js';
import { isOpenAt } from '../../../src/stores/hours.js';
import type { Store } from '../../../src/stores/model.js';
import { openStateOf } from '../../../src/stores/opening.js';
import { localeOf } from '../../../src/stores/rules.js';
import type { Deps } from '../deps.js';

/** Writes amounts of a store as this buyer reads them. */
export const moneyIn =
  ({ currency, country }: Pick<Store, 'currency' | 'country'>, { language }: Pick<Deps, 'language'>) =>
  (amount: Money): string =>
    formatMoney(amount, currency, localeOf({ language, country }));

/** Whether a shop takes orders now. */
export const isOpen = (store: Store, { now }: Pick<Deps, 'now'>): boolean => isOpenAt(store, now);

/** That a shop is closed, and when it opens. */
export function closedText(store: Store, { t, now, language }: Pick<Deps, 't' | 'now' | 'language'>): string {
  const locale = localeOf({ language, country: store.country });
  return t('buy.closed', { shop: store.name, ...openStateOf(store, now, locale).slots });
}

/** The way back to the shop; named by where it leads, so that from an old message it goes to the shop the contact is in. */
export const toShop = ({ t }: Pick<Deps, 't'>): Choice => ({ id: 'buy', label: t('buy.backToShop'), zero: true });

/** The cart this contact has in a store; undefined before the first product. */
export const cartIdIn = ({ contact: { shop, carts = [] } }: Pick<Deps, 'contact'>, storeId: string) =>
  (shop?.storeId === storeId ? shop.cartId : undefined) ?? carts.find((cart) => cart.storeId === storeId)?.cartId;

/**
 * A store's own cart of this contact, made when there is none. Named after both, so that a repeated turn, and a buyer
 * who was in another shop meanwhile, get the same one.
 */
export const newCart = async ({ carts, contact }: Pick<Deps, 'carts' | 'contact'>, store: Store): Promise<string> =>
  (await carts.create(store.link, { key: `${contact._id}.${store._id}` })).cartId;

/** The cart as it is now; undefined when there is none, or none any more. @throws Refusal `unavailable` (503) */
export async function readCart(deps: Deps, storeId: string): Promise<Cart | undefined> {
  const { carts, contacts, contact } = deps;
  // asked after a change of this very turn, the contact that came with the message may be older than its cart
  const fresh = (await contacts.find(contact._id)) ?? contact;
  const cartId = cartIdIn({ contact: fresh }, storeId);
  try {
    return cartId === undefined ? undefined : await carts.read(cartId);
  } catch (error) {
    if (isRefused(error, 'no_cart')) return undefined;
    throw error;
  }
}

/** The cart where it only decorates: a shop can be looked at while carts cannot be reached. */
export async function glanceAtCart(deps: Deps, storeId: string): Promise<Cart | undefined> {
  try {
    return await readCart(deps, storeId);
  } catch (error) {
    if (isRefused(error, 'unavailable')) return undefined;
    throw error;
  }
}

export const isRefused = (error: unknown, code: string): error is Refusal =>
  error instanceof Refusal && error.code === code;

/** A product of any store, with the store. @throws Refusal `no_product` (404) */
export async function productAnywhere(
  productId: string,
  { products, stores }: Pick<Deps, 'products' | 'stores'>,
): Promise<{ store: Store; product: Product }> {
  const [storeId] = await products.storesOf([productId]);
  if (!storeId) throw notFound('product');
  const store = await stores.byId(storeId);
  const product = (await products.forOrder(storeId, [productId])).get(productId);
  if (!product) throw notFound('product');
  return { store, product };
}

/** Takes the contact into a shop; what it had in that shop's cart stays. */
export async function enterShop(store: Store, cartId: string | undefined, deps: Deps): Promise<void> {
  const { contact, contacts } = deps;
  await contacts.enterShop(contact._id, store._id, cartId ?? cartIdIn(deps, store._id));
}
