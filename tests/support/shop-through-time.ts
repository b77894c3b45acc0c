import type { Product } from '../../src/catalog/model.js';
import type { Order } from '../../src/orders/model.js';
import type { Status } from '../../src/orders/statuses.js';
import type { Store } from '../../src/stores/model.js';
import { type Buyer, testShop } from './builders.js';

/**
 * The whole shop at a time that a test chooses. Begins in the morning of a Friday in India. To be called at the top of
 * a file.
 */
export function aShopThroughTime() {
  const time = { now: new Date('2026-11-27T04:00:00Z') };
  const shop = testShop({ clock: { now: () => time.now } });
  const { services } = shop;

  async function moved(order: Order, status: Status): Promise<void> {
    const { accountId } = await services.stores.byId(order.storeId);
    await services.orders.setStatus(accountId, order._id, { status });
  }

  return {
    ...shop,
    time,
    /** Lets it be this moment (ISO 8601). */
    itIs(moment: string): void {
      time.now = new Date(moment);
    },
    /** An order of some pieces of a product, placed at a moment; the time stays what it was. */
    async ordered(
      moment: string,
      product: Product,
      given: { qty?: number; buyer?: Buyer; status?: Status } = {},
    ): Promise<Order> {
      const before = time.now;
      time.now = new Date(moment);
      try {
        const order = await shop.anOrder([[product, given.qty ?? 1]], given.buyer ? { buyer: given.buyer } : {});
        if (given.status) await moved(order, given.status);
        return order;
      } finally {
        time.now = before;
      }
    },
    /** The seller moves an order. */
    moved,
    /** Whoever sells at a store, in one more chat. */
    async aSellersChat(store: Store, channel: 'web-chat' | 'telegram' | 'whatsapp-web' = 'web-chat') {
      const contact = await services.contacts.meet(channel, `${store._id}.${Math.random()}`);
      await services.contacts.linkAccount(contact._id, store.accountId, '+919876500000', 'otp');
      return contact;
    },
  };
}
