import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SendFault } from '../../../bots/conversation/channel.js';
import { defineLink } from '../../../bots/whatsapp-web/model.js';
import { eventually } from '../../support/eventually.js';
import { type FakeWhatsApp, startFakeWhatsApp } from '../../support/whatsapp-web/start-fake-whatsapp.js';
import { aLineAgain, forgetAll, isOpen, type Line, whatsAppDb } from './a-line.js';

const db = whatsAppDb();
let whatsapp: FakeWhatsApp;
beforeAll(async () => {
  whatsapp = await startFakeWhatsApp();
  await forgetAll(db);
});
afterAll(() => whatsapp.stop());
afterEach(() =>
  Object.assign(whatsapp.mood, { swallow: false, refuseWith: undefined, receipts: true, media: 'whole' }),
);

/** A line, and somebody who has written on it. */
async function aChat(options: Parameters<typeof aLineAgain>[2] = {}) {
  const line = await aLineAgain(db, whatsapp, options);
  return { line, ...(await somebody(line)) };
}
async function somebody(line: Line) {
  const person = whatsapp.person();
  await person.start();
  await eventually(async () => expect(await line.inboxOf(person)).toHaveLength(1));
  return { person, contact: await line.contactOf(person) };
}
const faultIn = (sending: Promise<unknown>): Promise<unknown> =>
  sending.then(
    () => 'it was sent',
    (error) => error,
  );

describe('what is said on WhatsApp', () => {
  it('has numbered choices, in bold, and no buttons', async () => {
    const { line, person } = await aChat();
    const choices = [
      { id: 'add:1', label: 'Mango pickle' },
      { id: 'add:2', label: 'Lemon pickle' },
    ];
    await line.says(person, { text: 'What would you like?', choices });
    const { text, message } = await person.hears('What would you like?');
    expect(text).toBe('What would you like?\n\n*1* Mango pickle\n*2* Lemon pickle');
    expect(Object.keys(message)).not.toContain('buttonsMessage');
  });

  it('comes with a picture, and a file as a document', async () => {
    const { line, person } = await aChat();
    const webp = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#c84' } })
      .webp()
      .toBuffer();
    line.media.set('card', webp);
    line.media.set('products', Buffer.from('name,price\n'));
    await line.says(person, { text: 'Your shop', photo: 'card' });
    const { message } = await person.hears('Your shop');
    expect(message.imageMessage?.mimetype).toBe('image/jpeg');
    await line.says(person, { text: 'Your products', file: { key: 'products', name: 'products.csv' } });
    const { message: other } = await person.hears('Your products');
    const document = other.documentMessage ?? other.documentWithCaptionMessage?.message?.documentMessage;
    expect(document).toMatchObject({ fileName: 'products.csv', mimetype: 'text/csv' });
  });

  it('goes without a picture that is gone', async () => {
    const { line, person } = await aChat();
    await line.says(person, { text: 'No picture', photo: 'gone' });
    expect((await person.hears('No picture')).message.imageMessage).toBeFalsy();
  });

  it('is one message however often it is sent', async () => {
    const { line, person } = await aChat();
    const id = randomBytes(8).toString('hex');
    const first = await line.says(person, { text: 'once' }, id);
    const second = await line.says(person, { text: 'once' }, id);
    expect(second).toEqual(first);
    expect(person.messages().map(({ text, times }) => [text, times])).toEqual([['once', 2]]);
  });

  it('has arrived when WhatsApp has it, and each message is told of once', async () => {
    const { line, person, contact } = await aChat();
    const { platformId = '' } = await line.says(person, { text: 'hello' });
    await person.hears('hello');
    whatsapp.tells(platformId, person.addresses.pn, 'read');
    await eventually(() => {
      const told = line.receipts.filter((one) => one.platformId === platformId);
      expect(told).toEqual([{ contactId: contact?._id, platformId, state: 'delivered' }]);
    });
  });

  it.each(['463', '479', '500'])('is not tried again when WhatsApp refuses it with %s', async (code) => {
    const { line, person } = await aChat();
    whatsapp.mood.refuseWith = code;
    const fault = await faultIn(line.says(person, { text: 'hello' }));
    expect(fault).toBeInstanceOf(SendFault);
    expect(fault).toMatchObject({ kind: 'final', message: `WhatsApp refuses it with ${code}` });
    await eventually(() => expect(line.receipts.at(-1)).toMatchObject({ state: 'failed' }));
  });

  it('is sent again under the same id when the line is lost before WhatsApp has it', async () => {
    const { line, person } = await aChat();
    whatsapp.mood.swallow = true;
    const sending = faultIn(line.says(person, { text: 'in the middle' }, 'the same'));
    await whatsapp.waitFor(() => whatsapp.events('swallowed').length > 0);
    whatsapp.drops();
    expect(await sending).toMatchObject({ kind: 'later', message: 'the line to WhatsApp was lost' });
    whatsapp.mood.swallow = false;
    await isOpen(line);
    await line.says(person, { text: 'in the middle' }, 'the same');
    await person.hears('in the middle');
    expect(person.messages().filter(({ text }) => text === 'in the middle')).toHaveLength(1);
  });

  it('waits while the line is down', async () => {
    const { line, person } = await aChat();
    whatsapp.mood.closed = true;
    whatsapp.drops();
    await eventually(() => expect(line.channel.state?.()).toBe('down'));
    const fault = await faultIn(line.says(person, { text: 'later' }));
    expect(fault).toMatchObject({ kind: 'later' });
    expect(String(fault)).toContain('WhatsApp is not connected');
    whatsapp.mood.closed = false;
    await eventually(() => expect(line.channel.state?.()).toBe('up'));
  });

  it('is not more at once than a person reads', async () => {
    const { line, person } = await aChat();
    const sent: unknown[] = [];
    for (let n = 0; n < 20; n++) sent.push(await faultIn(line.says(person, { text: `message ${n}` })));
    const refused = sent.filter((one) => one instanceof SendFault);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ kind: 'later', afterMs: expect.any(Number) });
    expect(sent.length - refused.length).toBeGreaterThanOrEqual(15);
  });

  it('goes to 20 people a day who have not written to this number', async () => {
    const line = await aLineAgain(db, whatsapp);
    const people = await Promise.all(Array.from({ length: 22 }, () => somebody(line)));
    await defineLink(db).updateOne({ _id: 'link' }, { $set: { linkedAt: new Date(Date.now() + 60_000) } });
    const sent: unknown[] = [];
    for (const { person } of people) sent.push(await faultIn(line.says(person, { text: 'news' })));
    expect(sent.filter((one) => one instanceof SendFault)).toHaveLength(2);
    expect(sent.at(-1)).toMatchObject({ kind: 'later', message: expect.stringContaining('20 people') });
    // whom we know already may hear more
    await line.says(people[0]?.person ?? whatsapp.person(), { text: 'more news' });
    await defineLink(db).updateOne({ _id: 'link' }, { $set: { linkedAt: new Date(0) } });
  }, 60_000);
});
