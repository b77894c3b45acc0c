import { goTo, type Next, pass } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import type { Turn } from './turn.js';

/** Opens what was looked for where it is the only one, else the page of what has the words. */
export async function search(text: string, storeId: string, deps: Deps): Promise<Next<Turn>> {
  const q = text.slice(0, 100);
  const { items } = await deps.products.list(storeId, { q, limit: 2 });
  const [only, another] = items;
  if (only && !another) return goTo({ at: 'product', storeId, productId: only._id });
  return only ? goTo({ at: 'page', storeId, q }) : pass();
}
