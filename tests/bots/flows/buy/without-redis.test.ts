import { beforeAll, describe, expect, it } from 'vitest';
import { testServices } from '../../../support/services.js';
import { aKnownBuyer, aShop } from '../../../support/shop.js';

const services = testServices();

let buyer: Awaited<ReturnType<typeof aKnownBuyer>>;
let shop: Awaited<ReturnType<typeof aShop>>;

beforeAll(async () => {
  shop = await aShop(services, ['Mango', 'Lemon']);
  buyer = await aKnownBuyer(services);
  await buyer.starts(`s_${shop.store.link}`);
  await buyer.taps(`add:${shop.products[0]?._id}`);
  await buyer.taps('checkout');
  services.redis.disconnect();
});

describe('while carts cannot be reached', () => {
  it('an order that was seen is placed', async () => {
    expect(await buyer.taps('cod')).toMatch(/^Done\. Order HT-/);
    expect((await services.orders.ofCustomer(buyer.customerId, { limit: 5 })).items).toHaveLength(1);
  });

  it('a shop is looked at', async () => {
    expect(await buyer.starts(`s_${shop.store.link}`)).toMatch(/^Welcome to/);
    expect(await buyer.types('lemon')).toBe('Lemon · ₹149');
  });

  it('what needs a cart says that it has to wait, and the shop stays open', async () => {
    for (const wire of [`add:${shop.products[0]?._id}`, 'cart', 'checkout', `remove:${shop.products[0]?._id}`]) {
      expect(await buyer.presses(wire)).toMatch(/^Haat can't reach its books just now\..*\n\nLemon · ₹149/s);
    }
  });
});
