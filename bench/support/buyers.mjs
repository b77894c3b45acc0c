import { randomBytes, randomUUID } from 'node:crypto';
import { newMobile } from './a-shop.mjs';

const BUYERS = 100;

/** The tokens of so many customers. */
export async function buyersOf(api, count = BUYERS) {
  const asked = Array.from({ length: count }, () =>
    api('POST', '/customers/token', { mobile: newMobile(), otp: '1234' }),
  );
  return (await Promise.all(asked)).map(({ token }) => token);
}

/** A cart of one of each, as a buyer saw it. */
export const seenCart = (products) => ({
  ...{ cartId: randomBytes(16).toString('base64url'), version: products.length, currency: 'INR' },
  lines: products.map(({ _id, id = _id, salePrice }) => ({ productId: id, qty: 1, salePrice })),
  total: products.reduce((sum, { salePrice }) => sum + salePrice, 0),
});

/** The request that orders one of each. */
export const orderOf = (token, products) => ({
  ...{ method: 'POST', path: '/api/v1/orders' },
  headers: {
    'content-type': 'application/json',
    authorization: `Bearer ${token}`,
    'idempotency-key': randomUUID(),
  },
  body: JSON.stringify({ cart: seenCart(products), name: 'Ravi Kumar', address: '12 MG Road, Pune', payment: 'cod' }),
});
