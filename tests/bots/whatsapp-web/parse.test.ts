import { describe, expect, it } from 'vitest';
import { heardIn, saidIn } from '../../../bots/whatsapp-web/parse.js';

const key = { remoteJid: '919876543210@s.whatsapp.net', id: 'A1', fromMe: false };
const said = (message: object) => {
  const heard = heardIn({ key, messageTimestamp: 1, message });
  const { messageId, ...rest } = (heard && saidIn(heard)) ?? { messageId: 'nothing' };
  return messageId === 'nothing' ? undefined : rest;
};
const flow = (paramsJson: string) => ({ interactiveResponseMessage: { nativeFlowResponseMessage: { paramsJson } } });
const vcard = (tel: string) => ({ contactMessage: { vcard: `BEGIN:VCARD\nFN:Asha\n${tel}\nEND:VCARD` } });

describe('a message of each kind', () => {
  it.each([
    ['text', { conversation: 'Mango 149' }, { text: 'Mango 149' }],
    ['a longer text', { extendedTextMessage: { text: 'Mango' } }, { text: 'Mango' }],
    ['a link with a cart', { conversation: 'Hello! c_abc-D_9' }, { start: 'c_abc-D_9' }],
    ['a quote', { extendedTextMessage: { text: 'ok', contextInfo: { stanzaId: 'Q' } } }, { text: 'ok', quotes: 'Q' }],
    ['one that disappears', { ephemeralMessage: { message: { conversation: 'hi' } } }, { text: 'hi' }],
    [
      'a place',
      { locationMessage: { degreesLatitude: 1, degreesLongitude: 2, name: 'Home' } },
      { location: { latitude: 1, longitude: 2, label: 'Home' } },
    ],
    [
      "one's own contact",
      vcard('TEL;type=CELL;waid=919876543210:+91 98765 43210'),
      { contact: { phone: '+919876543210', verified: true } },
    ],
    [
      "somebody else's contact",
      vcard('TEL;type=CELL:+91 98765 00000'),
      { contact: { phone: '+91 98765 00000', verified: false } },
    ],
    ['a contact without a number', vcard('EMAIL:x@example.com'), { unsupported: true }],
    ['a row', { listResponseMessage: { singleSelectReply: { selectedRowId: 'add:1' } } }, { choice: 'add:1' }],
    ['a button', { buttonsResponseMessage: { selectedButtonId: 'yes' } }, { choice: 'yes' }],
    ['an answer of a form', flow('{"id":"yes"}'), { choice: 'yes' }],
    ['an answer that is none', flow('{nonsense'), { unsupported: true }],
    ['a voice note', { audioMessage: {} }, { unsupported: true }],
    ['a sticker', { stickerMessage: {} }, { unsupported: true }],
    ['a cart of its own catalog', { orderMessage: {} }, { unsupported: true }],
    ['a reaction', { reactionMessage: { text: '👍' } }, undefined],
    ['a deletion', { protocolMessage: { type: 0 } }, undefined],
    ['the head of an album', { albumMessage: { expectedImageCount: 3 } }, undefined],
    ['nothing', {}, undefined],
  ])('%s', (_, message, meant) => {
    expect(said(message)).toEqual(meant);
  });

  it.each(['120363041234567890@g.us', 'status@broadcast', '123@newsletter', '0@s.whatsapp.net'])(
    'in %s is nobody’s word to us',
    (remoteJid) => {
      const heard = heardIn({ key: { ...key, remoteJid }, message: { conversation: 'hi' } });
      expect([undefined, '0@s.whatsapp.net']).toContain(heard?.address);
    },
  );
});
