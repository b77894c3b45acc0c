import {
  isJidBot,
  isJidBroadcast,
  isJidGroup,
  isJidMetaAI,
  isJidNewsletter,
  isLidUser,
  isPnUser,
  jidDecode,
  jidNormalizedUser,
} from '@whiskeysockets/baileys';

/** Whether an address is one person's: no group, no broadcast, no channel, no program of WhatsApp's own. */
export const isPerson = (address: string | undefined): boolean =>
  (isPnUser(address) === true || isLidUser(address) === true) && !NOBODY.has(jidDecode(address)?.user ?? '');

/** WhatsApp itself, its announcements, and Meta's assistant. */
const NOBODY = new Set(['0', 'server', '16505361212', '13135550002']);

/** Whether what comes from there is never anybody's word to us; the server itself is not among them. */
export const isNobody = (address: string): boolean =>
  [isJidGroup, isJidBroadcast, isJidNewsletter, isJidBot, isJidMetaAI].some((is) => Boolean(is(address)));

/** Without the device that was used. */
export const bare = (address: string): string => jidNormalizedUser(address);

/** The phone that an address is, in E.164; undefined for one that hides it. */
export function phoneOf(address: string): string | undefined {
  const { user, server } = jidDecode(address) ?? {};
  return server === 's.whatsapp.net' && user !== undefined && /^\d{7,15}$/.test(user) ? `+${user}` : undefined;
}

/** Whether an address hides the phone. */
export const isLid = (address: string): boolean => isLidUser(address) === true;
