import type { T } from '../platform/texts.js';

/** A payload of a deep link, alone or at the end of a sentence. */
const PAYLOAD = /(?:^|\s)([scv]_[A-Za-z0-9_-]{3,62})$/;

/**
 * What a person sends to bring a deep link's payload along where links carry a text and nothing else (WhatsApp's
 * `wa.me`): a shop's in words that could be typed as well, another one at the end of a sentence.
 */
export const startText = (payload: string, t: T): string =>
  payload.startsWith('s_') ? `shop ${payload.slice(2)}` : `${t('common.fromPage')} ${payload}`;

/** The payload that a message brings along, whatever stands before it and in whichever language; undefined without one. */
export const startOf = (text: string): string | undefined => PAYLOAD.exec(text.trim())?.[1];
