import type { Incoming } from '../../../src/contacts/index.js';
import { notFound } from '../../../src/platform/refusal.js';
import type { Next, Say } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import { showCart } from './cart.js';
import { putIn } from './change-cart.js';
import { isRefused } from './shop.js';
import type { Turn } from './turn.js';

const MOST_OF_A_LINE = 99;

/**
 * A cart that was filled in the messenger's own catalog becomes one of ours, of the shop that its first product is of.
 * What is in no shop any more is said.
 * @throws Refusal `no_product` (404) when there is nothing of it
 */
export async function takeOrder(order: NonNullable<Incoming['order']>, deps: Deps): Promise<Next<Turn>> {
  const say: Say[] = [];
  let storeId: string | undefined;
  let isAllThere = true;
  for (const [index, { productId, qty }] of order.entries()) {
    try {
      const put = await putIn(productId, Math.min(qty, MOST_OF_A_LINE), `${deps.onceKey}.${index}`, deps);
      storeId ??= put.store._id;
      say.push(...put.say);
    } catch (error) {
      if (!isRefused(error, 'no_product')) throw error;
      isAllThere = false;
    }
  }
  if (storeId === undefined) throw notFound('product');
  return showCart(storeId, deps, ...say, ...(isAllThere ? [] : [{ text: deps.t('buy.notAllThere') }]));
}
