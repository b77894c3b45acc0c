import { describe, expect, it } from 'vitest';
import type { ChannelName } from '../../src/contacts/index.js';
import { contactSender } from '../../src/main/contact-sender.js';
import { newId } from '../../src/platform/ids.js';
import { createTexts } from '../../src/platform/texts.js';
import { peopleOf } from '../bots/telegram/a-line.js';
import { testClock } from '../support/clock.js';
import { testDb } from '../support/db.js';

const db = testDb();
const mobile = (): string => `+9198${String(Math.random()).slice(2, 10)}`;

function aSender() {
  const clock = testClock();
  const { contacts, chats } = peopleOf(db, clock);
  const sender = contactSender({ contacts, chats, texts: createTexts('en'), clock });
  return {
    clock,
    send: (to: string) => sender.send(to, '482915', 'en'),
    async isOn(channel: ChannelName, phone: string) {
      const { _id } = await contacts.meet(channel, newId());
      await contacts.provePhone(_id, phone, 'platform');
      return { said: async () => (await chats.find(_id))?.outbox.map(({ prompt }) => prompt?.text) ?? [] };
    },
  };
}

describe('a code for a number that was proved in a messenger', () => {
  it('goes there', async () => {
    const { isOn, send } = aSender();
    const phone = mobile();
    const asha = await isOn('telegram', phone);
    expect(await send(phone)).toBe(true);
    expect(await asha.said()).toEqual([expect.stringContaining('482915')]);
  });

  it('does not go to a page that anybody may sit at, nor to nobody', async () => {
    const { isOn, send } = aSender();
    const phone = mobile();
    const page = await isOn('web-chat', phone);
    expect([await send(phone), await send(mobile())]).toEqual([false, false]);
    expect(await page.said()).toEqual([]);
  });

  it('does not go to WhatsApp’s official API a day after the last word, since it would not arrive', async () => {
    const { isOn, send, clock } = aSender();
    const phone = mobile();
    const asha = await isOn('whatsapp-cloud', phone);
    clock.pass(24 * 3600 - 1);
    expect(await send(phone)).toBe(true);
    clock.pass(2);
    expect(await send(phone)).toBe(false);
    expect(await asha.said()).toHaveLength(1);
    const phoneToo = await isOn('telegram', phone);
    expect(await send(phone)).toBe(true);
    expect(await phoneToo.said()).toHaveLength(1);
  });
});
