import { beforeEach, describe, expect, it } from 'vitest';
import type { Order } from '../../../src/orders/model.js';
import { aSeller, type Chat, chatWith } from '../../support/chat.js';
import { testServices } from '../../support/services.js';
import { aKnownBuyer, aProduct, aShop } from '../../support/shop.js';

const services = testServices();
type Seller = Awaited<ReturnType<typeof aSeller>>;

let seller: Seller;
let order: Order;

async function orderFrom({ store }: Pick<Seller, 'store'>): Promise<Order> {
  const { _id } = await aProduct(services, store);
  const buyer = await aKnownBuyer(services);
  await buyer.presses(`add:${_id}`);
  await buyer.taps('checkout');
  await buyer.taps('cod');
  const [placed] = (await services.orders.ofCustomer(buyer.customerId, { limit: 1 })).items;
  if (!placed) throw new Error('nothing was ordered');
  return placed;
}
const now = async ({ _id, storeId }: Order) =>
  (await services.orders.ofStore(storeId, { limit: 50 })).items.find((one) => one._id === _id);

beforeEach(async () => {
  seller = await aSeller(services);
  order = await orderFrom(seller);
});

describe('an alert', () => {
  it('is accepted with one tap, and goes on to packed, shipped and delivered', async () => {
    expect(await seller.presses(`accept:${order._id}`)).toBe(`You took order ${order.number}. I tell Ravi.`);
    expect(seller.ids()).toEqual([`packed:${order._id}`, `shipped:${order._id}`, `delivered:${order._id}`]);
    expect(await seller.taps(`packed:${order._id}`)).toBe(`Order ${order.number} is packed.`);
    await seller.taps(`shipped:${order._id}`);
    expect(await seller.taps(`delivered:${order._id}`)).toBe(`Order ${order.number} is delivered. I tell Ravi.`);
    expect(seller.ids()).toEqual([]);
    expect((await now(order))?.history.map(({ status }) => status)).toEqual([
      'placed',
      'accepted',
      'packed',
      'shipped',
      'delivered',
    ]);
  });

  it('is accepted in the middle of another question, which comes again', async () => {
    await seller.types('new store');
    const { turn } = seller;
    expect(await seller.presses(`accept:${order._id}`)).toBe(
      `You took order ${order.number}. I tell Ravi.\n\nWhat is your shop called?`,
    );
    expect(seller.turn).toEqual(turn);
    expect(await seller.types('Asha Sweets')).not.toMatch(/What is your shop called/);
  });

  it.each([
    ['sold-out', 'Sold out'],
    ['cannot-deliver', "Can't deliver there"],
    ['too-busy', 'Too busy'],
  ])('is rejected with the reason %s', async (id, reason) => {
    expect(await seller.presses(`reject:${order._id}`)).toBe(
      `Why can't you take order ${order.number}? The buyer will be told.`,
    );
    expect(await seller.taps(id)).toBe(`You didn't take order ${order.number}. I tell Ravi.`);
    expect((await now(order))?.history.at(-1)).toMatchObject({ status: 'rejected', reason });
  });

  it('is rejected in words of one’s own, on top of what was going on', async () => {
    await seller.types('new store');
    await seller.presses(`reject:${order._id}`);
    expect(await seller.types('x'.repeat(201))).toMatch(/^A reason has 1 to 200 characters/);
    expect(await seller.types('My daughter marries')).toMatch(/I tell Ravi\.\n\nWhat is your shop called\?$/);
    expect((await now(order))?.history.at(-1)).toMatchObject({ status: 'rejected', reason: 'My daughter marries' });
  });

  it('is left unanswered with cancel', async () => {
    await seller.presses(`reject:${order._id}`);
    expect(await seller.types('cancel')).toMatch(/^I stopped here/);
    expect((await now(order))?.status).toBe('placed');
  });

  it('of an order that moved on tells how it stands, with the buttons that work', async () => {
    await seller.presses(`reject:${order._id}`);
    await seller.taps('sold-out');
    expect(await seller.presses(`accept:${order._id}`)).toBe(`Order ${order.number} was turned down already.`);
    expect(await seller.presses(`reject:${order._id}`)).toBe(`Order ${order.number} was turned down already.`);
    const other = await orderFrom(seller);
    await services.orders.cancel(other.customerId, other._id);
    expect(await seller.presses(`accept:${other._id}`)).toBe(
      `Order ${other.number} was cancelled. There is nothing to do.`,
    );
    const third = await orderFrom(seller);
    await seller.presses(`accept:${third._id}`);
    expect(await seller.presses(`reject:${third._id}`)).toBe(`Order ${third.number} is accepted already.`);
    expect(seller.ids()).toEqual([`packed:${third._id}`, `shipped:${third._id}`, `delivered:${third._id}`]);
  });

  it('that was taken back while the reason was asked says so', async () => {
    await seller.presses(`reject:${order._id}`);
    await services.orders.cancel(order.customerId, order._id);
    expect(await seller.taps('sold-out')).toBe(`Order ${order.number} was cancelled. There is nothing to do.`);
  });

  it('is nobody else’s', async () => {
    const other = await aSeller(services);
    expect(await other.presses(`accept:${order._id}`)).toMatch(/^I find no such order\./);
    expect(await other.presses(`reject:${order._id}`)).toMatch(/^I find no such order\./);
    const stranger = await chatWith(services);
    expect(await stranger.presses(`accept:${order._id}`)).toBe('That button is from an earlier message.');
    expect((await now(order))?.status).toBe('placed');
  });
});

describe('where there are no buttons, an alert', () => {
  let typing: Chat;
  beforeEach(async () => {
    typing = await chatWith(services, { channel: 'whatsapp-web' });
    await services.contacts.linkAccount(typing.contactId, seller.store.accountId, '+919876522222', 'platform');
  });
  const part = ({ number }: Order, length = 4) => number.slice(3, 3 + length);

  it('is accepted, delivered and rejected by a word and the beginning of the number', async () => {
    expect(await typing.types(`ok ${part(order).toLowerCase()}`)).toMatch(/^You took order/);
    expect(await typing.types(`done ${order.number}`)).toMatch(/is delivered\. I tell Ravi\.$/);
    const other = await orderFrom(seller);
    expect(await typing.types(`no ${part(other)}`)).toMatch(/^Why can't you take order/);
    expect(await typing.types('sold out')).toMatch(/^You didn't take order/);
  });

  it('is answered by quoting its alert, whatever else waits', async () => {
    const other = await orderFrom(seller);
    for (const [one, platformId] of [[order, 'quoted-1'] as const, [other, 'quoted-2'] as const]) {
      await services.telling.tell(one._id);
      const alert = { eventId: `${one._id}.0`, orderId: one._id };
      await services.alerts.sent(alert, await seller.contact(), 1, platformId);
    }
    await seller.talk.send({ text: 'ok', quotes: 'quoted-2' });
    expect([(await now(order))?.status, (await now(other))?.status]).toEqual(['placed', 'accepted']);
    expect(seller.said()).toContain(`You took order ${other.number}`);
    const stranger = await aSeller(services);
    expect(await stranger.talk.send({ text: 'ok', quotes: 'quoted-1' })).toMatch(/^I didn't understand/);
    expect((await now(order))?.status).toBe('placed');
  });

  it('is accepted by a plain ok when it is the only one', async () => {
    expect(await typing.types('OK')).toMatch(/^You took order/);
    expect((await now(order))?.status).toBe('accepted');
    expect(await typing.types('ok')).toMatch(/^I didn't understand/);
  });

  it('is not taken for the next one when the ok is handled again after a crash', async () => {
    const next = await orderFrom(seller);
    const late = await services.orders.setStatus(
      seller.store.accountId,
      order._id,
      { status: 'accepted' },
      { key: typing.nextKey() },
    );
    expect(await typing.types('ok')).toBe(
      `You took order ${late.number}. I tell Ravi.\n\n*1* Packed\n*2* On its way\n*3* Delivered`,
    );
    expect((await now(next))?.status).toBe('placed');
  });

  it('is asked for by its number when several wait', async () => {
    const other = await orderFrom(seller);
    const said = await typing.types('ok');
    expect(said).toMatch(/^Several orders wait: /);
    for (const { number } of [order, other]) expect(said).toContain(number);
    expect((await now(order))?.status).toBe('placed');
  });

  it('is answered in the middle of a text question, where the number is an order’s', async () => {
    await typing.types('new store');
    expect(await typing.types(`ok ${part(order)}`)).toMatch(/^You took order.*\n\nWhat is your shop called\?/s);
    expect(await typing.types('ok zzzz')).not.toMatch(/What is your shop called/);
  });

  it('is meant by a short number also where closed orders have the same', async () => {
    const model = services.db.model('Order');
    const closed = await orderFrom(seller);
    await services.orders.setStatus(seller.store.accountId, closed._id, { status: 'rejected' });
    await model.updateOne({ _id: closed._id }, { number: 'HT-7K3AA' });
    await model.updateOne({ _id: order._id }, { number: 'HT-7K3ZZ' });
    expect(await typing.types('ok 7K3')).toMatch(/^You took order HT-7K3ZZ/);
    expect(await typing.types('done 7K3')).toMatch(/^Order HT-7K3ZZ is delivered/);
    expect(await typing.types('ok 7K3')).toMatch(/^That fits several orders: /);
    const next = await orderFrom(seller);
    await model.updateOne({ _id: next._id }, { number: 'HT-7K3MM' });
    expect(await typing.types('no 7K3')).toMatch(/^Why can't you take order HT-7K3MM/);
  });

  it('is not meant by words that only begin like an answer', async () => {
    expect(await typing.types('ok thanks')).toMatch(/^I didn't understand that\./);
    const { store } = await aShop(services, ['Ok Thanks Pickle', 'Lime']);
    await typing.types(`shop ${store.link}`);
    expect(await typing.types('ok thanks')).toContain('Ok Thanks Pickle');
  });

  it('that is none of the seller’s is told', async () => {
    expect(await typing.types('ok 7zzz')).toMatch(/^None of your orders has a number with 7zzz\./);
    const stranger = await chatWith(services);
    expect(await stranger.types(`ok ${part(order)}`)).toMatch(/^I didn't understand/);
  });
});
