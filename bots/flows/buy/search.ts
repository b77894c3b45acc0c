import { goTo, type Next, pass } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import type { Turn } from './turn.js';

/** Looks for what somebody typed in a shop; passes when nothing is found. One product alone is shown as its card. */
export async function search(q: string, storeId: string, { catalog }: Deps): Promise<Next<Turn>> {
  const { items } = await catalog.page({ _id: storeId }, { q, limit: 2 });
  const [first, second] = items;
  if (!first) return pass();
  if (!second) return goTo({ at: 'product', productId: first._id, shelf: { storeId } });
  return goTo({ at: 'shelf', storeId, q });
}
