import { beforeEach, describe, expect, it } from 'vitest';
import { SendFault } from '../../../bots/conversation/channel.js';
import { newId } from '../../../src/platform/ids.js';
import { testClock } from '../../support/clock.js';
import { testDb } from '../../support/db.js';
import { aJpeg } from '../../support/telegram-shop.js';
import { type FakeWhatsApp, startFakeWhatsApp } from '../../support/whatsapp-web/start-fake-whatsapp.js';
import { aWebp } from '../telegram/a-send.js';
import { aProcess, forgetLinks } from './a-phone.js';

const db = testDb();
beforeEach(() => forgetLinks(db));

async function aLinkedPhone(options: Parameters<typeof aProcess>[2] = {}) {
  const whatsapp = await startFakeWhatsApp();
  const process = await aProcess(db, whatsapp, options);
  await process.linkPhone();
  return {
    ...process,
    whatsapp,
    [Symbol.asyncDispose]: async () => {
      await process.channel.stop();
      await whatsapp.stop();
    },
  };
}
const kept = (whatsapp: FakeWhatsApp, count: number) => whatsapp.waitFor(() => whatsapp.events('kept').length >= count);
/** Until the phone has dealt with all that was said before: somebody else says something, and that is kept. */
async function isThrough(phone: Awaited<ReturnType<typeof aLinkedPhone>>): Promise<void> {
  const last = phone.whatsapp.person({ name: 'Last' });
  await last.types('start');
  await expect.poll(async () => (await phone.inboxOf(last)).length).toBe(1);
}

describe('a person', () => {
  it('is one contact by number and by id, and answers go to the address that wrote', async () => {
    await using phone = await aLinkedPhone();
    const { whatsapp } = phone;
    const [byNumber, byId] = ['phone', 'lid'].map((via) =>
      whatsapp.person({ name: 'Lidia', phone: '919812300001', via: via as 'phone' }),
    ) as [ReturnType<FakeWhatsApp['person']>, ReturnType<FakeWhatsApp['person']>];
    await byId.types('start');
    await kept(whatsapp, 1);
    await phone.say(byId, { text: 'To the id' });
    expect((await byId.hears('To the id')).to).toContain('@lid');
    await byNumber.types('start');
    await kept(whatsapp, 2);
    await phone.say(byId, { text: 'To the number' });
    expect((await byNumber.hears('To the number')).to).toContain('@s.whatsapp.net');
    const contact = await phone.contactOf(byId);
    expect(contact).toMatchObject({ phone: '+919812300001', phoneProof: 'platform', name: 'Lidia' });
    expect(contact?.addresses).toHaveLength(2);
  });

  it('who is known by an id alone is answered there, and has no number', async () => {
    await using phone = await aLinkedPhone();
    const { whatsapp } = phone;
    const hidden = whatsapp.person({ via: 'lid-only' });
    await hidden.start('s_asha-pickles');
    await kept(whatsapp, 1);
    const contact = await phone.contactOf(hidden);
    expect([contact?.phone, contact?.replyTo]).toEqual([undefined, hidden.jid]);
    await phone.say(hidden, { text: 'Hello' });
    expect((await hidden.hears('Hello')).to).toBe(hidden.jid);
  });
});

describe('what is said', () => {
  it('is taken once, though it comes twice, and what is old is left alone', async () => {
    await using phone = await aLinkedPhone();
    const { whatsapp } = phone;
    const asha = whatsapp.person();
    await asha.types('start');
    await asha.types('once', { id: '3EB0ONCE' });
    await asha.types('once', { id: '3EB0ONCE' });
    await asha.types('long ago', { at: Math.floor(Date.now() / 1000) - 25 * 3600 });
    await asha.types('an hour ago', { at: Math.floor(Date.now() / 1000) - 3600 });
    await kept(whatsapp, 3);
    await isThrough(phone);
    expect((await phone.inboxOf(asha)).map(({ text }) => text)).toEqual(['start', 'once', 'an hour ago']);
  });

  it('waits while it cannot be kept, and is kept in its order', async () => {
    let isAway = true;
    await using whatsapp = await startFakeWhatsApp();
    const process: Awaited<ReturnType<typeof aProcess>> = await aProcess(db, whatsapp, {
      deps: {
        async receive(incoming) {
          if (isAway) throw new Error('the database is away');
          await process.chats.receive('whatsapp-web', incoming);
          whatsapp.tell('kept');
        },
      },
    });
    await process.linkPhone();
    const ravi = whatsapp.person({ name: 'Ravi' });
    await ravi.types('start');
    await ravi.types('two');
    await expect.poll(() => process.log()).toContain('could not be kept yet');
    isAway = false;
    await kept(whatsapp, 2);
    expect((await process.inboxOf(ravi)).map(({ text }) => text)).toEqual(['start', 'two']);
  });

  it('in a group is nobody’s word to us', async () => {
    await using phone = await aLinkedPhone();
    const { whatsapp } = phone;
    const asha = whatsapp.person();
    await asha.types('start', { group: '120363041234567890@g.us' });
    await isThrough(phone);
    expect(await phone.contactOf(asha)).toBeNull();
    expect(whatsapp.sent()).toEqual([]);
  });

  it('by strangers to the owner of the phone is not answered, unless it is the shop they mean', async () => {
    await using phone = await aLinkedPhone();
    const { whatsapp } = phone;
    const friend = whatsapp.person({ name: 'Friend' });
    for (const words of ['hello', 'are you coming?', 'ok', 'yes', '149', 'no onions please']) await friend.types(words);
    await friend.sendsPhoto(await aJpeg(1), { caption: 'look' });
    await isThrough(phone);
    expect(await phone.contactOf(friend)).toBeNull();
    for (const words of [
      'shop asha-pickles',
      '/start',
      'Hello! c_abcdefgh',
      'दुकान asha-pickles',
      'http://haat.test/s/asha',
    ]) {
      const buyer = whatsapp.person();
      await buyer.types(words);
      await isThrough(phone);
      expect([words, (await phone.inboxOf(buyer)).length]).toEqual([words, 1]);
    }
  });

  it('while the owner types to somebody herself is left to her, for 12 hours', async () => {
    const clock = testClock();
    await using phone = await aLinkedPhone({ clock });
    const { whatsapp } = phone;
    const owner = whatsapp.person({ phone: whatsapp.world.phone, name: 'Owner' });
    const ravi = whatsapp.person({ name: 'Ravi' });
    const at = () => ({ at: Math.floor(clock.now().getTime() / 1000) });
    await ravi.types('start', at());
    await kept(whatsapp, 1);
    await owner.writesTo(ravi, 'I bring it myself');
    await ravi.types('thank you', at());
    await isThrough(phone);
    expect(await phone.inboxOf(ravi)).toHaveLength(1);
    clock.pass(12 * 3600 + 1);
    await ravi.types('cart', at());
    await kept(whatsapp, 3);
    expect((await phone.inboxOf(ravi)).map(({ text }) => text)).toEqual(['start', 'cart']);
  });

  it('by the owner to herself is hers, and what we say there is not', async () => {
    await using phone = await aLinkedPhone();
    const { whatsapp } = phone;
    const owner = whatsapp.person({ phone: whatsapp.world.phone, name: 'Owner' });
    await owner.writesTo(owner, 'start');
    await kept(whatsapp, 1);
    expect((await phone.inboxOf(owner)).map(({ text }) => text)).toEqual(['start']);
    await phone.say(owner, { text: 'Hello, owner' });
    await isThrough(phone);
    expect(await phone.inboxOf(owner)).toHaveLength(1);
  });

  it('by another program at once, again and again, ends by itself', async () => {
    await using phone = await aLinkedPhone();
    const { whatsapp } = phone;
    const bot = whatsapp.person({ name: 'Bot' });
    await bot.types('start');
    await kept(whatsapp, 1);
    for (let n = 0; n < 12; n++) {
      await phone.say(bot, { text: `How can I help? ${n}` });
      await bot.types('How can I help?');
    }
    await expect.poll(() => phone.log()).toContain('answers like a program');
    const heard = (await phone.inboxOf(bot)).length;
    await bot.types('start');
    await isThrough(phone);
    expect(await phone.inboxOf(bot)).toHaveLength(heard);
  }, 40_000);
});

describe('a message of ours', () => {
  it('is numbered text, a picture or a file; said again under its id it stays one', async () => {
    const media = new Map([
      ['p/1.webp', await aWebp()],
      ['private/x.csv', Buffer.from('name\nMango')],
    ]);
    await using phone = await aLinkedPhone({ media });
    const { whatsapp } = phone;
    // what goes out as bytes goes over TLS, which this process does not believe of a test
    const asha = whatsapp.person();
    await asha.types('start');
    await kept(whatsapp, 1);
    const id = newId();
    const choices = [{ id: 'sell', label: 'Open my shop' }];
    const [first, again] = [
      await phone.say(asha, { text: 'What now?', choices }, id),
      await phone.say(asha, { text: 'What now?', choices }, id),
    ];
    expect(first).toEqual(again);
    expect(asha.messages().map(({ text }) => text)).toEqual(['What now?\n\n*1* Open my shop']);
    await phone.say(asha, { text: 'Gone', photo: 'p/gone.webp' });
    await asha.hears('Gone');
    expect(await phone.say(asha, { text: '' })).toBeDefined();
  });

  it('counts when the server took it, and is delivered when a phone has it', async () => {
    await using phone = await aLinkedPhone();
    const { whatsapp } = phone;
    const asha = whatsapp.person();
    await asha.types('start');
    await kept(whatsapp, 1);
    const { platformId } = await phone.say(asha, { text: 'Hello' });
    const contactId = (await phone.contactOf(asha))?._id;
    await whatsapp.waitFor(() => phone.receipts.length);
    expect(phone.receipts).toEqual([{ contactId, platformId, state: 'delivered' }]);
  });

  it.each(['463', '479'])('that WhatsApp refuses (%s) is not tried again', async (code) => {
    await using phone = await aLinkedPhone();
    const { whatsapp } = phone;
    const asha = whatsapp.person();
    await asha.types('start');
    await kept(whatsapp, 1);
    whatsapp.world.refuses = code;
    const thrown = await phone.say(asha, { text: 'Hello' }).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(SendFault);
    expect(thrown).toMatchObject({ kind: 'final', message: expect.stringContaining(code) });
  });

  it('is tried later when the line breaks before the server has said anything, and arrives once', async () => {
    await using phone = await aLinkedPhone();
    const { whatsapp } = phone;
    const asha = whatsapp.person();
    await asha.types('start');
    await kept(whatsapp, 1);
    whatsapp.world.silent = true;
    const id = newId();
    const saying = phone.say(asha, { text: 'Hello' }, id).catch((error: unknown) => error);
    await asha.hears('Hello');
    whatsapp.cut();
    expect(await saying).toMatchObject({ kind: 'later' });
    whatsapp.world.silent = false;
    await phone.isOpen();
    await phone.say(asha, { text: 'Hello' }, id);
    expect(asha.messages().map(({ text }) => text)).toEqual(['Hello']);
    expect(whatsapp.events('said again')).toHaveLength(1);
  });

  it('waits while no phone is linked', async () => {
    const whatsapp = await startFakeWhatsApp();
    const process = await aProcess(db, whatsapp);
    const contact = await process.contacts.meet('whatsapp-web', '919800000000@s.whatsapp.net');
    const item = { id: newId(), seq: 1, at: new Date(), prompt: { text: 'Hello' } };
    await expect(process.channel.send(contact, item)).rejects.toMatchObject({ kind: 'later' });
    await whatsapp.stop();
  });

  it('to people who have long been silent goes to few a day', async () => {
    const clock = testClock();
    await using phone = await aLinkedPhone({ clock });
    const { whatsapp } = phone;
    const people = Array.from({ length: 21 }, () => whatsapp.person());
    for (const { jid } of people) await phone.contacts.meet('whatsapp-web', jid);
    clock.pass(31 * 24 * 3600);
    const said = await Promise.all(
      people.map((one) =>
        phone.say(one, { text: 'Hello' }).then(
          () => 'sent',
          (error: SendFault) => error.kind,
        ),
      ),
    );
    expect(said.filter((one) => one === 'sent')).toHaveLength(20);
    expect(said.filter((one) => one === 'later')).toHaveLength(1);
    clock.pass(24 * 3600);
    const [last] = people.slice(-1);
    if (last) await phone.say(last, { text: 'Hello' });
  }, 30_000);
});

describe('a photo that somebody sends', () => {
  const bytes = Buffer.from('a photo, as it were');
  async function sent(how: Parameters<ReturnType<FakeWhatsApp['person']>['sendsPhoto']>[1] = {}) {
    const phone = await aLinkedPhone();
    const asha = phone.whatsapp.person();
    await asha.types('start');
    await asha.sendsPhoto(bytes, { caption: 'Mango pickle 149', ...how });
    await kept(phone.whatsapp, 2);
    const message = (await phone.inboxOf(asha)).at(-1);
    expect(message?.text).toBe('Mango pickle 149');
    return { ...phone, fetched: () => phone.channel.fetch(message?.photos?.[0]?.ref ?? '') };
  }

  it('is fetched and opened', async () => {
    await using phone = await sent();
    expect(await phone.fetched()).toEqual(bytes);
  });

  it('that was altered is a sentence', async () => {
    await using phone = await sent({ altered: true });
    await expect(phone.fetched()).rejects.toMatchObject({ code: 'media_not_whole', status: 422 });
  });

  it.each(['cut', 'stalled', 'gone'] as const)('that is %s is a sentence, and the process goes on', async (mode) => {
    await using phone = await sent();
    phone.whatsapp.world.mediaMode = mode;
    await expect(phone.fetched()).rejects.toMatchObject({ code: 'media_not_whole' });
    phone.whatsapp.world.mediaMode = 'whole';
    expect(await phone.fetched()).toEqual(bytes);
  });

  it.each([
    'http://evil.example/x',
    'https://evil.example/x',
    'https://whatsapp.net.evil.example/x',
    'file:///etc/passwd',
  ])('is not fetched from where the sender says (%s)', async (url) => {
    await using phone = await sent({ url });
    await expect(phone.fetched()).rejects.toMatchObject({ code: 'media_not_whole' });
  });
});
