import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cart } from '../../src/carts/rules.js';
import type { Product } from '../../src/catalog/model.js';
import { examine } from '../../src/main/doctor/examine.js';
import type { Order } from '../../src/orders/model.js';
import { givesBack, mayMove, STATUSES, type Status } from '../../src/orders/statuses.js';
import { newId } from '../../src/platform/ids.js';
import { Refusal } from '../../src/platform/refusal.js';
import { testServices } from '../support/services.js';
import { buildersOf } from './builders.js';

const services = testServices();
const { aStore, aProduct, aCustomer, stockOf } = buildersOf(services);
const MOST_STOCK = 4;

/** What people do, in any order: fill carts, order what they saw, change prices and stocks, move orders. */
const command = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('add' as const),
      buyer: fc.nat(1),
      product: fc.nat(1),
      qty: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('look' as const), buyer: fc.nat(1) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('order' as const), buyer: fc.nat(1), again: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('price' as const),
      product: fc.nat(1),
      price: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('stock' as const), stock: fc.nat(MOST_STOCK) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('move' as const),
      order: fc.nat(9),
      to: fc.constantFrom(...STATUSES),
      by: fc.constantFrom('seller' as const, 'customer' as const),
    }),
  },
);
type Command = typeof command extends fc.Arbitrary<infer One> ? One : never;

/** A shop with a limited product and another, and two buyers with a cart each. */
async function aMarket() {
  const store = await aStore();
  const limited = await aProduct(store, { name: 'Mango', mrp: 900, salePrice: 100, stock: MOST_STOCK });
  const other = await aProduct(store, { name: 'Lemon', mrp: 900, salePrice: 100 });
  const buyers = await Promise.all(
    [0, 1].map(async () => {
      const cart = await services.carts.create(store.link);
      return { customerId: await aCustomer(), cartId: cart.cartId, seen: cart, lastKey: '' };
    }),
  );
  const orders: Order[] = [];
  return { store, products: [limited, other] as [Product, Product], buyers, orders };
}
type Market = Awaited<ReturnType<typeof aMarket>>;

/** Does one thing. @returns what came of it: `ok`, or why not */
async function act({ store, products, buyers, orders }: Market, one: Command): Promise<string> {
  const { carts, orders: service, products: catalog } = services;
  try {
    if (one.kind === 'price' || one.kind === 'stock') {
      const change = one.kind === 'price' ? { salePrice: one.price * 100 } : { stock: one.stock };
      const product = products[one.kind === 'price' ? one.product : 0];
      await catalog.change(store, product?._id ?? '', change);
      return 'ok';
    }
    if (one.kind === 'move') {
      const order = orders[one.order % Math.max(1, orders.length)];
      if (!order) return 'nothing';
      if (one.by === 'seller') await service.setStatus(store.accountId, order._id, { status: one.to });
      else if (one.to === 'cancelled') await service.cancel(order.customerId, order._id);
      else return 'nothing';
      return 'ok';
    }
    const buyer = buyers[one.buyer];
    if (!buyer) return 'nothing';
    if (one.kind === 'add') {
      const line = { productId: products[one.product]?._id ?? '', qty: one.qty, storeLink: store.link };
      buyer.seen = await carts.add(buyer.cartId, line);
      return 'ok';
    }
    if (one.kind === 'look') {
      buyer.seen = await carts.read(buyer.cartId);
      return 'ok';
    }
    if (buyer.seen.lines.length === 0) return 'nothing';
    const key = one.again && buyer.lastKey ? buyer.lastKey : newId();
    const input = { cart: buyer.seen, name: 'Ravi', address: 'Pune', payment: 'cod' as const };
    const placed = await service.place(buyer.customerId, input, undefined, { key });
    if (!orders.some(({ _id }) => _id === placed._id)) orders.push(placed);
    buyer.lastKey = key;
    return 'ok';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

/** What must hold whatever was done: the pieces that are gone are in orders that stand, and each order adds up. */
async function expectSound({ store, orders }: Market): Promise<void> {
  const kept = (await services.orders.ofStore(store._id, { limit: 100 })).items;
  expect(kept.map(({ _id }) => _id).sort()).toEqual(orders.map(({ _id }) => _id).sort());
  expect(
    (await examine(services.db, services.media, { between: async () => undefined })).filter(
      ({ says }) => !says.includes('told to nobody'),
    ),
  ).toEqual([]);
}

describe('whatever people do one after another', () => {
  /** The same shop, as simple as it can be thought. */
  class Model {
    stock = MOST_STOCK;
    prices: [number, number] = [100, 100];
    carts: Map<number, number>[] = [new Map(), new Map()];
    seen: Cart[] = [];
    orders: { status: Status; qty: number }[] = [];

    total = (cart: Map<number, number>): number =>
      [...cart].reduce((sum, [product, qty]) => sum + qty * (this.prices[product] ?? 0), 0);
  }

  it('comes out as in the simplest model of a shop', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 30 }), async (commands) => {
        const market = await aMarket();
        const model = new Model();
        const [limited] = market.products;
        for (const one of commands) {
          const before = market.orders.length;
          const seen = one.kind === 'order' ? market.buyers[one.buyer]?.seen : undefined;
          const isRepeated = one.kind === 'order' && one.again && market.buyers[one.buyer]?.lastKey !== '';
          const order = one.kind === 'move' ? market.orders[one.order % Math.max(1, market.orders.length)] : undefined;
          const came = await act(market, one);
          if (one.kind === 'price') model.prices[one.product] = one.price * 100;
          if (one.kind === 'stock') model.stock = one.stock;
          if (one.kind === 'order' && seen && came !== 'nothing' && !isRepeated) {
            const wanted = seen.lines.find(({ productId }) => productId === limited._id)?.qty ?? 0;
            const isAsSeen = seen.lines.every(
              ({ productId, salePrice }) => salePrice === model.prices[productId === limited._id ? 0 : 1],
            );
            // what a buyer saw while there was enough and is not there any more is another cart
            const isThere = wanted <= model.stock;
            expect([came === 'ok', came]).toEqual([isAsSeen && isThere, came]);
            if (came === 'ok') {
              model.stock -= wanted;
              model.orders.push({ status: 'placed', qty: wanted });
            }
          }
          if (one.kind === 'order') expect(market.orders.length - before).toBe(came === 'ok' && !isRepeated ? 1 : 0);
          if (one.kind === 'move' && order && came !== 'nothing') {
            const mine = model.orders[market.orders.indexOf(order)];
            if (!mine) throw new Error('the model has no such order');
            const isSame = mine.status === one.to;
            const isAllowed = mayMove(mine.status, one.to, one.by);
            expect([one, came]).toEqual([one, isSame || isAllowed ? 'ok' : 'illegal_status']);
            if (isAllowed && !isSame) {
              mine.status = one.to;
              if (givesBack(one.to)) model.stock += mine.qty;
            }
          }
          expect(await stockOf(market.store, limited)).toBe(model.stock);
        }
        await expectSound(market);
      }),
      { numRuns: 12, seed: 20_261_128 },
    );
  }, 120_000);
});

describe('whatever people do at once', () => {
  it('no piece is sold twice or lost, and every order stands or gave back what it took', async () => {
    const unlimitedMoves = command.filter(({ kind }) => kind !== 'stock');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(unlimitedMoves, { minLength: 2, maxLength: 6 }), { minLength: 3, maxLength: 8 }),
        async (rounds) => {
          const market = await aMarket();
          const [limited] = market.products;
          for (const round of rounds) await Promise.all(round.map((one) => act(market, one)));
          await expectSound(market);
          const kept = (await services.orders.ofStore(market.store._id, { limit: 100 })).items;
          const gone = kept
            .filter(({ status }) => !givesBack(status))
            .flatMap(({ lines }) => lines)
            .reduce((sum, { taken }) => sum + taken, 0);
          const left = await stockOf(market.store, limited);
          expect([left, (left ?? 0) >= 0]).toEqual([MOST_STOCK - gone, true]);
          expect(new Set(kept.map(({ number }) => number)).size).toBe(kept.length);
          const keys = kept.map(({ once }) => `${once.by} ${once.key}`);
          expect(new Set(keys).size).toBe(keys.length);
        },
      ),
      { numRuns: 12, seed: 20_261_128 },
    );
  }, 120_000);
});
