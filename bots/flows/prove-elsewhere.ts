import type { Deps } from './deps.js';

/**
 * The question for a phone or its code; where a real code would be sent and a messenger is on, with the way to prove
 * the number there instead.
 */
export function orProveElsewhere(text: string, { contact, messengerLink, otp, proofs, t }: Deps): string {
  const isHelpful = contact.channel === 'web-chat' && otp.mode === 'verify';
  const url = isHelpful ? messengerLink(`v_${proofs.make(contact._id)}`) : undefined;
  return url === undefined ? text : `${text}\n${t('prove.offer', { url })}`;
}
