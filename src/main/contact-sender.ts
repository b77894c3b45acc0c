import type { OtpSender } from '../accounts/otp-senders.js';
import type { Chats, Contacts } from '../contacts/index.js';
import { newId } from '../platform/ids.js';
import type { Texts } from '../platform/texts.js';

/**
 * Sends a code to a messenger in which the number was proved already. The built-in web chat is no such place: its
 * history is kept, and whoever sits at that page may be who asks for the code.
 */
export const contactSender = (deps: { contacts: Contacts; chats: Chats; texts: Texts }): OtpSender => ({
  name: 'contact',
  async send(mobile, code, language) {
    const known = await deps.contacts.ofPhone(mobile);
    const [contact] = known.filter(({ channel }) => channel !== 'web-chat');
    if (!contact) return false;
    const text = deps.texts.t(contact.language ?? language)('common.yourCode', { code });
    await deps.chats.say(contact, { id: `code.${newId()}`, prompt: { text } });
    return true;
  },
});
