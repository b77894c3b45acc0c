import type { Services } from '../services.js';

type Deps = Pick<Services, 'customers' | 'contacts' | 'chats' | 'talks' | 'texts'>;

/**
 * Forgets a buyer, and the chats of those contacts that are nothing but this buyer: each says goodbye, and goes with
 * it. A seller's chat stays, since orders are told there, but knows no buyer any more. Done again it changes nothing.
 */
export async function forgetCustomer(
  { customers, contacts, chats, talks, texts }: Deps,
  customerId: string,
): Promise<void> {
  const known = await contacts.ofCustomer(customerId);
  await customers.forget(customerId);
  await talks.forget({ customerId });
  for (const { _id } of known) await talks.forget({ contactId: _id });
  for (const contact of known) {
    if (contact.accountId) {
      await contacts.forgetCustomer(contact._id);
      continue;
    }
    const text = texts.t(contact.language)('forgetMe.done');
    await contacts.forget(contact._id);
    await chats.say(contact, { id: `forgotten:${customerId}`, prompt: { text } });
  }
}
