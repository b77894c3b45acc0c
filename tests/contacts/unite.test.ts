import { describe, expect, it } from 'vitest';
import { testClock } from '../support/clock.js';
import { testServices } from '../support/services.js';

const clock = testClock();
const services = testServices({ clock });
let people = 0;
const names = () => [`person-${++people}@lid`, `person-${people}@s.whatsapp.net`] as const;

describe('two addresses that a messenger says are one person', () => {
  it('are one contact, whichever writes first, and answers go to the one that wrote last', async () => {
    const { contacts } = services;
    const [lid, phone] = names();
    const first = await contacts.meet('whatsapp-web', lid);
    const known = await contacts.meet('whatsapp-web', phone, {}, [lid]);
    expect(known._id).toBe(first._id);
    expect(known).toMatchObject({ addresses: [lid, phone], replyTo: phone });
    expect((await contacts.meet('whatsapp-web', lid, {}, [phone])).replyTo).toBe(lid);
    expect((await contacts.at('whatsapp-web', phone))?._id).toBe(first._id);
  });

  it('become one where both had written: the older stays, and knows what only the younger knew', async () => {
    const { contacts } = services;
    const [lid, phone] = names();
    const older = await contacts.meet('whatsapp-web', lid);
    clock.pass(60);
    const younger = await contacts.meet('whatsapp-web', phone, { name: 'Ravi' });
    await contacts.linkCustomer(younger._id, 'c'.repeat(24), '+919811111111', 'platform');
    await contacts.linkAccount(younger._id, 'a'.repeat(24), '+919811111111', 'platform');
    await contacts.enterShop(older._id, 's'.repeat(24), 'cart-1');
    const one = await contacts.meet('whatsapp-web', phone, {}, [lid]);
    expect(one).toMatchObject({
      _id: older._id,
      ...{ name: 'Ravi', phone: '+919811111111', phoneProof: 'platform' },
      ...{ accountId: 'a'.repeat(24), customerId: 'c'.repeat(24) },
      carts: [{ storeId: 's'.repeat(24), cartId: 'cart-1' }],
    });
    // what still names the younger finds the one person, who is told of everything once
    expect((await contacts.find(younger._id))?._id).toBe(older._id);
    expect((await contacts.liveOfAccount('a'.repeat(24))).map(({ _id }) => _id)).toEqual([older._id]);
    expect((await contacts.liveOfCustomer('c'.repeat(24))).map(({ _id }) => _id)).toEqual([older._id]);
    expect((await contacts.ofPhone('+919811111111')).map(({ _id }) => _id)).toEqual([older._id]);
  });

  it('become one of however many processes see it at once', async () => {
    const { contacts } = services;
    for (let n = 0; n < 10; n++) {
      const [lid, phone] = names();
      const met = await Promise.all([
        contacts.meet('whatsapp-web', lid),
        contacts.meet('whatsapp-web', phone),
        contacts.meet('whatsapp-web', phone, {}, [lid]),
        contacts.meet('whatsapp-web', lid, {}, [phone]),
      ]);
      const ids = new Set(await Promise.all(met.map(async ({ _id }) => (await contacts.find(_id))?._id)));
      expect(ids.size).toBe(1);
      const one = await contacts.at('whatsapp-web', lid);
      expect(one?.addresses.toSorted()).toEqual([lid, phone].toSorted());
    }
  });

  it('keeps what the older knows of itself', async () => {
    const { contacts } = services;
    const [lid, phone] = names();
    const older = await contacts.meet('whatsapp-web', lid, { name: 'Asha' });
    await contacts.linkAccount(older._id, 'd'.repeat(24), '+919822222222', 'otp');
    clock.pass(60);
    const younger = await contacts.meet('whatsapp-web', phone, { name: 'Somebody' });
    await contacts.linkAccount(younger._id, 'e'.repeat(24), '+919833333333', 'platform');
    const one = await contacts.meet('whatsapp-web', lid, {}, [phone]);
    expect(one).toMatchObject({ name: 'Asha', accountId: 'd'.repeat(24), phone: '+919822222222', phoneProof: 'otp' });
  });
});
