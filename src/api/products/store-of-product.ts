import { notFound } from '../../platform/refusal.js';
import type { Store } from '../../stores/model.js';
import type { Services } from '../services.js';

/** The store of a product, deleted or not, when it is the seller's. @throws Refusal `no_product` (404) */
export async function storeOfProduct(
  { stores, products }: Pick<Services, 'stores' | 'products'>,
  accountId: string,
  productId: string,
): Promise<Store> {
  const [storeId] = await products.storesOf([productId]);
  const store = storeId ? await stores.byId(storeId) : undefined;
  if (store?.accountId !== accountId) throw notFound('product');
  return store;
}
