import type { OtpSender } from '../accounts/otp-senders.js';
import { type Chats, type Contacts, isWindowOpen } from '../contacts/index.js';
import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import type { Texts } from '../platform/texts.js';

/**
 * Sends a code to a messenger in which the number was proved already. The built-in web chat is no such place: its
 * history is kept, and whoever sits at that page may be who asks for the code. Neither is Meta's official API once the
 * person has not written for a day: it takes no code then, and another sender may.
 */
export const contactSender = (deps: {
  contacts: Pick<Contacts, 'ofPhone'>;
  chats: Pick<Chats, 'say'>;
  texts: Pick<Texts, 't'>;
  clock: Clock;
}): OtpSender => ({
  name: 'contact',
  async send(mobile, code, language) {
    const known = await deps.contacts.ofPhone(mobile);
    const now = deps.clock.now();
    const contact = known.find(
      (one) => one.channel !== 'web-chat' && (one.channel !== 'whatsapp-cloud' || isWindowOpen(one, now)),
    );
    if (!contact) return false;
    const text = deps.texts.t(contact.language ?? language)('common.yourCode', { code });
    await deps.chats.say(contact, { id: `code.${newId()}`, prompt: { text } });
    return true;
  },
});
