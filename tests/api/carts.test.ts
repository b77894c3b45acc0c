import { afterAll, describe, expect, it } from 'vitest';
import type { Cart } from '../../src/carts/rules.js';
import { createCarts } from '../../src/carts/service.js';
import { systemClock } from '../../src/platform/clock.js';
import { connectRedis } from '../../src/platform/redis.js';
import { testApi } from '../support/api.js';
import { testShop } from '../support/builders.js';

const { services, aStore, aProduct } = testShop();
const api = testApi(services);

/** A store with a mango pickle at ₹149, and an empty cart. */
async function aBuyerAt(given: Parameters<typeof aStore>[0] = {}) {
  const store = await aStore(given);
  const pickle = await aProduct({ store });
  const { body } = await api.post<Cart>('/carts', { body: { storeLink: store.link } });
  const lines = `/carts/${body.cartId}/lines`;
  const line = (qty: unknown, productId: unknown = pickle._id) => ({ productId, qty, storeLink: store.link });
  return {
    ...{ store, pickle, cart: body, lines, line },
    add: (qty: unknown, productId?: unknown, key?: string) =>
      api.post<Cart>(lines, { body: line(qty, productId), ...(key && { key }) }),
    set: (qty: unknown, productId = pickle._id) =>
      api.put<Cart>(`${lines}/${productId}`, { body: { qty, storeLink: store.link } }),
    remove: (productId = pickle._id) => api.del<Cart>(`${lines}/${productId}`),
    read: () => api.get<Cart>(`/carts/${body.cartId}`),
  };
}

describe('a cart', () => {
  it('begins empty, of one store, and lives 30 days', async () => {
    const { cart, store, read } = await aBuyerAt();
    expect(cart).toEqual({
      ...{ cartId: expect.stringMatching(/^[\w-]{22}$/), storeLink: store.link, version: 0, lines: [] },
      ...{ subtotal: 0, delivery: 0, total: 0, currency: 'INR', expiresAt: expect.any(String) },
    });
    const days = (Date.parse(cart.expiresAt) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(30);
    expect((await read()).body).toEqual(cart);
  });

  it('adds, sets and takes out, and sums up with delivery', async () => {
    const { pickle, add, set, remove, read } = await aBuyerAt({ deliveryCharge: 4000, freeAbove: 60_000 });
    const added = await add(2);
    expect(added).toMatchObject({
      status: 200,
      body: { version: 1, subtotal: 29_800, delivery: 4000, total: 33_800 },
    });
    expect(added.body.lines).toEqual([
      {
        productId: pickle._id,
        name: 'Mango pickle',
        image: null,
        mrp: 19_900,
        salePrice: 14_900,
        qty: 2,
        lineTotal: 29_800,
        available: true,
      },
    ]);
    expect((await add(1)).body).toMatchObject({ version: 2, lines: [{ qty: 3 }], total: 48_700 });
    expect((await set(5)).body).toMatchObject({ version: 3, lines: [{ qty: 5 }], delivery: 0, total: 74_500 });
    expect((await read()).body).toMatchObject({ version: 3, lines: [{ qty: 5 }] });
    expect(await remove()).toMatchObject({ status: 200, body: { version: 4, lines: [], total: 0 } });
    expect(await remove()).toMatchObject({ status: 200, body: { version: 4, lines: [] } });
  });

  it('loses neither of two changes at once', async () => {
    const { add, read } = await aBuyerAt();
    await Promise.all(Array.from({ length: 20 }, () => add(1)));
    expect((await read()).body).toMatchObject({ version: 20, lines: [{ qty: 20 }] });
  });

  it('is changed once by one key', async () => {
    const { add, pickle, read } = await aBuyerAt();
    await Promise.all(Array.from({ length: 5 }, () => add(2, pickle._id, 'k')));
    expect((await read()).body).toMatchObject({ version: 1, lines: [{ qty: 2 }] });
    expect(await add(3, pickle._id, 'k')).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });

  it('is one for one key of one client', async () => {
    const { link: storeLink } = await aStore();
    const all = await Promise.all(
      Array.from({ length: 5 }, () => api.post<Cart>('/carts', { body: { storeLink }, key: 'same' })),
    );
    expect(new Set(all.map(({ body }) => body.cartId)).size).toBe(1);
    expect(all.map(({ status }) => status)).toEqual(all.map(() => 201));
    const { link } = await aStore();
    expect(await api.post('/carts', { body: { storeLink: link }, key: 'same' })).toMatchObject({ status: 422 });
  });

  it('shows prices as they are now', async () => {
    const { store, pickle, add, read } = await aBuyerAt();
    await add(1);
    await services.products.change(store, pickle._id, { salePrice: 9900, name: 'Lime pickle' });
    expect((await read()).body).toMatchObject({
      version: 1,
      total: 9900,
      lines: [{ name: 'Lime pickle', salePrice: 9900 }],
    });
    await services.products.remove(store, pickle._id);
    expect((await read()).body).toMatchObject({ total: 0, lines: [{ available: false, lineTotal: 0 }] });
  });

  it('takes nothing of another store', async () => {
    const { add, lines } = await aBuyerAt();
    const foreign = await aProduct();
    const other = await services.stores.byId(foreign.storeId);
    const refused = await api.post(lines, { body: { productId: foreign._id, qty: 1, storeLink: other.link } });
    expect(refused).toMatchObject({ status: 409, body: { code: 'cart_other_store' } });
    expect(await add(1, foreign._id)).toMatchObject({ status: 409, body: { code: 'cart_other_store' } });
  });

  it('holds at most 99 of a line', async () => {
    const { add, set, read } = await aBuyerAt();
    expect((await add(99)).status).toBe(200);
    expect(await add(1)).toMatchObject({
      status: 422,
      body: { code: 'bad_qty', detail: expect.stringContaining('99') },
    });
    expect((await set(100)).status).toBe(422);
    expect((await read()).body.lines).toMatchObject([{ qty: 99 }]);
  });

  it.each([
    ['no quantity', (line: object) => ({ ...line, qty: undefined }), 'qty'],
    ['none', (line: object) => ({ ...line, qty: 0 }), 'qty'],
    ['less than none', (line: object) => ({ ...line, qty: -1 }), 'qty'],
    ['half', (line: object) => ({ ...line, qty: 0.5 }), 'qty'],
    ['100', (line: object) => ({ ...line, qty: 100 }), 'qty'],
    ['a text', (line: object) => ({ ...line, qty: '1' }), 'qty'],
    ['no product', (line: object) => ({ ...line, productId: '' }), 'productId'],
    ['a query', (line: object) => ({ ...line, productId: { $ne: null } }), 'productId'],
    ['a price of its own', (line: object) => ({ ...line, salePrice: 1 }), 'salePrice'],
    ['a link that is a list', (line: object) => ({ ...line, storeLink: ['a'] }), 'storeLink'],
  ])('takes no line with %s', async (_what, spoil, path) => {
    const { lines, line, read } = await aBuyerAt();
    expect(await api.post(lines, { body: spoil(line(1)) })).toMatchObject({
      status: 422,
      body: { errors: [{ path }] },
    });
    expect((await read()).body.version).toBe(0);
  });

  it('takes nothing that is not there', async () => {
    const { store, add, set, remove } = await aBuyerAt();
    const hidden = await aProduct({ store, hidden: true });
    for (const refused of [
      await add(1, '0'.repeat(24)),
      await add(1, hidden._id),
      await set(1, '0'.repeat(24)),
      await set(1, 'nonsense'),
    ]) {
      expect(refused).toMatchObject({ status: 404, body: { code: 'no_product' } });
    }
    expect((await remove('0'.repeat(24))).status).toBe(200);
  });

  it('that nobody made is not there', async () => {
    const { line } = await aBuyerAt();
    for (const cartId of ['A'.repeat(22), 'x', '*', '%00', '..%2F', 'a'.repeat(300)]) {
      expect(await api.get(`/carts/${cartId}`)).toMatchObject({ status: 404, body: { code: 'no_cart' } });
      expect(await api.post(`/carts/${cartId}/lines`, { body: line(1) })).toMatchObject({
        status: 404,
        body: { code: 'no_cart' },
      });
    }
    expect(await api.post('/carts', { body: { storeLink: 'no-such-shop' } })).toMatchObject({
      status: 404,
      body: { code: 'no_shop' },
    });
  });
});

describe('without Redis', () => {
  const redis = connectRedis('redis://127.0.0.1:1', 'carts');
  afterAll(() => redis.disconnect());
  const lame = testApi(services, {
    replace: () => ({ carts: createCarts({ ...services, redis, clock: systemClock }) }),
  });

  it('a cart says so, and the catalog is shown', async () => {
    const { link: storeLink } = await aStore();
    expect(await lame.post('/carts', { body: { storeLink } })).toMatchObject({
      status: 503,
      body: { code: 'unavailable', detail: expect.stringContaining('try again') },
    });
    expect((await lame.get(`/storefront/${storeLink}/catalog`)).status).toBe(200);
  });
});
