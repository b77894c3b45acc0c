import type { ChannelName } from '../../src/contacts/model.js';
import type { Limits } from './channel.js';

/** The page at `/chat` is ours: it shows as many buttons as there are. */
const webChat: Limits = {
  text: 8000,
  caption: 8000,
  withButtons: 8000,
  buttons: [{ max: 100, label: 200, idBytes: 200 }],
  bold: '',
};

/** Bot API: text 4096, caption 1024, `callback_data` 1–64 bytes, at most 100 buttons under a message. */
const telegram: Limits = {
  text: 4096,
  caption: 1024,
  withButtons: 4096,
  buttons: [{ max: 100, label: 64, idBytes: 64 }],
  bold: '',
};

/**
 * Cloud API: 3 reply buttons of 20 characters, else one list of 10 rows, which has no picture; a title of 24 or a
 * description of 72; body 1024.
 */
const whatsappCloud: Limits = {
  text: 4096,
  caption: 1024,
  withButtons: 1024,
  buttons: [
    { max: 3, label: 20, idBytes: 256, distinct: true },
    { max: 10, label: 72, idBytes: 200, withoutMedia: true },
  ],
  bold: '*',
};

/** There are no buttons to send through WhatsApp Web. */
const whatsappWeb: Limits = { text: 4096, caption: 1024, withButtons: 0, buttons: [], bold: '*' };

export const LIMITS: Readonly<Record<ChannelName, Limits>> = {
  'web-chat': webChat,
  telegram,
  'whatsapp-cloud': whatsappCloud,
  'whatsapp-web': whatsappWeb,
};
