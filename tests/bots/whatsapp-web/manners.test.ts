import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineQuiet } from '../../../bots/whatsapp-web/model.js';
import { testClock } from '../../support/clock.js';
import { eventually } from '../../support/eventually.js';
import { type FakeWhatsApp, startFakeWhatsApp } from '../../support/whatsapp-web/start-fake-whatsapp.js';
import { aLineAgain, forgetAll, type Line, whatsAppDb } from './a-line.js';

const db = whatsAppDb();
let whatsapp: FakeWhatsApp;
beforeAll(async () => {
  whatsapp = await startFakeWhatsApp();
  await forgetAll(db);
});
afterAll(() => whatsapp.stop());

const seconds = (clock: { now(): Date }) => Math.floor(clock.now().getTime() / 1000);
const said = async (of: Line, person: ReturnType<FakeWhatsApp['person']>) =>
  (await of.inboxOf(person)).map(({ text, start }) => text ?? `start ${start}`);
/** Something of another person that came after all that is asked about. */
async function somethingElse(of: Line, at?: number): Promise<void> {
  const other = whatsapp.person();
  await other.types('start', at === undefined ? {} : { at });
  await eventually(async () => expect(await of.inboxOf(other)).toHaveLength(1));
}

describe("on the owner's own phone", () => {
  it('a stranger who greets her is hers to answer', async () => {
    const line = await aLineAgain(db, whatsapp);
    const friend = whatsapp.person();
    for (const text of ['hello', 'Are we eating at 8?', 'ok', '2', 'back', 'shop'])
      await friend.types(`${text} 😀 dear`);
    await somethingElse(line);
    expect(await line.contactOf(friend)).toBeNull();
  });

  it.each([
    ['the words of a shop link', 'shop asha-pickles'],
    ['the address of a shop', 'http://haat.test/s/asha-pickles'],
    ['the words of another link', 'Hello! I come from the shop page. v_abcdefghijklmnop'],
    ['a command', '/sell'],
    ['a command without a slash', 'myorders'],
    ['a command in her language', 'मदद'],
  ])('a stranger is answered who comes with %s, and from then on', async (_, text) => {
    const line = await aLineAgain(db, whatsapp);
    const buyer = whatsapp.person();
    await buyer.types(text);
    await buyer.types('is it fresh?');
    await eventually(async () => expect(await said(line, buyer)).toHaveLength(2));
  });

  it('a chat in which she writes herself is left to her for 12 hours', async () => {
    const clock = testClock();
    const line = await aLineAgain(db, whatsapp, { clock });
    const buyer = whatsapp.person({ via: 'lid' });
    await buyer.start();
    await eventually(async () => expect(await said(line, buyer)).toEqual(['start']));
    await buyer.isWrittenToByOwner('I am here myself');
    await eventually(async () => expect(await defineQuiet(db).countDocuments({ why: 'owner' })).toBeGreaterThan(0));
    await buyer.types('good, then listen');
    await buyer.types('by my other name', { via: 'pn' });
    await somethingElse(line);
    expect(await said(line, buyer)).toEqual(['start']);
    clock.pass(12 * 3600 + 60);
    await buyer.types('orders', { at: seconds(clock) });
    await eventually(async () => expect(await said(line, buyer)).toEqual(['start', 'orders']));
  });

  it('what we write ourselves is not taken for her words', async () => {
    const line = await aLineAgain(db, whatsapp);
    const buyer = whatsapp.person();
    await buyer.start();
    await eventually(async () => expect(await said(line, buyer)).toHaveLength(1));
    await line.says(buyer, { text: 'Welcome' });
    await buyer.hears('Welcome');
    await buyer.types('thank you');
    await eventually(async () => expect(await said(line, buyer)).toHaveLength(2));
  });

  it('what she wrote while we were away keeps us out of what was asked before', async () => {
    const before = await aLineAgain(db, whatsapp);
    const buyer = whatsapp.person();
    await buyer.start();
    await eventually(async () => expect(await said(before, buyer)).toHaveLength(1));
    await before.stop();
    await whatsapp.waitFor(() => !whatsapp.isOnline());
    await buyer.types('do you have lemon?');
    await buyer.isWrittenToByOwner('Yes, come by');
    const line = await aLineAgain(db, whatsapp);
    await somethingElse(line);
    expect(await said(line, buyer)).toHaveLength(1);
  });

  it('a program that answers us with the same words is left alone', async () => {
    const clock = testClock();
    const line = await aLineAgain(db, whatsapp, { clock });
    const robot = whatsapp.person();
    await robot.start();
    for (let n = 0; n < 12; n++) await robot.types('I am away and will answer soon.');
    await somethingElse(line);
    const heard = (await said(line, robot)).length;
    expect(heard).toBeGreaterThan(3);
    expect(heard).toBeLessThan(8);
    expect(line.log()).toContain('a program seems to answer us');
    clock.pass(3600 + 60);
    await robot.types('a person again', { at: seconds(clock) });
    await eventually(async () => expect(await said(line, robot)).toHaveLength(heard + 1));
  });
});
