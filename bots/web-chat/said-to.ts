import type { Contact, Contacts } from '../../src/contacts/index.js';
import type { Clock } from '../../src/platform/clock.js';
import type { History } from './history.js';
import { type Item, itemOf } from './item.js';

/** A page that is looked at counts as seen once an hour. */
const SEEN_EVERY_MS = 3_600_000;

/** Whose conversation an address has: a contact, or nobody's (never met, or forgotten). */
export type Whose = { contactId: string } | undefined;

export type SaidTo = ReturnType<typeof createSaidTo>;

/** What was said to and by an address, as the page reads it. */
export function createSaidTo(deps: { contacts: Pick<Contacts, 'at' | 'seen'>; history: History; clock: Clock }) {
  const { contacts, history, clock } = deps;

  /** Alerts wait for pages that are still opened now and then; but who asked to be forgotten is not met again by that. */
  async function see(contact: Contact): Promise<void> {
    const isDue = clock.now().getTime() - contact.lastSeenAt.getTime() > SEEN_EVERY_MS;
    if (isDue) await contacts.seen(contact._id);
  }

  return {
    async whose(address: string): Promise<Whose> {
      const contact = await contacts.at('web-chat', address);
      if (!contact) return undefined;
      await see(contact);
      return { contactId: contact._id };
    },

    async after(address: string, whose: Whose, id: string, limit: number): Promise<Item[]> {
      const said = whose ? await history.after(whose.contactId, id, limit) : await history.farewell(address);
      return said.filter(({ _id }) => _id !== id).map(itemOf);
    },

    async before(address: string, whose: Whose, id: string, limit: number): Promise<Item[]> {
      const said = whose ? await history.before(whose.contactId, id, limit) : await history.farewell(address);
      return said.filter(({ _id }) => _id !== id).map(itemOf);
    },

    /** Messages that changed since they were said, and how often each did. */
    async edited(whose: Whose): Promise<{ item: Item; edits: number }[]> {
      const said = whose ? await history.edited(whose.contactId) : [];
      return said.map((one) => ({ item: itemOf(one), edits: one.edits ?? 0 }));
    },
  };
}
