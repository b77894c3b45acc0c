import { describe, expect, it } from 'vitest';
import { createStock } from '../../src/catalog/stock.js';
import { createPlace } from '../../src/orders/place.js';
import { systemClock } from '../../src/platform/clock.js';
import { createLogger } from '../../src/platform/logger.js';
import { LinkTaken } from '../../src/stores/link.js';
import type { Store } from '../../src/stores/model.js';
import { testShop } from '../support/builders.js';

const { services, aStore, aProduct, aCustomer, aCart, anOrder } = testShop();

const settings = () => services.settings;
const toCurrency = (store: Store, currency: string, key?: string) =>
  settings().change(store.accountId, store._id, { currency }, key === undefined ? undefined : { key });
const pricesOf = async (store: Store) =>
  (await services.products.list(store._id)).items.map(({ mrp, salePrice }) => [mrp, salePrice]);

describe('another currency', () => {
  it.each([
    ['USD', 14_900, 19_900, 4000],
    ['JPY', 149, 199, 40],
    ['KWD', 149_000, 199_000, 40_000],
  ])('%s leaves the numbers as they are read', async (currency, salePrice, mrp, deliveryCharge) => {
    const store = await aStore({ deliveryCharge: 4000, freeAbove: 50_000, minOrder: 10_000 });
    await aProduct({ store });
    const { store: changed, changeId = '' } = await toCurrency(store, currency);
    expect(changed).toMatchObject({ currency, deliveryCharge, catalogVersion: store.catalogVersion + 2 });
    expect(changed.freeAbove).toBe((50_000 * salePrice) / 14_900);
    expect(await pricesOf(store)).toEqual([[mrp, salePrice]]);
    expect((await services.catalog.view(changed)).catalog.store.currency).toBe(currency);

    const { store: back } = await settings().undo(store.accountId, changeId);
    expect(back).toMatchObject({ currency: 'INR', deliveryCharge: 4000, freeAbove: 50_000, minOrder: 10_000 });
    expect(await pricesOf(store)).toEqual([[19_900, 14_900]]);
  });

  it('without decimals rounds what had some, never to nothing, and that stays', async () => {
    const store = await aStore({ deliveryCharge: 4050 });
    await aProduct({ store, mrp: 14_950, salePrice: 14_949 });
    await aProduct({ store, mrp: 40, salePrice: 1 });
    const changed = await toCurrency(store, 'JPY');
    expect(changed).toMatchObject({ store: { deliveryCharge: 41 }, before: { currency: 'INR' } });
    expect(changed).not.toHaveProperty('changeId');
    expect(await pricesOf(store)).toEqual([
      [1, 1],
      [150, 149],
    ]);
  });

  it('with more decimals does not make a price that cannot be counted', async () => {
    const store = await aStore();
    await aProduct({ store, mrp: 50_000_000_000, salePrice: 14_900 });
    await expect(toCurrency(store, 'KWD')).rejects.toMatchObject({ code: 'price_out_of_range', status: 422 });
    expect((await services.stores.byId(store._id)).currency).toBe('INR');
  });

  it('comes with other changes, and once for one key', async () => {
    const store = await aStore();
    const wanted = { currency: 'JPY', name: 'Tokyo', deliveryCharge: 300 };
    const pickle = await aProduct({ store });
    const change = () => settings().change(store.accountId, store._id, wanted, { key: 'c.1' });
    const [first, second] = [await change(), await change()];
    expect(first.store).toMatchObject(wanted);
    expect(second.changeId).toBe(first.changeId);
    expect(await pricesOf(store)).toEqual([[199, 149]]);
    expect((await services.products.find(first.store, pickle._id)).salePrice).toBe(149);
  });

  it('tells that a link is taken, and changes nothing', async () => {
    const other = await aStore({ name: 'Has a link' });
    const store = await aStore();
    const wanted = { currency: 'USD', link: other.link };
    await expect(settings().change(store.accountId, store._id, wanted)).rejects.toBeInstanceOf(LinkTaken);
    expect((await services.stores.byId(store._id)).currency).toBe('INR');
  });

  it('does not come any more once there is an order', async () => {
    const store = await aStore();
    const { changeId = '' } = await toCurrency(store, 'USD');
    await anOrder([[await aProduct({ store }), 1]]);
    const fixed = expect.objectContaining({ code: 'currency_fixed', status: 409 });
    await expect(toCurrency(store, 'INR')).rejects.toEqual(fixed);
    await expect(settings().undo(store.accountId, changeId)).rejects.toEqual(fixed);
    expect((await toCurrency(store, 'USD')).before).toEqual({});
  });

  it('does not come where an order was made before this was noted', async () => {
    const store = await aStore();
    await anOrder([[await aProduct({ store }), 1]]);
    await services.db.model('Store').updateOne({ _id: store._id }, { $unset: { ordered: 1 } });
    await expect(toCurrency(store, 'USD')).rejects.toMatchObject({ code: 'currency_fixed' });
  });

  it.each([0, 1, 2, 3, 4, 5])(
    'and an order at once: nothing is ordered in a currency that the cart does not name (%i)',
    async (late) => {
      const store = await aStore();
      const cart = await aCart([await aProduct({ store }), 1]);
      const { customer } = await aCustomer();
      const { currency: _, ...bare } = cart;
      const asked = { cart: late % 2 ? cart : bare, name: 'Ravi', address: '12 MG Road', payment: 'cod' } as const;
      const [order, change] = await Promise.allSettled([
        services.orders.place(customer._id, asked, undefined, { key: cart.cartId }),
        toCurrency(store, 'USD'),
      ]);
      const { currency } = await services.stores.byId(store._id);
      if (order.status === 'fulfilled' && change.status === 'fulfilled') {
        // the change was there before the order was looked at, and what was seen names no currency
        expect([asked.cart, currency, order.value.currency]).toEqual([bare, 'USD', 'USD']);
      } else if (order.status === 'fulfilled') {
        expect([currency, order.value.currency]).toEqual(['INR', 'INR']);
      } else {
        expect(order.reason).toMatchObject({ code: 'cart_changed' });
        expect([change.status, currency]).toEqual(['fulfilled', 'USD']);
      }
    },
  );

  it.each(['USD', 'JPY'])('that comes in the middle of an order (%s) is not ordered in unseen', async (currency) => {
    const store = await aStore();
    const { currency: _, ...cart } = await aCart([await aProduct({ store }), 1]);
    const { customer } = await aCustomer();
    const { db, stores, products, carts, customers, mediaUrl } = services;
    const stock = createStock({ db, announce: () => undefined });
    const changes: Promise<unknown>[] = [];
    const place = createPlace({
      ...{ db, stores, products, carts, customers, mediaUrl, clock: systemClock, logger: createLogger('silent') },
      nudge: () => undefined,
      stock: {
        ...stock,
        async take(...what) {
          // the order has read the store by now, and has written nothing
          if (changes.length === 0) changes.push(toCurrency(store, currency));
          await Promise.all(changes);
          return stock.take(...what);
        },
      },
    });
    const asked = { cart, name: 'Ravi', address: '12 MG Road', payment: 'cod' } as const;
    await expect(place(customer._id, asked, undefined, { key: 'k' })).rejects.toMatchObject({ code: 'cart_changed' });
    expect((await services.orders.ofStore(store._id, { limit: 10 })).items).toEqual([]);
    expect((await stores.byId(store._id)).currency).toBe(currency);
  });

  it('does not hold up thirty first orders at once', async () => {
    const pickle = await aProduct();
    const orders = await Promise.all(Array.from({ length: 30 }, () => anOrder([[pickle, 1]])));
    expect(new Set(orders.map(({ _id }) => _id)).size).toBe(30);
  });
});
