import { goTo, type Next, pass } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import type { Turn } from './turn.js';

/** Who writes more than this is not looking for a product. */
const LONGEST = 80;

/** Looks for what somebody typed in a shop; passes when nothing is found. One product alone is shown as its card. */
export async function search(q: string, storeId: string, { catalog }: Deps): Promise<Next<Turn>> {
  if (q.length > LONGEST) return pass();
  const { items } = await catalog.page({ _id: storeId }, { q, limit: 2 });
  const [first, second] = items;
  if (!first) return pass();
  if (!second) return goTo({ at: 'product', productId: first._id, shelf: { storeId } });
  return goTo({ at: 'shelf', storeId, q });
}
