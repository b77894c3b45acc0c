import { describe, expect, it } from 'vitest';
import { defineOrder, defineOrderEvent, type Order, type OrderEvent } from '../../src/orders/model.js';
import { aPhoto } from '../support/chat.js';
import { testServices } from '../support/services.js';
import { buildersOf, fulfilled } from './builders.js';

const services = testServices();
const { aStore, aProduct, aCustomer, aCart, order, stockOf } = buildersOf(services);

async function aSale(stock: number | null = 5) {
  const store = await aStore();
  const mango = await aProduct(store, { stock });
  const lemon = await aProduct(store, { name: 'Lemon pickle', salePrice: 9900, stock });
  const buyer = await aCustomer();
  const placed = await order(buyer, await aCart(store, [mango, 2], [lemon, 1]));
  return { store, mango, lemon, buyer, placed };
}
const eventsOf = (orderId: string) =>
  defineOrderEvent(services.db).find({ orderId }).sort({ n: 1 }).lean<OrderEvent[]>();

describe('a payment', () => {
  it('is claimed by the buyer, seen by the seller, and taken back when it did not come', async () => {
    const { store, buyer, placed } = await aSale();
    expect((await services.orders.claimPaid(buyer, placed._id)).payment.state).toBe('claimed');
    expect((await services.orders.setPayment(store.accountId, placed._id, 'due')).payment.state).toBe('due');
    const now = await services.orders.setPayment(store.accountId, placed._id, 'received');
    expect(now).toMatchObject({ status: 'placed', payment: { state: 'received' } });
    expect((await eventsOf(placed._id)).map(({ n, about, by }) => [n, about ?? null, by])).toEqual([
      [0, null, 'customer'],
      [1, 'payment', 'customer'],
      [2, 'payment', 'seller'],
      [3, 'payment', 'seller'],
    ]);
    await expect(services.orders.claimPaid(buyer, placed._id)).rejects.toMatchObject({ code: 'nothing_to_pay' });
  });

  it('said again changes nothing, by the same key or by another', async () => {
    const { buyer, placed } = await aSale();
    const once = { key: 'one' };
    await Promise.all([1, 2, 3].map(() => services.orders.claimPaid(buyer, placed._id, undefined, once)));
    await services.orders.claimPaid(buyer, placed._id);
    expect((await services.orders.ofCustomerById(buyer, placed._id)).history).toHaveLength(2);
  });

  it('goes its way beside the order, whoever is quicker', async () => {
    const { store, buyer, placed } = await aSale();
    await Promise.all([
      services.orders.claimPaid(buyer, placed._id),
      services.orders.setStatus(store.accountId, placed._id, { status: 'accepted' }),
      services.orders.setNote(buyer, placed._id, 'Ring twice'),
    ]);
    const now = await services.orders.ofCustomerById(buyer, placed._id);
    expect(now).toMatchObject({ status: 'accepted', payment: { state: 'claimed' }, note: 'Ring twice' });
    expect((await eventsOf(placed._id)).map(({ n }) => n)).toEqual([0, 1, 2, 3]);
  });

  it('is the matter of its buyer and its seller alone', async () => {
    const { placed } = await aSale();
    const [other, stranger] = [await aStore(), await aCustomer()];
    const tries = [
      services.orders.setPayment(other.accountId, placed._id, 'received'),
      services.orders.claimPaid(stranger, placed._id),
      services.orders.setNote(stranger, placed._id, 'x'),
    ];
    for (const one of await Promise.allSettled(tries)) expect(one).toMatchObject({ reason: { code: 'no_order' } });
  });

  it('keeps the picture as long as the buyer is known, and no longer', async () => {
    const { store, buyer, placed } = await aSale();
    const photo = await services.photos.take(await aPhoto(7));
    await services.orders.claimPaid(buyer, placed._id, photo);
    await services.orders.setStatus(store.accountId, placed._id, { status: 'accepted' });
    await services.orders.setStatus(store.accountId, placed._id, { status: 'delivered' });
    const photosOf = async () =>
      (await defineOrder(services.db).findById(placed._id).lean<Order>())?.history.flatMap(
        (entry) => entry.photo ?? [],
      );
    expect(await photosOf()).toMatchObject([{ key: photo.key }]);
    await services.customers.forget(buyer);
    expect(await photosOf()).toEqual([]);
  });
});

describe('a note', () => {
  it('is changed until the order is on its way', async () => {
    const { store, buyer, placed } = await aSale();
    await services.orders.setNote(buyer, placed._id, 'Ring twice');
    expect((await services.orders.setNote(buyer, placed._id, '')).note).toBeUndefined();
    await services.orders.setStatus(store.accountId, placed._id, { status: 'shipped' }).catch(() => undefined);
    await services.orders.setStatus(store.accountId, placed._id, { status: 'accepted' });
    await services.orders.setStatus(store.accountId, placed._id, { status: 'shipped' });
    await expect(services.orders.setNote(buyer, placed._id, 'Too late')).rejects.toMatchObject({
      ...{ code: 'note_too_late', status: 409 },
    });
  });
});

describe('an order turned down because something is sold out', () => {
  it('leaves none of that in stock, and gives back the rest', async () => {
    const { store, mango, lemon, placed } = await aSale(5);
    const why = { status: 'rejected' as const, reason: 'Sold out', soldOut: [mango._id] };
    const once = { key: 'k' };
    const [one, two] = await Promise.all(
      [1, 2].map(() => services.orders.setStatus(store.accountId, placed._id, why, once)),
    );
    expect(one).toEqual(two);
    expect([await stockOf(store, mango), await stockOf(store, lemon)]).toEqual([0, 5]);
    expect(one?.history.at(-1)).toMatchObject({ status: 'rejected', soldOut: [mango._id] });
  });

  it('also of what was not counted', async () => {
    const { store, mango, lemon, placed } = await aSale(null);
    await services.orders.setStatus(store.accountId, placed._id, { status: 'rejected', soldOut: [mango._id] });
    expect([await stockOf(store, mango), await stockOf(store, lemon)]).toEqual([0, null]);
  });

  it('sells none of it to whoever orders at the same moment afterwards', async () => {
    const { store, mango, placed } = await aSale(5);
    const buyers = await Promise.all(
      [1, 2, 3].map(async () => [await aCustomer(), await aCart(store, [mango, 1])] as const),
    );
    const [, ...others] = await Promise.allSettled([
      services.orders.setStatus(store.accountId, placed._id, { status: 'rejected', soldOut: [mango._id] }),
      ...buyers.map(([buyer, cart]) => order(buyer, cart)),
    ]);
    expect(await stockOf(store, mango)).toBe(0);
    // whoever was before it has it, nobody after it has
    expect(others.filter(fulfilled).length).toBeLessThanOrEqual(3);
    await expect(order(await aCustomer(), await aCart(store, [mango, 1]))).rejects.toMatchObject({
      code: 'cart_changed',
    });
  });

  it('touches nothing that is not in the order', async () => {
    const { store, placed } = await aSale(5);
    const other = await aProduct(store, { name: 'Papad', stock: 3 });
    await services.orders.setStatus(store.accountId, placed._id, { status: 'rejected', soldOut: [other._id] });
    expect(await stockOf(store, other)).toBe(3);
  });
});

describe('the same once more', () => {
  it('is a new cart at today’s prices, without what is gone; the same key gives the same', async () => {
    const { store, mango, lemon, buyer, placed } = await aSale();
    await services.products.change(store, mango._id, { salePrice: 15_900 });
    await services.products.remove(store, lemon._id);
    const cart = await services.orders.again(buyer, placed._id, { key: 'again' });
    expect(cart.lines).toMatchObject([{ productId: mango._id, qty: 2, salePrice: 15_900 }]);
    expect(await services.orders.again(buyer, placed._id, { key: 'again' })).toEqual(cart);
    await expect(services.orders.again(await aCustomer(), placed._id)).rejects.toMatchObject({ code: 'no_order' });
  });
});

describe('what is to be packed', () => {
  it('is summed over the accepted orders, and over nothing else', async () => {
    const { store, mango, lemon, placed } = await aSale(null);
    const more = await order(await aCustomer(), await aCart(store, [mango, 3]));
    await order(await aCustomer(), await aCart(store, [mango, 9]));
    for (const { _id } of [placed, more]) await services.orders.setStatus(store.accountId, _id, { status: 'accepted' });
    expect(await services.orders.pickList([store._id])).toEqual([
      { productId: lemon._id, name: 'Lemon pickle', pieces: 1, orders: 1 },
      { productId: mango._id, name: 'Mango pickle', pieces: 5, orders: 2 },
    ]);
    expect(Object.fromEntries(await services.orders.openCounts([store._id]))).toEqual({ placed: 1, accepted: 2 });
  });
});
