import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { mayMove, type Status } from '../../src/orders/statuses.js';
import { ashasShop, STOCK } from './ashas-shop.js';
import { buyersOf } from './buyers.js';
import type { Moments } from './moments.js';
import type { PatientApi } from './patient-api.js';

type Told = { status: Status; history: { status: Status; by: 'seller' | 'customer' }[] };

/**
 * Asha, her program and a buyer who want different things of the same order at the same moment: she accepts it in the
 * chat, her program accepts and rejects it, the buyer takes it back. One of them wins, the others are told.
 */
export async function rivalsOf(
  { bots, cartsGo }: { bots: readonly string[]; cartsGo?: boolean },
  api: PatientApi,
  moments: Moments,
) {
  const shop = await ashasShop(bots, api, moments);
  const buyers = buyersOf(api, shop, cartsGo);
  const { asha, token } = shop;
  const answers: number[] = [];

  return {
    orders: buyers.orders,
    async quarrel(): Promise<void> {
      await buyers.visit(1 + (buyers.orders.length % 3));
      const last = buyers.orders.at(-1);
      if (!last) throw new Error('nothing was ordered');
      const { orderId } = last.placed;
      const move = (body: object) =>
        api.attempt(`/orders/${orderId}/status`, { token, key: randomUUID(), body }).then((one) => answers.push(one));
      await Promise.all([
        move({ status: 'accepted' }),
        move({ status: 'rejected', reason: 'sold out' }),
        api
          .attempt(`/orders/${orderId}/cancel`, { token: last.asked.token, key: randomUUID() })
          .then((one) => answers.push(one)),
        asha.sends({ choice: `accept:${orderId}` }),
      ]);
    },

    /** Each order went one allowed way, and the stock is what the orders that stand have left. */
    async expectOneWinnerEach(): Promise<void> {
      expect([...new Set(answers)].filter((status) => status !== 200 && status !== 409)).toEqual([]);
      let standing = 0;
      for (const { placed, qty } of buyers.orders) {
        const { status, history } = await api.get<Told>(`/orders/${placed.orderId}`, { token });
        for (const [n, { status: to, by }] of history.entries()) {
          const from = history[n - 1]?.status;
          if (from) expect(mayMove(from, to, by), `${from} → ${to} by the ${by}`).toBe(true);
        }
        if (status !== 'rejected' && status !== 'cancelled') standing += qty;
      }
      expect(await shop.stockLeft()).toBe(STOCK - standing);
    },
  };
}
