import { expect, it } from 'vitest';
import { aMobile, buildersOf } from '../../orders/builders.js';
import { aSeller, chatWith } from '../../support/chat.js';
import { testClock } from '../../support/clock.js';
import { testServices } from '../../support/services.js';

const clock = testClock(new Date('2026-11-23T09:00:00Z'));
const services = testServices({ clock });
const { aProduct, aCustomer, aCart, order } = buildersOf(services);

/** A seller with some orders of ₹298 that wait. */
async function withOrders(count: number) {
  const mobile = aMobile();
  const seller = await aSeller(services, { mobile });
  const pickle = await aProduct(seller.store);
  const placed = [];
  for (let n = 0; n < count; n++) placed.push(await order(await aCustomer(), await aCart(seller.store, [pickle, 2])));
  return { seller, placed, mobile };
}

it('shows a seller what waits, the oldest first, with its buttons', async () => {
  const { seller, placed } = await withOrders(6);
  const [first, second] = placed;
  await seller.types('orders');
  expect(seller.said()).toContain(`New order ${first?.number}: ₹298, cash on delivery.`);
  expect(seller.said()).toContain('3 more orders wait.');
  expect(seller.ids().slice(0, 3)).toEqual([`accept:${first?._id}`, `reject:${first?._id}`, `accept:${second?._id}`]);
  await seller.taps(`accept:${first?._id}`);
  const { order: now } = await services.orders.ofAccountById(seller.store.accountId, first?._id ?? '');
  expect(now.status).toBe('accepted');
  await seller.types('orders');
  expect(seller.ids()).not.toContain(`accept:${first?._id}`);
});

it('shows them to a seller who comes back when nobody else could be told', async () => {
  const { seller, placed, mobile } = await withOrders(1);
  await services.contacts.forget(seller.contactId);
  const again = await chatWith(services, { channel: 'telegram' });
  await again.types('sell');
  expect(await again.sharesNumber(mobile)).toContain(`New order ${placed[0]?.number}`);
  expect(again.ids().slice(0, 2)).toEqual([`accept:${placed[0]?._id}`, `reject:${placed[0]?._id}`]);
});

it("shows nobody another seller's orders", async () => {
  await withOrders(1);
  const other = await aSeller(services);
  expect(await other.types('orders')).toContain('No order waits for you');
});

it('counts what came in today, without what was turned down', async () => {
  const { seller, placed } = await withOrders(3);
  await services.orders.setStatus(seller.store.accountId, placed[0]?._id ?? '', { status: 'rejected' });
  expect(await seller.types('report')).toMatch(/^Asha Pickles today: 2 orders, ₹596\./);
  seller.waits(24 * 60);
  expect(await seller.types('report')).toMatch(/^No order came to Asha Pickles today\./);
});
