import { describe, expect, it } from 'vitest';
import { aSeller, chatWith } from '../../support/chat.js';
import { testServices } from '../../support/services.js';

const services = testServices();

describe('the greeting', () => {
  it('says namaste in India and hello elsewhere', async () => {
    const inIndia = await chatWith(services);
    expect(await inIndia.starts()).toMatch(/^Namaste! I'm Haat\./);
    const inBrazil = await chatWith(services, { country: 'BR' });
    expect(await inBrazil.starts()).toMatch(/^Hello! I'm Haat\./);
  });

  it('offers a newcomer to sell and to buy, by command, by a bare hello, and by a link that nobody knows', async () => {
    const chat = await chatWith(services);
    for (const greet of [
      () => chat.starts(),
      () => chat.types('/start'),
      () => chat.types('Hello'),
      () => chat.starts('zzz'),
    ]) {
      await greet();
      expect(chat.ids()).toEqual(['sell', 'buy']);
    }
  });

  it('knows a seller and the shop that is worked on', async () => {
    const seller = await aSeller(services, { shop: 'Ravi Kurtas' });
    expect(await seller.starts()).toContain('Ravi Kurtas');
    expect(seller.ids()).toEqual(['add-product', 'orders', 'share', 'products', 'report', 'settings']);
  });

  it('sends a seller without a shop to open one', async () => {
    const seller = await chatWith(services);
    await seller.types('sell');
    await seller.sharesNumber('+919811111111');
    await seller.types('cancel');
    await seller.starts();
    expect(seller.ids()).toEqual(['new-store', 'buy']);
    expect(await seller.taps('new-store')).toBe('What is your shop called?');
  });

  it('knows the shop that a buyer was in', async () => {
    const { store } = await aSeller(services, { shop: 'Meena Sweets' });
    const buyer = await chatWith(services);
    await services.contacts.enterShop(buyer.contactId, store._id);
    expect(await buyer.starts()).toContain('Meena Sweets');
    expect(buyer.ids()).toEqual(['buy', 'cart', 'my-orders', 'sell']);
  });
});
