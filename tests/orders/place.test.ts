import { describe, expect, it, vi } from 'vitest';
import type { Cart } from '../../src/carts/rules.js';
import { createStock } from '../../src/catalog/stock.js';
import { createPlace, type PlaceDeps } from '../../src/orders/place.js';
import { systemClock } from '../../src/platform/clock.js';
import { newId } from '../../src/platform/ids.js';
import { createLogger } from '../../src/platform/logger.js';
import { testServices } from '../support/services.js';
import { buildersOf, fulfilled } from './builders.js';

const services = testServices();
const { aStore, aProduct, aCustomer, aCart, stockOf, order } = buildersOf(services);

/** Takes orders as one more process over the same database does. */
const anotherProcess = (replace: Partial<PlaceDeps> = {}) => {
  const { db, stores, products, carts, customers, mediaUrl } = services;
  const deps = { db, stores, products, stock: createStock({ db }), carts, customers, mediaUrl };
  return createPlace({
    ...deps,
    clock: systemClock,
    logger: createLogger('silent'),
    nudge: () => undefined,
    ...replace,
  });
};
const asked = (cart: Cart) => ({ cart, name: 'Ravi', address: 'Pune', payment: 'cod' }) as const;

describe('an order', () => {
  it('keeps what the buyer saw, takes the stock and leaves news for the seller', async () => {
    const store = await aStore();
    const pickle = await aProduct(store, { stock: 5 });
    const lemon = await aProduct(store, { name: 'Lemon', mrp: 500, salePrice: 500 });
    const placed = await order(await aCustomer(), await aCart(store, [pickle, 2], [lemon, 3]), 'k', {
      note: 'Ring twice',
    });
    expect(placed).toMatchObject({
      status: 'placed',
      subtotal: 31300,
      delivery: 0,
      total: 31300,
      currency: 'INR',
      name: 'Ravi',
      note: 'Ring twice',
      payment: { method: 'cod', state: 'due' },
    });
    expect(placed.number).toMatch(/^HT-[2-9A-Z]{5}$/);
    expect(placed.lines.map(({ name, qty, taken }) => [name, qty, taken])).toEqual([
      ['Mango pickle', 2, 2],
      ['Lemon', 3, 0],
    ]);
    expect(await stockOf(store, pickle)).toBe(3);
    expect(await services.telling.untold(1000)).toContainEqual({ _id: `${placed._id}.0`, orderId: placed._id });
    expect(services.nudged).toContainEqual({ _id: `${placed._id}.0`, orderId: placed._id });
  });

  it('has its seller looked up while it is written, which fails nobody', async () => {
    const store = await aStore();
    const seller = await services.contacts.meet('telegram', newId());
    await services.contacts.linkAccount(seller._id, store.accountId, '+919876500000', 'otp');
    const nudge = vi.fn<PlaceDeps['nudge']>();
    const place = anotherProcess({ nudge, sellersOf: services.telling.sellersOf });
    const cart = await aCart(store, [await aProduct(store), 1]);
    await place(await aCustomer(), asked(cart), undefined, { key: 'k' });
    expect(await nudge.mock.calls[0]?.[1].sellers).toMatchObject([{ _id: seller._id }]);
    expect(await services.telling.sellersOf(newId())).toEqual([]);
  });

  it('still names and prices its lines as they were when the product changes', async () => {
    const store = await aStore();
    const pickle = await aProduct(store);
    const customer = await aCustomer();
    const placed = await order(customer, await aCart(store, [pickle, 1]));
    await services.products.change(store, pickle._id, { name: 'Lime pickle', salePrice: 10000 });
    const [kept] = (await services.orders.ofCustomer(customer, { limit: 10 })).items;
    expect(kept?.lines).toEqual(placed.lines);
  });

  it('adds the delivery charge, and leaves it out above the limit', async () => {
    const store = await aStore();
    await services.stores.update(store.accountId, store._id, { deliveryCharge: 4000, freeAbove: 20000 });
    const pickle = await aProduct(store);
    const small = await order(await aCustomer(), await aCart(store, [pickle, 1]));
    expect([small.subtotal, small.delivery, small.total]).toEqual([14900, 4000, 18900]);
    const large = await order(await aCustomer(), await aCart(store, [pickle, 2]));
    expect([large.subtotal, large.delivery, large.total]).toEqual([29800, 0, 29800]);
  });

  it('remembers the name and up to 10 addresses, the newest first', async () => {
    const store = await aStore();
    const pickle = await aProduct(store);
    const customer = await aCustomer();
    for (let n = 0; n < 12; n++) {
      const cart = await aCart(store, [pickle, 1]);
      await services.orders.place(customer, { cart, name: 'Ravi', address: `House ${n}`, payment: 'cod' }, undefined, {
        key: `address-${n}`,
      });
    }
    const { addresses, name } = await services.customers.known(customer);
    expect(name).toBe('Ravi');
    expect(addresses).toEqual(Array.from({ length: 10 }, (_, n) => `House ${11 - n}`));
  });

  it('leaves the cart without what was ordered, and with what was put in meanwhile', async () => {
    const store = await aStore();
    const [pickle, lemon] = [await aProduct(store), await aProduct(store, { name: 'Lemon' })];
    const seen = await aCart(store, [pickle, 2]);
    await services.carts.add(seen.cartId, { productId: lemon._id, qty: 1, storeLink: store.link });
    await order(await aCustomer(), seen);
    await expect
      .poll(async () => (await services.carts.read(seen.cartId)).lines.map(({ name, qty }) => [name, qty]))
      .toEqual([['Lemon', 1]]);
  });
});

describe('an order is refused', () => {
  it('when a price is not what the buyer saw, and the new cart is told', async () => {
    const store = await aStore();
    const pickle = await aProduct(store, { stock: 5 });
    const cart = await aCart(store, [pickle, 1]);
    await services.products.change(store, pickle._id, { salePrice: 15900 });
    await expect(order(await aCustomer(), cart)).rejects.toMatchObject({
      code: 'cart_changed',
      status: 409,
      cart: { cartId: cart.cartId, total: 15900, lines: [{ salePrice: 15900 }] },
    });
    expect(await stockOf(store, pickle)).toBe(5);
  });

  it('when the delivery charge is not what the buyer saw', async () => {
    const store = await aStore();
    const pickle = await aProduct(store);
    const cart = await aCart(store, [pickle, 1]);
    await services.stores.update(store.accountId, store._id, { deliveryCharge: 4000 });
    await expect(order(await aCustomer(), cart)).rejects.toMatchObject({
      code: 'cart_changed',
      cart: { total: 18900 },
    });
  });

  it('when one line cannot be had: then nothing of the others is taken', async () => {
    const store = await aStore();
    const [pickle, lemon] = [await aProduct(store, { stock: 5 }), await aProduct(store, { name: 'Lemon', stock: 5 })];
    const cart = await aCart(store, [pickle, 2], [lemon, 2]);
    await services.products.change(store, lemon._id, { stock: 1 });
    await expect(order(await aCustomer(), cart)).rejects.toMatchObject({ code: 'cart_changed' });
    expect(await stockOf(store, pickle)).toBe(5);
    expect(await stockOf(store, lemon)).toBe(1);
  });

  it.each([
    ['hidden', { hidden: true }],
    ['sold out', { stock: 0 }],
  ])('when a product is %s', async (_what, change) => {
    const store = await aStore();
    const pickle = await aProduct(store);
    const cart = await aCart(store, [pickle, 1]);
    await services.products.change(store, pickle._id, change);
    await expect(order(await aCustomer(), cart)).rejects.toMatchObject({
      code: 'cart_changed',
      cart: { lines: [{ available: false }] },
    });
  });

  it('when the shop is closed, or the order is too small', async () => {
    const store = await aStore();
    const pickle = await aProduct(store);
    const cart = await aCart(store, [pickle, 1]);
    await services.stores.update(store.accountId, store._id, { minOrder: 20000 });
    await expect(order(await aCustomer(), cart)).rejects.toMatchObject({ code: 'below_minimum', status: 409 });
    await services.stores.update(store.accountId, store._id, { open: false, minOrder: null });
    await expect(order(await aCustomer(), cart)).rejects.toMatchObject({ code: 'store_closed', status: 409 });
  });

  it('when it mixes two stores', async () => {
    const [one, other] = [await aStore(), await aStore()];
    const cart = await aCart(one, [await aProduct(one), 1]);
    const foreign = await aCart(other, [await aProduct(other), 1]);
    const mixed = { ...cart, lines: [...cart.lines, ...foreign.lines], total: cart.total + foreign.total };
    await expect(order(await aCustomer(), mixed)).rejects.toMatchObject({ code: 'cart_other_store' });
  });
});

describe('the last pieces', () => {
  it('are sold exactly once to 200 buyers at once', async () => {
    const store = await aStore();
    const pickle = await aProduct(store, { stock: 10 });
    const cart = await aCart(store, [pickle, 1]);
    const buyers = await Promise.all(Array.from({ length: 200 }, aCustomer));
    const results = await Promise.allSettled(buyers.map((buyer) => order(buyer, cart)));
    expect(results.filter(fulfilled)).toHaveLength(10);
    const reasons = new Set(results.flatMap((result) => (fulfilled(result) ? [] : result.reason.code)));
    expect(reasons).toEqual(new Set(['cart_changed']));
    expect(await stockOf(store, pickle)).toBe(0);
    expect((await services.orders.ofStore(store._id, { limit: 100 })).items).toHaveLength(10);
  });

  it('are never split when orders want the same products in different order', async () => {
    const store = await aStore();
    const [a, b] = [await aProduct(store, { stock: 6 }), await aProduct(store, { name: 'Lemon', stock: 6 })];
    const carts = await Promise.all(
      Array.from({ length: 10 }, (_, n) => (n % 2 ? aCart(store, [a, 1], [b, 1]) : aCart(store, [b, 1], [a, 1]))),
    );
    const customer = await aCustomer();
    const results = await Promise.allSettled(carts.map((cart) => order(customer, cart)));
    expect(results.filter(fulfilled)).toHaveLength(6);
    expect([await stockOf(store, a), await stockOf(store, b)]).toEqual([0, 0]);
  });
});

describe('orders of one shop that come at once', () => {
  it('are each placed or refused for themselves, and what one took the next one does not get', async () => {
    const store = await aStore();
    const pickle = await aProduct(store, { stock: 7 });
    const [two, dear] = [await aCart(store, [pickle, 2]), await aCart(store, [pickle, 1])];
    const wrong = { ...dear, total: dear.total + 1 };
    const buyers = await Promise.all(Array.from({ length: 12 }, aCustomer));
    const results = await Promise.allSettled(buyers.map((buyer, n) => order(buyer, n % 2 ? wrong : two)));
    const placed = results.flatMap((result) => (fulfilled(result) ? [result.value] : []));
    expect(placed.map(({ lines }) => lines[0]?.left).sort()).toEqual([1, 3, 5]);
    expect(results.every((result, n) => n % 2 === 0 || !fulfilled(result))).toBe(true);
    expect(await stockOf(store, pickle)).toBe(1);
  });

  it('of one buyer are all remembered', async () => {
    const store = await aStore();
    const cart = await aCart(store, [await aProduct(store), 1]);
    const customer = await aCustomer();
    const houses = ['House 1', 'House 2', 'House 3', 'House 4'];
    await Promise.all(
      houses.map((address) =>
        services.orders.place(customer, { cart, name: 'Ravi', address, payment: 'cod' }, undefined, { key: address }),
      ),
    );
    expect((await services.customers.known(customer)).addresses.toSorted()).toEqual(houses);
  });

  it('do not suffer for one that was there before, and not for one that a process had before', async () => {
    const store = await aStore();
    const pickle = await aProduct(store, { stock: 50 });
    const cart = await aCart(store, [pickle, 1]);
    const [early, ...others] = await Promise.all(Array.from({ length: 10 }, aCustomer));
    const first = await anotherProcess()(early ?? '', asked(cart), undefined, { key: 'first' });
    const again = [order(early ?? '', cart, 'first'), ...others.map((buyer) => order(buyer, cart))];
    const [repeated, ...placed] = await Promise.all(again);
    expect(repeated?._id).toBe(first._id);
    expect(new Set(placed.map(({ _id }) => _id)).size).toBe(9);
    expect(await stockOf(store, pickle)).toBe(40);
  });

  it('of three processes take each piece once', async () => {
    const processes = [anotherProcess(), anotherProcess(), anotherProcess()];
    const store = await aStore();
    const pickle = await aProduct(store, { stock: 20 });
    const cart = await aCart(store, [pickle, 1]);
    const buyers = await Promise.all(Array.from({ length: 45 }, aCustomer));
    const results = await Promise.allSettled(
      buyers.map((buyer, n) => processes[n % 3]?.(buyer, asked(cart), undefined, { key: newId() })),
    );
    expect(results.filter(fulfilled)).toHaveLength(20);
    expect(await stockOf(store, pickle)).toBe(0);
  });
});

describe('the same key', () => {
  it('makes one order of 25 requests at once', async () => {
    const store = await aStore();
    const pickle = await aProduct(store, { stock: 30 });
    const cart = await aCart(store, [pickle, 1]);
    const customer = await aCustomer();
    const placed = await Promise.all(Array.from({ length: 25 }, () => order(customer, cart, 'same')));
    expect(new Set(placed.map(({ _id }) => _id)).size).toBe(1);
    expect(await stockOf(store, pickle)).toBe(29);
  });

  it('makes one order of 25 requests at once for the last piece, and refuses none of them', async () => {
    const store = await aStore();
    const pickle = await aProduct(store, { stock: 1 });
    const cart = await aCart(store, [pickle, 1]);
    const customer = await aCustomer();
    const placed = await Promise.all(Array.from({ length: 25 }, () => order(customer, cart, 'last')));
    expect(new Set(placed.map(({ _id }) => _id)).size).toBe(1);
  });

  it('makes one order of two requests that two processes got at once for the last piece', async () => {
    const [one, two] = [anotherProcess(), anotherProcess()];
    const store = await aStore();
    for (let round = 0; round < 15; round++) {
      const pickle = await aProduct(store, { name: `Pickle ${round}`, stock: 1 });
      const cart = await aCart(store, [pickle, 1]);
      const customer = await aCustomer();
      const key = { key: newId() };
      const placed = await Promise.all([one, two].map((place) => place(customer, asked(cart), undefined, key)));
      expect(placed[0]?._id).toBe(placed[1]?._id);
      expect(await stockOf(store, pickle)).toBe(0);
    }
  });

  it('gives its order also when that was made while it was looked at what is left', async () => {
    const store = await aStore();
    const cart = await aCart(store, [await aProduct(store, { stock: 1 }), 1]);
    const customer = await aCustomer();
    const stock = createStock({ db: services.db });
    const twin = vi.fn(() => order(customer, cart, 'twin'));
    const take: typeof stock.take = async (...what) => {
      await twin();
      return stock.take(...what);
    };
    const slow = anotherProcess({ stock: { ...stock, take } });
    const placed = await slow(customer, asked(cart), undefined, { key: 'twin' });
    expect(placed._id).toBe((await twin.mock.results[0]?.value)?._id);
  });

  it('gives the first order as it now is, whatever became of the cart and the shop', async () => {
    const store = await aStore();
    const pickle = await aProduct(store, { stock: 1 });
    const cart = await aCart(store, [pickle, 1]);
    const customer = await aCustomer();
    const first = await order(customer, cart, 'again', { hash: 'h' });
    await services.orders.setStatus(store.accountId, first._id, { status: 'accepted' });
    await services.stores.update(store.accountId, store._id, { open: false });
    expect(await order(customer, cart, 'again', { hash: 'h' })).toMatchObject({ _id: first._id, status: 'accepted' });
    await expect(order(customer, cart, 'again', { hash: 'other' })).rejects.toMatchObject({
      code: 'idempotency_key_reused',
      status: 422,
    });
  });

  it('empties the cart after all when the first try died before it did', async () => {
    const store = await aStore();
    const pickle = await aProduct(store);
    const cart = await aCart(store, [pickle, 2]);
    const customer = await aCustomer();
    vi.spyOn(services.carts, 'takeOut').mockRejectedValueOnce(new Error('killed'));
    const first = await order(customer, cart, 'died');
    await services.carts.add(cart.cartId, { productId: pickle._id, qty: 1, storeLink: store.link });
    expect(await order(customer, cart, 'died')).toMatchObject({ _id: first._id });
    await order(customer, cart, 'died');
    await expect.poll(async () => (await services.carts.read(cart.cartId)).lines.map(({ qty }) => qty)).toEqual([1]);
  });

  it('is not used up by a refusal, and belongs to one customer', async () => {
    const store = await aStore();
    const pickle = await aProduct(store, { stock: 2 });
    const customer = await aCustomer();
    const cart = await aCart(store, [pickle, 1]);
    await services.stores.update(store.accountId, store._id, { open: false });
    await expect(order(customer, cart, 'key')).rejects.toMatchObject({ code: 'store_closed' });
    await services.stores.update(store.accountId, store._id, { open: true });
    const one = await order(customer, cart, 'key');
    const other = await order(await aCustomer(), cart, 'key');
    expect(other._id).not.toBe(one._id);
  });
});
