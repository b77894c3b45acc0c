import { LRUCache } from 'lru-cache';
import type { Order } from './model.js';

const MOST = 200;
/** An alert that has to wait for longer is composed from the order as it then is. */
const FRESH_MS = 250;

export type JustPlaced = ReturnType<typeof createJustPlaced>;

/**
 * Orders that this process placed in this moment, by the id of the delivery that tells of them: its alert is composed
 * without asking for what is in hand, which is a tenth of the time from the order to the alert. What became of the order
 * meanwhile is found, as always, when the alert has been sent.
 */
export function createJustPlaced() {
  const orders = new LRUCache<string, Order>({ max: MOST, ttl: FRESH_MS });
  return {
    put: (deliveryId: string, order: Order): void => void orders.set(deliveryId, order),

    /** For the first try alone: what is tried again may have been sent. */
    take(deliveryId: string): Order | undefined {
      const order = orders.get(deliveryId);
      orders.delete(deliveryId);
      return order;
    },
  };
}
