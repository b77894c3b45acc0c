import { goTo, type Next, pass } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import type { Turn } from './turn.js';

/** Opens the order whose number begins with what was typed; where several do, asks which. */
export async function search(text: string, { contact, orders }: Deps): Promise<Next<Turn>> {
  // a word of a sentence is no number
  if (!/^#?(ht-?)?[0-9a-z]{2,5}$/i.test(text)) return pass();
  const [only, ...others] = await orders.byNumber(contact.accountId ?? '', text);
  if (!only) return pass();
  if (others.length === 0) return goTo({ at: 'order', orderId: only._id });
  return goTo({ at: 'found', orderIds: [only, ...others].map(({ _id }) => _id) });
}
