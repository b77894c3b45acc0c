import type { Deps } from './deps.js';

/**
 * The question for a phone or its code; where a real code would be sent and a messenger is on, with the way to prove
 * the number there instead.
 */
export async function orProveElsewhere(text: string, deps: Deps): Promise<string> {
  const { contact, messengers, otp, proofs, t } = deps;
  const isHelpful = contact.channel === 'web-chat' && otp.mode === 'verify';
  const ways = isHelpful ? await messengers.ways(`v_${proofs.make(contact._id)}`, t) : [];
  return [text, ...ways.map(({ name, url }) => t('prove.offer', { messenger: name, url }))].join('\n');
}
