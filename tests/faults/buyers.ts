import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Cart } from '../../src/carts/rules.js';
import type { PatientApi } from './patient-api.js';

export type Placed = { orderId: string; number: string; status: string };
export type Sold = Placed & { alerts: { status: string; state: string }[] };
export type Offer = { id: string; name: string };
/** What is sent to place an order, and sent again when no answer came. */
export type AtTheTill = { token: string; key: string; body: object };

let mobiles = 0;

/**
 * Buyers of one shop over HTTP, and all that Haat told them.
 * @param cartsGo where Redis is emptied, carts go with it: then a buyer begins a new one, and none is looked for later
 */
export function buyersOf(api: PatientApi, shop: { link: string; offers: readonly Offer[] }, cartsGo = false) {
  const orders: { asked: AtTheTill; placed: Placed; qty: number }[] = [];
  const carts: Cart[] = [];

  async function fill(qty: number): Promise<Cart> {
    for (;;) {
      try {
        return await fillOne(qty);
      } catch (error) {
        if (!cartsGo || !String(error).includes('no_cart')) throw error;
      }
    }
  }

  /** A cart with so many of everything. */
  async function fillOne(qty: number): Promise<Cart> {
    const { link: storeLink } = shop;
    let cart = await api.post<Cart>('/carts', { key: randomUUID(), body: { storeLink } });
    for (const { id: productId } of shop.offers) {
      const line = { productId, qty, storeLink };
      cart = await api.post<Cart>(`/carts/${cart.cartId}/lines`, { key: randomUUID(), body: line });
    }
    return cart;
  }

  /** Somebody new, with a full cart. */
  async function atTheTill(qty = 1): Promise<AtTheTill> {
    const mobile = `+9197${String(20_000_000 + mobiles++)}`;
    const { token } = await api.post<{ token: string }>('/customers/token', { body: { mobile, otp: '1234' } });
    return { token, key: randomUUID(), body: { cart: await fill(qty), name: 'Ravi', address: '4 MG Road, Pune' } };
  }

  return {
    orders,
    atTheTill,
    /** Orders, and fills another cart that is left for later. */
    async visit(qty = 1): Promise<void> {
      const asked = await atTheTill(qty);
      const placed = await api.post<Placed>('/orders', asked);
      orders.push({ asked, placed, qty });
      if (!cartsGo) carts.push(await fill(qty));
    },

    /** Every cart holds what was put in, and every key tells of the order that it made. */
    async findAllTheirs(): Promise<void> {
      for (const { cartId, version, lines } of carts) {
        expect(await api.get<Cart>(`/carts/${cartId}`)).toMatchObject({ version, lines });
      }
      for (const { asked, placed } of orders) {
        const { orderId, number } = placed;
        expect(await api.post<Placed>('/orders', asked)).toMatchObject({ orderId, number });
      }
    },
  };
}
