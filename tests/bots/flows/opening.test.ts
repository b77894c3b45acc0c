import { expect, it } from 'vitest';
import { chatWith } from '../../support/chat.js';
import { testServices } from '../../support/services.js';

const services = testServices();

it('lets a newcomer open a shop and put three products into it in seven messages', async () => {
  const asha = await chatWith(services, { channel: 'telegram' });
  await asha.starts();
  await asha.taps('sell');
  await asha.sharesNumber('+919810000001');
  await asha.types('Asha Pickles');
  await asha.types('Malviya Nagar, Jaipur');
  await asha.sendsAlbum([1, 2, 3], 'Mango pickle 149\nLime pickle 99\nChilli pickle 129 (159)');
  await asha.taps('share');
  expect(asha.transcript()).toMatchInlineSnapshot(`
    "you: START
    haat: Namaste! I'm Haat. I can open a shop for you, or take you to one. [Open my shop] [Visit a shop]
    you: [Open my shop]
    haat: Share your number so that orders reach you. Buyers don't see it.
    you: (number +919810000001)
    haat: What is your shop called?
    you: Asha Pickles
    haat: Where is Asha Pickles? Area and city are enough, buyers see this.
    you: Malviya Nagar, Jaipur
    haat: (picture) Asha Pickles is open 🎉 http://haat.test/s/asha-pickles
    Post this picture as your status.
    haat: Now send a photo and write name and price under it, like: Mango pickle 149 [Add without a photo]
    you: (3 photos) Mango pickle 149
    Lime pickle 99
    Chilli pickle 129 (159)
    haat: 3 products are in your shop:
    Mango pickle · ₹149
    Lime pickle · ₹99
    Chilli pickle · ₹129 [Share my shop] [Add a product] [See my products] [Undo the last one]
    you: [Share my shop]
    haat: Asha Pickles is open. See what I sell and order here: http://haat.test/s/asha-pickles
    haat: (picture) Post this picture as your status.
    haat: (picture) Print this QR, and buyers open Asha Pickles by scanning it. [Make a poster] [Add a product]"
  `);
});

it.each(['web-chat', 'whatsapp-web', 'whatsapp-cloud'] as const)('opens a shop on %s as well', async (channel) => {
  const ravi = await chatWith(services, { channel });
  await ravi.types('hi');
  await ravi.taps('sell');
  await ravi.types(`98200 100${String(channel.length).padStart(2, '0')}`);
  await ravi.types('1234');
  await ravi.types('Ravi Kurtas');
  await ravi.types('Surat');
  await ravi.sendsPhoto(1, 'Kurta size 42 799 (999) #Kurtas\nSaree ₹1,499\nDupatta 299 x3');
  await ravi.sendsPhoto(2);
  await ravi.sendsPhoto(3);
  await ravi.taps('share');
  const link = /http:\/\/haat\.test\/s\/([a-z0-9-]+)/.exec(ravi.transcript())?.[1] ?? '';
  const store = await services.stores.byLink(link);
  const { items } = await services.products.list(store._id);
  expect(items.map(({ name, salePrice, mrp, stock }) => [name, salePrice, mrp, stock])).toEqual([
    ['Dupatta', 29900, 29900, 3],
    ['Saree', 149900, 149900, null],
    ['Kurta size 42', 79900, 99900, null],
  ]);
});
