import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Cart } from '../../src/carts/rules.js';
import type { PatientApi } from './patient-api.js';

export type Placed = { orderId: string; number: string; status: string };
export type Sold = Placed & { alerts: { status: string; state: string }[] };
export type Offer = { id: string; name: string };
/** A shop as its buyers know it. */
export type Shop = { link: string; offers: readonly Offer[] };

let mobiles = 0;

/** Buyers of one shop over HTTP, and all that Haat told them. */
export function buyersOf(api: PatientApi, shop: Shop) {
  const orders: { token: string; key: string; body: object; placed: Placed; qty: number }[] = [];
  const carts: Cart[] = [];

  async function fills(qty: number): Promise<Cart> {
    const { link: storeLink } = shop;
    let cart = await api.post<Cart>('/carts', { key: randomUUID(), body: { storeLink } });
    for (const { id: productId } of shop.offers) {
      const line = { productId, qty, storeLink };
      cart = await api.post<Cart>(`/carts/${cart.cartId}/lines`, { key: randomUUID(), body: line });
    }
    return cart;
  }

  return {
    orders,
    /** Signs in, orders so many of everything, and fills another cart that is left for later. */
    async visit(qty = 1): Promise<Placed> {
      const mobile = `+9197${String(20_000_000 + mobiles++)}`;
      const { token } = await api.post<{ token: string }>('/customers/token', { body: { mobile, otp: '1234' } });
      const body = { cart: await fills(qty), name: 'Ravi', address: '4 MG Road, Pune' };
      const key = randomUUID();
      const placed = await api.post<Placed>('/orders', { token, key, body });
      orders.push({ token, key, body, placed, qty });
      carts.push(await fills(qty));
      return placed;
    },

    /** Every cart holds what was put in, and every key tells of the order that it made. */
    async findAllTheirs(): Promise<void> {
      for (const { cartId, version, lines } of carts) {
        expect(await api.get<Cart>(`/carts/${cartId}`)).toMatchObject({ version, lines });
      }
      for (const { token, key, body, placed } of orders) {
        const again = await api.post<Placed>('/orders', { token, key, body });
        expect(again).toMatchObject({ orderId: placed.orderId, number: placed.number });
      }
    },
  };
}
