import { describe, expect, it } from 'vitest';
import type { Order } from '../../../src/orders/model.js';
import { aSeller, type Chat } from '../../support/chat.js';
import { testServices } from '../../support/services.js';
import { aKnownBuyer, aProduct } from '../../support/shop.js';

const services = testServices();
type Channel = 'web-chat' | 'whatsapp-web';

/** A shop with a buyer who ordered a mango and two lemons. */
async function aSale(channel: Channel = 'web-chat', payment: 'cod' | 'upi' = 'cod') {
  const seller = await aSeller(services, { channel });
  const { store } = seller;
  await services.stores.update(store.accountId, store._id, { upiVpa: 'asha@okbank' });
  const mango = await aProduct(services, store, { name: 'Mango', stock: 9 });
  const lemon = await aProduct(services, store, { name: 'Lemon', salePrice: 9900, stock: 9 });
  const buyer = await aKnownBuyer(services, { channel });
  await buyer.starts(`s_${store.link}`);
  await buyer.presses(`add:${mango._id}`);
  for (const verb of ['add', 'more']) await buyer.presses(`${verb}:${lemon._id}`);
  await buyer.types('checkout');
  await buyer.taps(payment);
  const [order] = (await services.orders.ofStore(store._id, { limit: 1 })).items;
  if (!order) throw new Error('nothing was ordered');
  return { seller, store, mango, lemon, buyer, order };
}
const now = async ({ _id, customerId }: Order) => services.orders.ofCustomerById(customerId, _id);

/** What the jobs put into somebody's chat, as it would be sent. */
async function newsFor(order: Order, { contactId }: Pick<Chat, 'contactId'>) {
  await services.telling.tell(order._id);
  const contact = await services.contacts.find(contactId);
  const outbox = (await services.chats.find(contactId))?.outbox ?? [];
  const last = outbox.findLast(({ alert }) => alert && !alert.edits)?.alert;
  return contact && last ? services.alerts.compose(last, contact) : null;
}

describe.each(['web-chat', 'whatsapp-web'] as const)('the orders of a seller on %s', (channel) => {
  it('wait first, and are found by how they stand', async () => {
    const { seller, order } = await aSale(channel);
    expect(await seller.types('orders')).toContain(`New order ${order.number}`);
    await seller.taps(`accept:${order._id}`);
    await seller.types('orders');
    expect(seller.said()).toContain('No order waits for you');
    await seller.taps('list:accepted');
    expect(seller.said()).toContain('Accepted orders, the newest first:');
    const said = await seller.taps(`order:${order._id}`);
    expect(said).toContain('1 × Mango');
    expect(said).toMatch(/Ordered: .*\nAccepted: /);
    expect(seller.ids()).toEqual(
      expect.arrayContaining([`packed:${order._id}`, `received:${order._id}`, `call-off:${order._id}`]),
    );
  });

  it('are found by a part of their number', async () => {
    const { seller, order } = await aSale(channel);
    await seller.types('orders');
    expect(await seller.types(order.number.slice(3, 7))).toContain(`New order ${order.number}`);
    expect(await seller.types('zzzz')).toMatch(/^I didn't understand/);
  });

  it('tell what is to be packed, in one message', async () => {
    const { seller, order } = await aSale(channel);
    await seller.presses(`accept:${order._id}`);
    await seller.types('orders');
    expect(await seller.taps('pick-list')).toContain('Lemon × 2 (1 order)\nMango × 1 (1 order)');
  });

  it('are called off with a reason when they were accepted already', async () => {
    const { seller, order } = await aSale(channel);
    await seller.presses(`accept:${order._id}`);
    await seller.presses(`order:${order._id}`);
    expect(await seller.taps(`call-off:${order._id}`)).toContain("Why can't you take order");
    await seller.types('My van broke down');
    expect(await now(order)).toMatchObject({ status: 'cancelled', history: [{}, {}, { reason: 'My van broke down' }] });
  });

  it('something sold out: asks what, sells no more of it, and offers the buyer the rest', async () => {
    const { seller, store, mango, lemon, buyer, order } = await aSale(channel);
    await seller.presses(`reject:${order._id}`);
    expect(await seller.types('sold out')).toContain(`What of order ${order.number} is sold out?`);
    expect(await seller.taps(`line:${mango._id}`)).toContain(`You didn't take order ${order.number}.`);
    expect((await services.products.find(store, mango._id)).stock).toBe(0);
    expect((await services.products.find(store, lemon._id)).stock).toBe(9);
    const news = await newsFor(order, buyer);
    expect(news?.text).toContain('The rest is there: 2 × Lemon · ₹198');
    const [again] = news?.choices ?? [];
    expect(again).toMatchObject({ id: `again:${order._id}`, label: 'Order the rest' });
    const said = await (channel === 'web-chat' ? buyer.presses(again?.id ?? '') : buyer.types(again?.word ?? ''));
    expect(said).toContain('Total: ₹198');
    expect(await buyer.taps('cod')).toMatch(/^Done\./);
  });
});

describe('a payment', () => {
  it('is claimed with a picture, with a word of care, and confirmed by one tap', async () => {
    const { seller, buyer, order } = await aSale('web-chat', 'upi');
    expect(buyer.said()).toContain('upi://pay?pa=asha%40okbank');
    await buyer.taps(`paid:${order._id}`);
    expect(await buyer.sendsPhoto(5)).toContain(`I told ${seller.store.name} that order ${order.number} is paid.`);
    const alert = await newsFor(order, seller);
    expect(alert?.text).toContain('Check your bank, not the picture.');
    expect(alert?.photo).toMatch(/^p\//);
    expect(alert?.choices?.map(({ id }) => id)).toEqual([`received:${order._id}`, `unpaid:${order._id}`]);
    expect(await seller.presses(`received:${order._id}`)).toContain(`Order ${order.number} is paid.`);
    expect((await newsFor(order, buyer))?.text).toContain(`has your payment of ₹347 for order ${order.number}`);
    expect(await seller.taps(`unpaid:${order._id}`)).toContain('is not paid yet');
    expect((await now(order)).payment.state).toBe('due');
  });

  it('is confirmed by a word where there are no buttons', async () => {
    const { seller, buyer, order } = await aSale('whatsapp-web', 'upi');
    await buyer.types('where is my order');
    await buyer.taps(`paid:${order._id}`);
    await buyer.taps('skip');
    expect((await newsFor(order, seller))?.choices?.[0]?.word).toBe(`paid ${order.number.slice(3, 6)}`);
    expect(await seller.types(`paid ${order.number.slice(3, 6)}`)).toContain(`Order ${order.number} is paid.`);
  });
});

describe('a buyer', () => {
  it('asks where the order is, and is told when what happened', async () => {
    const { buyer, order, seller } = await aSale();
    await seller.presses(`accept:${order._id}`);
    const said = await buyer.types('Where is my order?');
    expect(said).toContain(`accepted order ${order.number}`);
    expect(said).toMatch(/Ordered: .*\nAccepted: /);
  });

  it('adds a note, and the seller is told', async () => {
    const { buyer, order, seller } = await aSale();
    await buyer.types('where is my order');
    await buyer.taps(`note:${order._id}`);
    await buyer.types('Ring twice');
    expect((await newsFor(order, seller))?.text).toBe(`Ravi wrote on order ${order.number}: Ring twice`);
    await buyer.taps(`note:${order._id}`);
    await buyer.taps('no-note');
    expect((await newsFor(order, seller))?.text).toContain('took the note off');
  });

  it('orders again what can be had, and is told what changed', async () => {
    const { store, mango, lemon, buyer } = await aSale();
    await services.products.change(store, mango._id, { salePrice: 15_900, mrp: 15_900 });
    await services.products.remove(store, lemon._id);
    const papad = await aProduct(services, store, { name: 'Papad', salePrice: 1000 });
    await buyer.presses(`add:${papad._id}`);
    const said = await buyer.types('order again');
    expect(said).toContain('Lemon is not in the shop any more.');
    expect(said).toContain('Mango is now ₹159; it was ₹149.');
    expect(said).toContain('Papad was in your cart already');
    expect(said).toContain('Total: ₹169');
  });

  it('opens nobody else’s order', async () => {
    const { order } = await aSale();
    const other = await aKnownBuyer(services);
    for (const verb of ['again', 'note', 'paid', 'order']) {
      expect(await other.presses(`${verb}:${order._id}`)).not.toContain(order.number);
    }
    expect(await other.types('order again')).not.toContain('Your order at');
  });
});
