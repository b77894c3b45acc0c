import { LRUCache } from 'lru-cache';
import type { Contact } from '../../src/contacts/index.js';

/** Writers of whom a process knows, about 300 bytes each, who they are when they write again. */
const MOST_LATELY = 20_000;

/**
 * Takes what somebody says while they are being asked for: whoever an address was when it wrote last, it nearly always
 * still is. Where it is not, `take` has to see to it that nothing is said to a contact that is gone, as the worker does.
 */
export function createTakeFrom() {
  const lately = new LRUCache<string, string>({ max: MOST_LATELY });

  return async function takeFrom(
    address: string,
    met: Promise<Contact>,
    take: (contactId: string) => Promise<unknown>,
  ): Promise<void> {
    await take(lately.get(address) ?? (await met)._id);
    lately.set(address, (await met)._id);
  };
}
