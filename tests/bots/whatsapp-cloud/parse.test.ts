import { describe, expect, it } from 'vitest';
import { saidIn, writerOf } from '../../../bots/whatsapp-cloud/parse.js';
import { Change, Message } from '../../../bots/whatsapp-cloud/shapes.js';

const change = Change.parse({
  metadata: { phone_number_id: '1' },
  contacts: [{ profile: { name: 'Asha' }, wa_id: '919876543210' }],
});
/** What a message of Asha says, by its kind as in Meta's reference. */
const said = (content: object) => {
  const message = Message.parse({ id: 'wamid.1', from: '919876543210', timestamp: '1', ...content });
  const { messageId, ...rest } = saidIn(message, writerOf(message, change) ?? {}) ?? { messageId: 'nothing' };
  return messageId === 'nothing' ? undefined : rest;
};
const media = { id: '99', sha256: 'aGFzaA==', mime_type: 'image/jpeg' };

describe('a message of each kind', () => {
  it.each([
    ['text', { type: 'text', text: { body: 'Mango 149' } }, { text: 'Mango 149' }],
    ['a link with a cart', { type: 'text', text: { body: 'Hello! c_abc-D_9' } }, { start: 'c_abc-D_9' }],
    ['a quote', { type: 'text', text: { body: 'ok' }, context: { id: 'w0' } }, { text: 'ok', quotes: 'w0' }],
    [
      'a photo',
      { type: 'image', image: { ...media, caption: 'Mango 149' } },
      { photos: [{ ref: '99|aGFzaA==' }], text: 'Mango 149' },
    ],
    [
      'a photo as a file',
      { type: 'document', document: { ...media, filename: 'IMG.JPG' } },
      { photos: [{ ref: '99|aGFzaA==', name: 'IMG.JPG' }] },
    ],
    [
      'a file',
      { type: 'document', document: { id: '9', mime_type: 'text/csv', filename: 'p.csv' } },
      { file: { ref: '9|', name: 'p.csv' } },
    ],
    [
      'a button',
      { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 'yes|k3', title: 'Yes' } } },
      { choice: 'yes|k3' },
    ],
    [
      'a row',
      { type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: 'add:1', title: 'M' } } },
      { choice: 'add:1' },
    ],
    ['a button of a template', { type: 'button', button: { text: 'ok', payload: 'x' } }, { text: 'ok' }],
    [
      'a place',
      { type: 'location', location: { latitude: 18.5, longitude: 73.8, name: 'Home', address: 'Pune' } },
      { location: { latitude: 18.5, longitude: 73.8, label: 'Home, Pune' } },
    ],
    [
      'a place without a name',
      { type: 'location', location: { latitude: 1, longitude: 2 } },
      { location: { latitude: 1, longitude: 2 } },
    ],
    [
      "one's own contact",
      { type: 'contacts', contacts: [{ phones: [{ phone: '+91 98765 43210', wa_id: '919876543210' }] }] },
      { contact: { phone: '+919876543210', verified: true } },
    ],
    [
      "somebody else's contact",
      { type: 'contacts', contacts: [{ phones: [{ phone: '+91 98765 00000' }] }] },
      { contact: { phone: '+91 98765 00000', verified: false } },
    ],
    [
      'a cart of the catalog',
      { type: 'order', order: { product_items: [{ product_retailer_id: 'p1', quantity: '2', item_price: 1 }] } },
      { order: [{ productId: 'p1', qty: 2 }] },
    ],
    ['a sticker', { type: 'sticker', sticker: { id: '1' } }, { unsupported: true }],
    ['a voice note', { type: 'audio', audio: { id: '1', voice: true } }, { unsupported: true }],
    ['a video', { type: 'video', video: { id: '1' } }, { unsupported: true }],
    ['what Meta itself cannot tell', { type: 'unsupported', errors: [{ code: 131051 }] }, { unsupported: true }],
    ['a form', { type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: {} } }, { unsupported: true }],
    ['an empty contact', { type: 'contacts', contacts: [{}] }, { unsupported: true }],
    ['the first look', { type: 'request_welcome' }, { start: '' }],
    ['a kind of tomorrow', { type: 'hologram', hologram: { id: '1' } }, { unsupported: true }],
    ['a photo without an id', { type: 'image', image: { caption: 'x' } }, { unsupported: true }],
    ['a cart without lines', { type: 'order', order: { product_items: [] } }, { unsupported: true }],
    [
      'a text with odd things around it',
      { type: 'text', text: { body: 'hi' }, context: 'x', image: null, order: 7, referral: { source_url: [] } },
      { text: 'hi' },
    ],
    ['what was written anew', { type: 'edit', edit: { original_message_id: 'w' } }, undefined],
    ['what was taken back', { type: 'revoke', revoke: { original_message_id: 'w' } }, undefined],
    ['a reaction', { type: 'reaction', reaction: { emoji: '👍', message_id: 'w' } }, undefined],
    ['a new number', { type: 'system', system: { body: 'changed' } }, undefined],
  ])('%s', (_, content, meant) => {
    expect(said(content)).toEqual(meant);
  });

  it('by an old form of a number is of who has the number as it is now', () => {
    const message = Message.parse({ id: 'w', type: 'text', text: { body: 'x' }, from: '553199999999' });
    expect(writerOf(message, { contacts: [] })).toEqual({
      address: '553199999999',
      others: [],
      phone: '+5531999999999',
    });
  });

  it('of a group is nobody’s', () => {
    const message = Message.parse({ id: 'w', type: 'text', text: { body: 'x' }, from: '919876543210', group_id: 'g' });
    expect(writerOf(message, change)).toBeUndefined();
  });

  it('has no more of a name than a name has', () => {
    const message = Message.parse({ id: 'w', type: 'text', text: { body: 'x' }, from: '919876543210' });
    const contacts = [{ profile: { name: 'A'.repeat(5000) }, wa_id: '919876543210', user_id: undefined }];
    expect(writerOf(message, { contacts })?.name).toHaveLength(100);
  });

  it('of nobody is nobody’s', () => {
    const message = Message.parse({ id: 'wamid.1', type: 'text', text: { body: 'x' } });
    expect(writerOf(message, { ...change, contacts: [] })).toBeUndefined();
  });
});
