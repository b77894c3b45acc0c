import type { T } from '../../src/platform/texts.js';

/** Every sentence of the page, keys of the group `webChat` in the locales. */
const KEYS = [
  'name',
  'about',
  'conversation',
  'connecting',
  'state_online',
  'state_connecting',
  'state_offline',
  'state_noCookies',
  'earlier',
  'newer',
  'message',
  'ask_phone',
  'ask_code',
  'ask_price',
  'ask_count',
  'ask_photo',
  'ask_file',
  'send',
  'addPhotos',
  'addFile',
  'photo',
  'caption',
  'captionOf',
  'removePhoto',
  'mostPhotos',
  'choices',
  'you',
  'yourPhoto',
  'pictureOfHaat',
  'notSent',
  'refused',
  'refusedUnknown',
  'photoTooBig',
  'fileTooBig',
  'noScript',
] as const;

/** The words of the page in the language of `t`; their slots (`{n}`) are filled by the page. */
export const wordsOfPage = (t: T): Record<string, string> =>
  Object.fromEntries(KEYS.map((key) => [key, t(`webChat.${key}`, { n: '{n}' })]));
