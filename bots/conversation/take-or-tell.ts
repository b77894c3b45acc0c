import type { Contact, Incoming } from '../../src/contacts/index.js';
import { Refusal } from '../../src/platform/refusal.js';
import type { Texts } from '../../src/platform/texts.js';

/**
 * Takes messages into their chats. A flood is not kept: it must hold up nobody else, and who floods is told, once, since
 * a flood of answers would use up what the platform lets us send to all.
 * @param receive resolves once the message is safe; the same `messageId` has one effect
 * @param tell says something beside the chat; must neither throw nor be waited for
 */
export function createTakeOrTell(deps: {
  receive(incoming: Incoming, from: Contact | Promise<Contact>): Promise<unknown>;
  tell(contact: Contact, text: string): void;
  texts: Pick<Texts, 't'>;
}) {
  const { receive, tell, texts } = deps;
  const flooding = new Set<string>();

  return async function takeOrTell(from: Contact | Promise<Contact>, incoming: Incoming): Promise<void> {
    const { contactId } = incoming;
    try {
      await receive(incoming, from);
      flooding.delete(contactId);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (flooding.has(contactId)) return;
      flooding.add(contactId);
      const contact = await from;
      tell(contact, texts.t(contact.language)(`refusals.${error.code}`, error.params));
    }
  };
}
