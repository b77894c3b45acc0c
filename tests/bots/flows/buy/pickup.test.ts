import { describe, expect, it } from 'vitest';
import { orderText } from '../../../../src/orders/wording.js';
import type { StoreChange } from '../../../../src/stores/rules.js';
import { chatWith } from '../../../support/chat.js';
import { testServices } from '../../../support/services.js';
import { aKnownBuyer, aShop } from '../../../support/shop.js';

const services = testServices();
const CHANNELS = ['web-chat', 'whatsapp-web'] as const;

/** A buyer who is known, and has a mango in the cart. */
async function aBuyer(channel: (typeof CHANNELS)[number], change: StoreChange = {}) {
  const { store, products, accountId } = await aShop(services);
  const set = (wanted: StoreChange) => services.stores.update(accountId, store._id, wanted);
  await set({ pickup: true, deliveryCharge: 4000, ...change });
  const buyer = await aKnownBuyer(services, { channel });
  await buyer.starts(`s_${store.link}`);
  await buyer.taps(`add:${products[0]?._id}`);
  const orders = () => services.orders.ofStore(store._id, { limit: 10 }).then(({ items }) => items);
  return { ...buyer, buyer, store, set, orders };
}

describe.each(CHANNELS)('pickup on %s', (channel) => {
  it('is one more question, and then there is no address and no delivery', async () => {
    const { buyer, store, orders } = await aBuyer(channel);
    expect(await buyer.taps('checkout')).toContain('Shall it be delivered, or do you come to Jaipur?');
    const review = await buyer.taps('pickup');
    expect(review).toContain('Total: ₹149');
    expect(review).toContain('Pickup by Ravi at Jaipur');
    expect(review).not.toContain('Delivery ·');
    expect(await buyer.taps('cod')).toContain('You pay ₹149 when you pick it up.');
    const [order] = await orders();
    expect(order).toMatchObject({ pickup: true, address: '', delivery: 0, total: 14_900 });
    if (!order) throw new Error('no order');
    expect(orderText(order, store, services.texts.t('en'), 'en-IN')).toContain('Pickup: the buyer comes for it.');
    expect(await buyer.taps(`order:${order._id}`)).toContain('Pickup by Ravi at Jaipur');
  });

  it('may be changed into a delivery before it is ordered, and back', async () => {
    const { buyer, orders } = await aBuyer(channel);
    await buyer.taps('checkout');
    await buyer.taps('pickup');
    expect(await buyer.taps('address')).toContain('Where should it go?');
    expect(await buyer.types('12 MG Road')).toContain('Total: ₹189');
    expect(await buyer.taps('pickup')).toContain('Total: ₹149');
    await buyer.taps('address');
    await buyer.types('4 MI Road, Jaipur');
    await buyer.taps('cod');
    expect(await orders()).toMatchObject([{ address: '4 MI Road, Jaipur', total: 18_900 }]);
  });

  it('is not asked for where there is none', async () => {
    const { buyer } = await aBuyer(channel, { pickup: false });
    expect(await buyer.taps('checkout')).toContain('For Ravi, 4 MI Road, Jaipur');
    expect(buyer.ids()).not.toContain('pickup');
  });

  it('that ended meanwhile is told, and the order can still be delivered', async () => {
    const { buyer, set, orders } = await aBuyer(channel);
    await buyer.taps('checkout');
    await buyer.taps('pickup');
    await set({ pickup: false });
    expect(await buyer.taps('cod')).toContain('delivers only.');
    await buyer.taps('address');
    await buyer.types('4 MI Road, Jaipur');
    await buyer.taps('cod');
    expect(await orders()).toMatchObject([{ delivery: 4000 }]);
  });

  it('goes on with what a newcomer has still to say', async () => {
    const { store, products, accountId } = await aShop(services);
    await services.stores.update(accountId, store._id, { pickup: true });
    const buyer = await chatWith(services, { channel });
    await buyer.starts(`s_${store.link}`);
    await buyer.taps(`add:${products[0]?._id}`);
    await buyer.taps('checkout');
    await buyer.types('Meena');
    await buyer.sharesNumber(channel === 'web-chat' ? '+919811111101' : '+919811111102');
    await buyer.taps('pickup');
    expect(buyer.said()).toContain('Pickup by Meena at Jaipur');
    expect(await buyer.types('back')).toContain('Shall it be delivered');
    expect(await buyer.taps('delivery')).toContain('Where should it go?');
  });
});

describe('a changed currency', () => {
  it('is seen by the buyer before anything is ordered', async () => {
    const { buyer, store, orders } = await aBuyer('web-chat', { pickup: false });
    await buyer.taps('checkout');
    await services.settings.change(store.accountId, store._id, { currency: 'USD' });
    expect(await buyer.taps('cod')).toContain('New total: $189');
    expect(await orders()).toEqual([]);
    await buyer.taps('cod');
    expect(await orders()).toMatchObject([{ currency: 'USD', total: 18_900 }]);
  });
});

describe('own words on how to pay', () => {
  it('offer to pay before the delivery', async () => {
    const { buyer, orders } = await aBuyer('web-chat', { pickup: false, paymentText: 'Bank of Jaipur, 1234' });
    await buyer.taps('checkout');
    await buyer.taps('upi');
    expect(await orders()).toMatchObject([{ payment: { method: 'upi' } }]);
  });
});
