import { describe, expect, it } from 'vitest';
import { newSecretId } from '../../src/platform/ids.js';
import { testApi } from '../support/api.js';
import { testShop } from '../support/builders.js';

const { services, aStore, aProduct, aCustomer, aCart } = testShop();
const api = testApi(services);

async function aBuyer(change: Parameters<typeof aStore>[0]) {
  const store = await aStore(change);
  const cart = await aCart([await aProduct({ store }), 2]);
  const { token, customer } = await aCustomer();
  const place = (body: object, key: string = newSecretId()) =>
    api.post<{ orderId: string }>('/orders', { token, key, body: { cart, name: 'Ravi', ...body } });
  return { store, cart, customer, place };
}

describe('an order that the buyer comes for', () => {
  it('needs no address and pays no delivery, with the cart as it was read', async () => {
    const { cart, customer, place } = await aBuyer({ pickup: true, deliveryCharge: 4000 });
    expect(cart.total).toBe(33_800);
    const placed = await place({ pickup: true }, 'k');
    expect(placed).toMatchObject({
      status: 201,
      body: { pickup: true, address: '', subtotal: 29_800, delivery: 0, total: 29_800 },
    });
    expect((await place({ pickup: true }, 'k')).body.orderId).toBe(placed.body.orderId);
    expect((await services.customers.find(customer._id))?.addresses).toEqual([]);
  });

  it('may be sent with the total that is paid, and no other', async () => {
    const { cart, place } = await aBuyer({ pickup: true, deliveryCharge: 4000 });
    expect((await place({ cart: { ...cart, total: 29_800 }, pickup: true })).status).toBe(201);
    for (const total of [29_799, 1, 40_000]) {
      expect(await place({ cart: { ...cart, total }, pickup: true })).toMatchObject({
        ...{ status: 409, body: { code: 'cart_changed' } },
      });
    }
    const delivered = { cart: { ...cart, total: 29_800 }, address: '12 MG Road' };
    expect(await place(delivered)).toMatchObject({ status: 409, body: { code: 'cart_changed' } });
  });

  it('is not made where there is no pickup', async () => {
    const { place } = await aBuyer({});
    expect(await place({ pickup: true })).toMatchObject({ status: 422, body: { code: 'pickup_not_offered' } });
  });

  it('keeps no address that came along, and without pickup needs one', async () => {
    const { place } = await aBuyer({ pickup: true });
    expect((await place({ pickup: true, address: '12 MG Road' })).body).toMatchObject({ address: '' });
    for (const body of [{}, { pickup: false }]) {
      expect(await place(body)).toMatchObject({ status: 422, body: { errors: [{ path: 'address' }] } });
    }
  });
});

describe('an order by UPI', () => {
  it.each([{ upiVpa: 'asha@okbank' }, { paymentText: 'Bank of Jaipur\n1234' }])(
    'is taken by a store with %j',
    async (change) => {
      const { place } = await aBuyer(change);
      expect((await place({ address: '12 MG Road', payment: 'upi' })).status).toBe(201);
    },
  );

  it('is not taken by a store that says neither', async () => {
    const { place } = await aBuyer({});
    const refused = await place({ address: '12 MG Road', payment: 'upi' });
    expect(refused).toMatchObject({ status: 422, body: { code: 'upi_not_taken' } });
  });
});
