import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.js';
import { type FakeWhatsApp, startFakeWhatsApp } from '../../support/whatsapp-web/start-fake-whatsapp.js';
import { aLineAgain, forgetAll, type Line, whatsAppDb } from './a-line.js';

const db = whatsAppDb();
const HOUR = 3600;
let whatsapp: FakeWhatsApp;
let hold: () => void;
const ended = new Promise<void>((resolve) => {
  hold = resolve;
});
beforeAll(async () => {
  whatsapp = await startFakeWhatsApp();
  await forgetAll(db);
});
afterAll(() => whatsapp.stop());

const seconds = () => Math.floor(Date.now() / 1000);
type Someone = ReturnType<FakeWhatsApp['person']>;
const said = async (of: Line, person: Someone) =>
  (await of.inboxOf(person)).map(({ text, start, choice }) => text ?? choice ?? `start ${start}`);
/** Something of another person that came after all that is asked about. */
async function somethingElse(of: Line): Promise<void> {
  const other = whatsapp.person();
  await other.start();
  await eventually(async () => expect(await of.inboxOf(other)).toHaveLength(1));
}

describe('what people write', () => {
  it('comes into their chats, with the number that WhatsApp vouches for', async () => {
    const line = await aLineAgain(db, whatsapp);
    const asha = whatsapp.person({ name: 'Asha' });
    await asha.start();
    await asha.types('namaste 🙏');
    await eventually(async () => expect(await said(line, asha)).toEqual(['start', 'namaste 🙏']));
    expect(await line.contactOf(asha)).toMatchObject({
      ...{ name: 'Asha', replyTo: asha.addresses.pn, phone: `+${asha.phone}`, phoneProof: 'platform' },
      addresses: [asha.addresses.pn, asha.addresses.lid],
    });
    await line.stop();
  });

  it('is of one person by whichever address they write, and answers go to the one that wrote', async () => {
    const own = await aLineAgain(db, whatsapp);
    const lidia = whatsapp.person({ name: 'Lidia', via: 'lid' });
    await lidia.start();
    await eventually(async () => expect(await said(own, lidia)).toEqual(['start']));
    await lidia.types('by phone', { via: 'pn' });
    await eventually(async () => expect(await said(own, lidia)).toEqual(['start', 'by phone']));
    expect((await own.contactOf(lidia))?.replyTo).toBe(lidia.addresses.pn);
    await lidia.types('by the other', { via: 'lid' });
    await eventually(async () => expect((await own.contactOf(lidia))?.replyTo).toBe(lidia.addresses.lid));
    await own.says(lidia, { text: 'hello' });
    expect((await lidia.hears('hello')).to).toBe(lidia.addresses.lid);
    await own.stop();
  });

  it('is taken from somebody whose number is hidden, and from the same when it comes to be known', async () => {
    const own = await aLineAgain(db, whatsapp);
    const hidden = whatsapp.person({ name: 'Nobody', via: 'lid', hidden: true });
    await hidden.start();
    await eventually(async () => expect(await said(own, hidden)).toEqual(['start']));
    const contact = await own.contactOf(hidden);
    expect(contact?.addresses).toEqual([hidden.addresses.lid]);
    expect(contact?.phone).toBeUndefined();
    await own.says(hidden, { text: 'welcome' });
    await hidden.hears('welcome');
    await hidden.types('it is me', { hidden: false });
    await eventually(async () => expect((await own.contactOf(hidden))?.phone).toBe(`+${hidden.phone}`));
    expect((await own.contactOf(hidden))?._id).toBe(contact?._id);
    await own.stop();
  });

  it('has one effect however often it comes', async () => {
    const own = await aLineAgain(db, whatsapp);
    const asha = whatsapp.person();
    const id = await asha.start();
    await asha.types('start', { id });
    await asha.types('start', { id });
    await somethingElse(own);
    await eventually(async () => expect(await said(own, asha)).toEqual(['start']));
    await own.stop();
  });

  it('is answered when it came while we were away, but not when it is old', async () => {
    const before = await aLineAgain(db, whatsapp);
    const [asha, ravi] = [whatsapp.person(), whatsapp.person()];
    await asha.start();
    await ravi.start();
    await eventually(async () => expect(await before.inboxOf(ravi)).toHaveLength(1));
    await before.stop();
    await whatsapp.waitFor(() => !whatsapp.isOnline());
    await asha.types('while you were away', { at: seconds() - 5 * 60 });
    await ravi.types('last month', { at: seconds() - 30 * 24 * HOUR });
    const own = await aLineAgain(db, whatsapp);
    await somethingElse(own);
    await eventually(async () => expect(await said(own, asha)).toEqual(['start', 'while you were away']));
    expect(await said(own, ravi)).toEqual(['start']);
    await own.stop();
  });

  it('in groups is not ours', async () => {
    const own = await aLineAgain(db, whatsapp);
    const asha = whatsapp.person();
    await asha.types('start', { group: '120363000000000001' });
    await somethingElse(own);
    expect(await own.contactOf(asha)).toBeNull();
    await own.stop();
  });

  it('waits for a database that is away, and is not lost', async () => {
    const { MongoNetworkError } = (await import('mongoose')).default.mongo;
    let isAway = true;
    const own = await aLineAgain(db, whatsapp, {
      async receive() {
        if (isAway) throw new MongoNetworkError('away');
        hold();
      },
    });
    const asha = whatsapp.person();
    await asha.start();
    await eventually(async () => expect(await own.contactOf(asha)).not.toBeNull());
    isAway = false;
    await ended;
    await own.stop();
  });
});
