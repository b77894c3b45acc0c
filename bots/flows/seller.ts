import type { Choice } from '../../src/platform/prompt.js';
import { notFound, Refusal } from '../../src/platform/refusal.js';
import type { T } from '../../src/platform/texts.js';
import type { Store } from '../../src/stores/model.js';
import { handOver, type Next } from '../conversation/flow.js';
import type { Deps } from './deps.js';

/** More stores than one person keeps; a list of them is one message. */
export const MOST_STORES = 100;

/** The store that the seller works on: the one chosen, else the one opened last. Undefined before there is any. */
export async function sellingStore({ contact, stores }: Pick<Deps, 'contact' | 'stores'>): Promise<Store | undefined> {
  if (!contact.accountId) return undefined;
  if (contact.sellingStoreId) {
    try {
      return await stores.own(contact.accountId, contact.sellingStoreId);
    } catch (error) {
      // chosen under another account that this contact had
      if (!(error instanceof Refusal)) throw error;
    }
  }
  const { items } = await stores.ofAccount(contact.accountId, { limit: MOST_STORES });
  return items.at(-1);
}

/** A store of this seller. @throws Refusal `no_store` (404) */
export const ownStore = ({ storeId }: { storeId: string }, { contact, stores }: Deps): Promise<Store> => {
  if (!contact.accountId) throw notFound('store');
  return stores.own(contact.accountId, storeId);
};

/** Does something with the seller's store; whoever has none yet is helped to one first. */
export async function withStore<Turn>(
  deps: Deps,
  act: (store: Store) => Next<Turn> | Promise<Next<Turn>>,
): Promise<Next<Turn>> {
  if (!deps.contact.accountId) return handOver('sign-up');
  const store = await sellingStore(deps);
  return store ? act(store) : handOver('new-store');
}

/** Whether the seller has another store to take one for. */
export async function hasSeveral({ contact, stores }: Pick<Deps, 'contact' | 'stores'>): Promise<boolean> {
  if (!contact.accountId) return false;
  return (await stores.ofAccount(contact.accountId, { limit: 2 })).items.length > 1;
}

/** A text of a menu, under the name of the store where there are several. */
export const headed = async (text: string, { name }: Pick<Store, 'name'>, deps: Deps): Promise<string> =>
  (await hasSeveral(deps)) ? `${deps.t('stores.head', { shop: name })}\n${text}` : text;

/** The same under the store that is worked on, be it since this very message. */
export async function headedByCurrent(text: string, deps: Deps): Promise<string> {
  const contact = (await deps.contacts.find(deps.contact._id)) ?? deps.contact;
  const store = await sellingStore({ contact, stores: deps.stores });
  return store ? headed(text, store, { ...deps, contact }) : text;
}

const CHOICES = {
  sell: 'sell',
  buy: 'shop',
  'new-store': 'newstore',
  'add-product': 'addproduct',
  products: 'products',
  orders: 'orders',
  share: 'share',
  report: 'report',
  stores: 'stores',
  settings: 'settings',
  cart: 'cart',
  'my-orders': 'myorders',
} as const;

/** Choices that open something, with the words they have everywhere. */
export const doing = (t: T, ...ids: (keyof typeof CHOICES)[]): Choice[] =>
  ids.map((id) => ({ id, label: t(`common.do.${CHOICES[id]}`) }));

/** What a seller with a store does most. */
export const sellerChoices = (t: T): Choice[] => doing(t, 'add-product', 'orders', 'share');
