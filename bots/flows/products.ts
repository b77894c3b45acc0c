import type { Store } from '../../src/stores/model.js';
import { type Flow, goTo, type Next, pass } from '../conversation/flow.js';
import type { Deps } from './deps.js';
import { asking } from './products/asking.js';
import { page } from './products/page.js';
import { product } from './products/product.js';
import { Turn } from './products/turn.js';
import { MOST_STORES, withStore } from './seller.js';

/** A seller looks through what the store sells, and changes any of it. */
export const products: Flow<Turn, Deps> = {
  id: 'products',
  schema: Turn,
  start: { at: 'page', storeId: '' },
  steps: { page, product, ...asking },
  entries: [
    { command: 'products', open: (_, __, deps) => withStore(deps, ({ _id }) => goTo({ at: 'page', storeId: _id })) },
    { choice: 'manage:', open: (productId, _, deps) => openOwn(productId, deps, () => true) },
    {
      choice: 'product:',
      // who is in their own shop looks around there as a buyer
      open: (productId, _, deps) => openOwn(productId, deps, ({ _id }) => deps.contact.shop?.storeId !== _id),
    },
  ],
};

/** A product of one of the seller's stores, from wherever its button stands; any other is a buyer's matter. */
async function openOwn(productId: string, deps: Deps, isMeant: (store: Store) => boolean): Promise<Next<Turn>> {
  const { contact, products, stores } = deps;
  if (!contact.accountId) return pass();
  const [storeId] = await products.storesOf([productId]);
  const { items } = await stores.ofAccount(contact.accountId, { limit: MOST_STORES });
  const store = items.find(({ _id }) => _id === storeId);
  return store && isMeant(store) ? goTo({ at: 'product', storeId: store._id, productId }) : pass();
}
