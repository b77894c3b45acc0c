import { beforeAll, describe, expect, it } from 'vitest';
import { chatWith } from '../../support/chat.js';
import { testServices } from '../../support/services.js';
import { aKnownBuyer, aShop } from '../../support/shop.js';

const services = testServices();

async function ordered(times = 1) {
  const shop = await aShop(services);
  const buyer = await aKnownBuyer(services);
  for (let n = 0; n < times; n++) {
    await buyer.presses(`add:${shop.products[0]?._id}`);
    await buyer.taps('checkout');
    await buyer.taps('cod');
  }
  const { items } = await services.orders.ofCustomer(buyer.customerId, { limit: 100 });
  const [order] = items;
  if (!order) throw new Error('nothing was ordered');
  return { ...shop, buyer, order };
}
const move = (accountId: string, orderId: string, status: 'accepted' | 'shipped' | 'rejected') =>
  services.orders.setStatus(accountId, orderId, { status });

describe("a buyer's orders", () => {
  it('are listed with how they stand, and each can be looked at', async () => {
    const { buyer, order, store, accountId } = await ordered();
    await move(accountId, order._id, 'shipped').catch(() => move(accountId, order._id, 'accepted'));
    expect(await buyer.types('my orders')).toBe('Your orders, the newest first:');
    expect(buyer.replies[0]?.prompt.choices).toEqual([
      { id: `order:${order._id}`, label: `${order.number} · accepted · ${store.name}` },
    ]);
    const said = await buyer.taps(`order:${order._id}`);
    expect(said).toContain(`${store.name} accepted order ${order.number}.\n1 × Mango · ₹149\nTotal: ₹149`);
    expect(said).toMatch(/\nOrdered: \d+ .*\nAccepted: \d+ /);
    expect(buyer.ids()).toEqual([`again:${order._id}`, `note:${order._id}`, `ask-about:${order._id}`, 'my-orders']);
    await buyer.types('back');
    expect(buyer.said()).toBe('Your orders, the newest first:');
  });

  it('come page by page', async () => {
    const { buyer } = await ordered(9);
    await buyer.types('/myorders');
    expect(buyer.ids()).toHaveLength(9);
    await buyer.taps('next');
    expect(buyer.ids()).toHaveLength(1);
  });

  it('can be taken back while the shop has not answered, after one more question', async () => {
    const { buyer, order } = await ordered();
    await buyer.taps(`order:${order._id}`);
    expect(await buyer.taps(`cancel:${order._id}`)).toBe(`Cancel order ${order.number}? This can't be taken back.`);
    expect(await buyer.taps('no')).toMatch(/waits for an answer/);
    await buyer.taps(`cancel:${order._id}`);
    expect(await buyer.types('yes')).toMatch(/is cancelled\. You have nothing to pay\./);
    expect(buyer.ids()).toEqual([`again:${order._id}`, `ask-about:${order._id}`, 'my-orders']);
  });

  it('cannot be taken back once the shop has answered, and that is told', async () => {
    const { buyer, order, accountId } = await ordered();
    await buyer.presses(`cancel:${order._id}`);
    await move(accountId, order._id, 'accepted');
    expect(await buyer.taps('yes')).toMatch(/accepted order/);
    expect(await buyer.presses(`cancel:${order._id}`)).toMatch(/accepted order/);
  });

  it('are nobody else’s', async () => {
    const { order } = await ordered();
    for (const other of [await chatWith(services), await aKnownBuyer(services)]) {
      expect(await other.presses(`order:${order._id}`)).toBe('That button is from an earlier message.');
      expect(await other.presses(`cancel:${order._id}`)).toBe('That button is from an earlier message.');
      expect(await other.types('my orders')).toBe('You have no orders here yet.');
    }
  });

  it('are found by a number that was proved for selling', async () => {
    const { customerId } = await aKnownBuyer(services, { mobile: '+919876511111' });
    const seller = await chatWith(services);
    await services.contacts.linkAccount(seller.contactId, 'some account', '+919876511111', 'otp');
    await seller.types('my orders');
    expect((await seller.contact()).customerId).toBe(customerId);
  });

  it('say how they stand now where the answer came after placing', async () => {
    const { buyer, order, accountId, store } = await ordered();
    await move(accountId, order._id, 'rejected');
    expect(await buyer.presses('cod|old')).toBe(
      `That button is from an earlier message.\n\n${store.name} can't take order ${order.number}. You have nothing to pay.`,
    );
  });
});

describe('what can be said of an order', () => {
  let said: string[];
  beforeAll(() => {
    said = ['placed', 'accepted', 'packed', 'shipped', 'delivered', 'rejected', 'cancelled'].flatMap((status) =>
      [`buy.status.${status}`, `buy.short.${status}`, `alert.did.${status}`, `alert.is.${status}`].map((key) =>
        services.texts.t('en')(key),
      ),
    );
  });

  it('is there for every status', () => {
    expect(said.filter((text) => /^(buy|alert)\./.test(text))).toEqual([]);
  });
});
