import { describe, expect, it } from 'vitest';
import type { Cart } from '../../src/carts/rules.js';
import { newSecretId } from '../../src/platform/ids.js';
import { testApi } from '../support/api.js';
import { type SomeWanted, testShop } from '../support/builders.js';

const { services, aStore, aProduct, aCustomer, aCart, storeOf, stockOf, tokenOf } = testShop();
const api = testApi(services);

type OrderBody = {
  orderId: string;
  number: string;
  status: string;
  total: number;
  history: { status: string; by: string }[];
};
const who = { name: 'Ravi', address: '12 MG Road\nPune' };

/** A signed-in buyer with a cart, who may place it. */
async function aBuyerWith(...wanted: SomeWanted) {
  const buyer = await aCustomer();
  const cart = await aCart(...wanted);
  const place = (body: object = {}, key: string = newSecretId()) =>
    api.post<OrderBody>('/orders', { token: buyer.token, key, body: { cart, ...who, ...body } });
  return { ...buyer, cart, place };
}

const lineOf = (cart: Cart, change: object) => ({ ...cart, lines: cart.lines.map((line) => ({ ...line, ...change })) });

describe('an order', () => {
  it('is made of the cart that was read, as it was read', async () => {
    const store = await aStore({ deliveryCharge: 4000 });
    const pickle = await aProduct({ store, stock: 5 });
    const { cart, place, mobile, token } = await aBuyerWith([pickle, 2]);
    const placed = await place({ note: 'Ring twice 🔔', payment: 'cod' });
    expect(placed.status).toBe(201);
    const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(placed.body).toEqual({
      ...{
        orderId: expect.stringMatching(/^[0-9a-f]{24}$/),
        storeId: store._id,
        number: expect.stringMatching(/^HT-\w{5}$/),
      },
      ...{ status: 'placed', subtotal: 29_800, delivery: 4000, total: 33_800, currency: 'INR', createdAt: at },
      ...{ ...who, mobile, pickup: false, note: 'Ring twice 🔔', payment: { method: 'cod', state: 'due' } },
      lines: [
        {
          productId: pickle._id,
          name: 'Mango pickle',
          image: null,
          mrp: 19_900,
          salePrice: 14_900,
          qty: 2,
          lineTotal: 29_800,
        },
      ],
      history: [{ status: 'placed', at, by: 'customer', reason: null, payment: null }],
    });
    expect(await stockOf(pickle)).toBe(3);
    expect((await api.get(`/orders/${placed.body.orderId}`, { token })).body).toEqual(placed.body);
    expect((await services.customers.find((await aCustomer(mobile)).customer._id))?.addresses).toEqual([who.address]);
    await expect.poll(async () => (await services.carts.read(cart.cartId)).lines).toEqual([]);
  });

  it('needs of the cart only what is read of it', async () => {
    const { cart, place } = await aBuyerWith([await aProduct(), 1]);
    const { cartId, version, total } = cart;
    const lines = cart.lines.map(({ productId, qty, salePrice }) => ({ productId, qty, salePrice }));
    expect((await place({ cart: { cartId, version, total, lines } })).status).toBe(201);
  });

  it('does not believe the names and sums that come along', async () => {
    const { cart, place } = await aBuyerWith([await aProduct(), 1]);
    const lies = {
      ...lineOf(cart, { name: 'Gold', mrp: 1, lineTotal: 1, image: { url: 7 }, available: 'yes' }),
      subtotal: 1,
      delivery: -5,
      storeLink: 'x',
    };
    expect(await place({ cart: lies })).toMatchObject({
      status: 201,
      body: { total: 14_900, currency: 'INR', lines: [{ name: 'Mango pickle' }] },
    });
  });

  it('is not made of prices in another currency', async () => {
    const { cart, place } = await aBuyerWith([await aProduct(), 1]);
    expect(await place({ cart: { ...cart, currency: 'USD' } })).toMatchObject({
      status: 409,
      body: { code: 'cart_changed', cart: { currency: 'INR' } },
    });
  });

  it('is one for 25 equal keys at once, and the same as it now is for a late one', async () => {
    const pickle = await aProduct({ stock: 100 });
    const { place } = await aBuyerWith([pickle, 1]);
    const all = await Promise.all(Array.from({ length: 25 }, () => place({}, 'k')));
    expect(new Set(all.map(({ status, body }) => `${status} ${body.orderId}`)).size).toBe(1);
    expect(await stockOf(pickle)).toBe(99);
    const store = await storeOf(pickle);
    await api.post(`/orders/${all[0]?.body.orderId}/status`, { token: tokenOf(store), body: { status: 'accepted' } });
    expect(await place({}, 'k')).toMatchObject({
      status: 201,
      body: { orderId: all[0]?.body.orderId, status: 'accepted' },
    });
  });

  it('is refused for another body under the same key, and free again under the key of somebody else', async () => {
    const pickle = await aProduct();
    const { place } = await aBuyerWith([pickle, 1]);
    expect((await place({}, 'k')).status).toBe(201);
    for (const body of [{ name: 'Asha' }, { address: 'Elsewhere' }, { note: 'x' }, { payment: 'upi' }]) {
      expect(await place(body, 'k'), JSON.stringify(body)).toMatchObject({
        status: 422,
        body: { code: 'idempotency_key_reused' },
      });
    }
    const neighbour = await aBuyerWith([pickle, 1]);
    expect((await neighbour.place({}, 'k')).status).toBe(201);
  });

  it('may be tried again under the key of one that was refused', async () => {
    const store = await aStore({ open: false });
    const { place } = await aBuyerWith([await aProduct({ store }), 1]);
    expect(await place({}, 'k')).toMatchObject({ status: 409, body: { code: 'store_closed' } });
    await services.stores.update(store.accountId, store._id, { open: true });
    expect((await place({}, 'k')).status).toBe(201);
  });

  it('needs a key', async () => {
    const { cart, token } = await aBuyerWith([await aProduct(), 1]);
    const refused = await api.post('/orders', { token, body: { cart, ...who } });
    expect(refused).toMatchObject({ status: 400, body: { code: 'idempotency_key_missing' } });
  });

  it('comes with the new cart when a price is another one', async () => {
    const pickle = await aProduct();
    const { place } = await aBuyerWith([pickle, 2]);
    await services.products.change(await storeOf(pickle), pickle._id, { salePrice: 15_900 });
    const refused = await place();
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'cart_changed',
        cart: { total: 31_800, lines: [{ productId: pickle._id, salePrice: 15_900, qty: 2 }] },
      },
    });
    const { cart } = refused.body as OrderBody & { cart: Cart };
    expect((await place({ cart })).status).toBe(201);
  });

  it('comes with the new cart when something was sold meanwhile', async () => {
    const pickle = await aProduct({ stock: 1 });
    const [one, two] = [await aBuyerWith([pickle, 1]), await aBuyerWith([pickle, 1])];
    const answers = await Promise.all([one.place(), two.place()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.body).toMatchObject({ code: expect.stringMatching(/^(cart_changed|sold_out)$/) });
    expect(await stockOf(pickle)).toBe(0);
  });

  it('is refused below the minimum, in money', async () => {
    const store = await aStore({ minOrder: 50_000 });
    const { place } = await aBuyerWith([await aProduct({ store }), 1]);
    expect(await place()).toMatchObject({
      status: 409,
      body: { code: 'below_minimum', detail: expect.stringContaining('₹500') },
    });
  });

  it('is paid by UPI where the store takes it', async () => {
    const store = await aStore({ upiVpa: 'asha@okbank' });
    expect(await (await aBuyerWith([await aProduct({ store }), 1])).place({ payment: 'upi' })).toMatchObject({
      status: 201,
      body: { payment: { method: 'upi' } },
    });
    expect(await (await aBuyerWith([await aProduct(), 1])).place({ payment: 'upi' })).toMatchObject({
      status: 422,
      body: { code: 'upi_not_taken' },
    });
  });

  it.each([
    ['no cart', () => ({ cart: undefined }), 'cart'],
    ['an empty cart', (cart: Cart) => ({ cart: { ...cart, lines: [] } }), 'cart.lines'],
    ['a line twice', (cart: Cart) => ({ cart: { ...cart, lines: [...cart.lines, ...cart.lines] } }), 'cart.lines'],
    [
      'a line without a price',
      (cart: Cart) => ({ cart: lineOf(cart, { salePrice: undefined }) }),
      'cart.lines.0.salePrice',
    ],
    ['100 of a line', (cart: Cart) => ({ cart: lineOf(cart, { qty: 100 }) }), 'cart.lines.0.qty'],
    [
      'an unknown field in a line',
      (cart: Cart) => ({ cart: lineOf(cart, { discount: 100 }) }),
      'cart.lines.0.discount',
    ],
    ['an unknown field in the cart', (cart: Cart) => ({ cart: { ...cart, coupon: 'FREE' } }), 'cart.coupon'],
    ['an unknown field', () => ({ total: 1 }), 'total'],
    [
      'a product that is a query',
      (cart: Cart) => ({ cart: lineOf(cart, { productId: { $ne: '' } }) }),
      'cart.lines.0.productId',
    ],
    ['no name', () => ({ name: ' ' }), 'name'],
    ['an endless address', () => ({ address: 'x'.repeat(301) }), 'address'],
    ['an endless note', () => ({ note: 'x'.repeat(501) }), 'note'],
    ['another way to pay', () => ({ payment: 'gold' }), 'payment'],
    [
      'half an emoji in a field that is not read',
      (cart: Cart) => ({ cart: lineOf(cart, { name: '\ud83e' }) }),
      'cart.lines.0.name',
    ],
  ])('is refused with %s', async (_what, spoil, path) => {
    const pickle = await aProduct({ stock: 5 });
    const { cart, place } = await aBuyerWith([pickle, 1]);
    expect(await place(spoil(cart))).toMatchObject({
      status: 422,
      body: { code: 'bad_request', errors: expect.arrayContaining([expect.objectContaining({ path })]) },
    });
    expect(await stockOf(pickle)).toBe(5);
  });

  it('is read with 100 lines of long names, however they are written', async () => {
    const { cart, place } = await aBuyerWith([await aProduct(), 1]);
    const lines = Array.from({ length: 100 }, (_, n) => ({
      ...{ ...cart.lines[0], productId: n.toString(16).padStart(24, '0') },
      name: '\ud83e\udd6d'.repeat(115),
      image: { url: `http://haat.test/${'a'.repeat(100)}`, thumbnail: `http://haat.test/${'b'.repeat(100)}` },
    }));
    const json = JSON.stringify({ cart: { ...cart, lines }, ...who });
    const escaped = json.replace(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
    const { token } = await aCustomer();
    const headers = { 'content-type': 'application/json' };
    // all of it is read: what is refused is that there are no such products
    expect(await place({ cart: { ...cart, lines } })).toMatchObject({ status: 404, body: { code: 'no_product' } });
    expect(await api.post('/orders', { token, key: 'k', headers, body: escaped })).toMatchObject({ status: 404 });
  });

  it('keeps text as it was meant, and nothing that misleads a reader', async () => {
    const { place } = await aBuyerWith([await aProduct(), 1]);
    const placed = await place({
      name: 'रवि \u202eivaR',
      address: '١٢ شارع الملك 🏠',
      note: "<script>alert('x')</script> {{7*7}}",
    });
    expect(placed).toMatchObject({
      status: 201,
      body: { name: 'रवि ivaR', address: '١٢ شارع الملك 🏠', note: "<script>alert('x')</script> {{7*7}}" },
    });
  });
});

describe('a buyer', () => {
  it('sees their own orders, the newest first, and no alerts', async () => {
    const { place, token, cart } = await aBuyerWith([await aProduct(), 1]);
    const placed = [await place({ cart }, 'a'), await place({ cart }, 'b'), await place({ cart }, 'c')].map(
      ({ body }) => body.orderId,
    );
    const first = await api.get<{ items: OrderBody[]; nextCursor: string }>('/customers/me/orders?limit=2', { token });
    const rest = await api.get<{ items: OrderBody[]; nextCursor: null }>(
      `/customers/me/orders?limit=2&cursor=${first.body.nextCursor}`,
      { token },
    );
    expect([...first.body.items, ...rest.body.items].map(({ orderId }) => orderId)).toEqual(placed.toReversed());
    expect(rest.body.nextCursor).toBeNull();
    expect(first.text).not.toContain('alerts');
    expect((await api.get('/customers/me/orders?cursor=abc', { token })).status).toBe(422);
  });

  it('takes an order back while it is only placed, and gets it back once', async () => {
    const pickle = await aProduct({ stock: 5 });
    const { place, token } = await aBuyerWith([pickle, 2]);
    const { orderId } = (await place()).body;
    const cancel = (key?: string) => api.post<OrderBody>(`/orders/${orderId}/cancel`, { token, ...(key && { key }) });
    const all = await Promise.all([cancel('k'), cancel('k'), cancel(), cancel()]);
    expect(all.map(({ status, body }) => [status, body.status])).toEqual(all.map(() => [200, 'cancelled']));
    expect(await stockOf(pickle)).toBe(5);
  });

  it('cannot take it back any more once it was accepted', async () => {
    const pickle = await aProduct();
    const { place, token } = await aBuyerWith([pickle, 1]);
    const { orderId } = (await place()).body;
    await api.post(`/orders/${orderId}/status`, {
      token: tokenOf(await storeOf(pickle)),
      body: { status: 'accepted' },
    });
    expect(await api.post(`/orders/${orderId}/cancel`, { token })).toMatchObject({
      status: 409,
      body: { code: 'illegal_status' },
    });
  });
});
