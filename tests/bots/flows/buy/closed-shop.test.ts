import { describe, expect, it } from 'vitest';
import { testClock } from '../../../support/clock.js';
import { testServices } from '../../../support/services.js';
import { aKnownBuyer, aShop } from '../../../support/shop.js';

// a Monday, half past three in the afternoon in India
const clock = testClock(new Date('2026-11-23T10:00:00Z'));
const services = testServices({ clock });

describe.each(['web-chat', 'whatsapp-web'] as const)('a shop that closed for today, on %s', (channel) => {
  it('says when it opens, can be looked at, and keeps the cart', async () => {
    const { store, products, accountId } = await aShop(services);
    const mango = products[0]?._id ?? '';
    await services.stores.update(accountId, store._id, { hours: { from: '09:00', to: '21:00', closedDays: [] } });
    const buyer = await aKnownBuyer(services, { channel });
    await buyer.starts(`s_${store.link}`);
    await buyer.taps(`add:${mango}`);
    await buyer.taps('checkout');
    await services.stores.closeToday(accountId, store._id);

    expect(await buyer.taps('cod')).toMatch(/is closed now\. It opens tomorrow at 9:00.am\. Your cart stays\./);
    expect((await services.orders.ofStore(store._id, { limit: 10 })).items).toEqual([]);
    await buyer.types('cancel');
    await buyer.types(`shop ${store.link}`);
    expect(buyer.said()).toMatch(/It opens tomorrow at 9:00.am\. You can still look around\.\nIn your cart: 1 item/);
    expect(buyer.ids()).toContain(`product:${mango}`);
    expect(buyer.ids()).not.toContain('checkout');
    expect(await buyer.taps(`product:${mango}`)).toContain('It opens tomorrow');
    expect(await buyer.presses('checkout')).toContain('Your cart stays.');

    await services.stores.openAgain(accountId, store._id);
    await buyer.presses('checkout');
    await buyer.taps('cod');
    expect((await services.orders.ofStore(store._id, { limit: 10 })).items).toHaveLength(1);
  });
});

describe('a shop with another link', () => {
  it('is entered by its old one, typed or in a deep link', async () => {
    const { store, accountId } = await aShop(services);
    await services.stores.update(accountId, store._id, { link: `${store.link}-new` });
    const buyer = await aKnownBuyer(services);
    for (const enter of [() => buyer.starts(`s_${store.link}`), () => buyer.types(`shop ${store.link}`)]) {
      expect(await enter()).toContain(`Welcome to ${store.name}`);
    }
  });
});
