import { expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.js';
import { plansOf, readBy } from '../support/plans.js';
import { testServices } from '../support/services.js';
import { aMobile, buildersOf } from './builders.js';

const services = testServices();
const { aStore, aProduct, aCustomer, aCart, order } = buildersOf(services);

it('no query of orders, alerts and chats reads a whole collection, or sorts what it found', async () => {
  const store = await aStore();
  const pickle = await aProduct(store, { stock: 50 });
  const customer = await aCustomer();
  const seller = await services.contacts.meet('web-chat', newId());
  const cart = await aCart(store, [pickle, 1]);
  for (let n = 0; n < 10; n++) await order(await aCustomer(), cart);
  const { db, orders, customers, telling, alerts, contacts, chats, holding } = services;
  const plans = await plansOf(db, async () => {
    await contacts.linkAccount(seller._id, store.accountId, aMobile(), 'otp');
    const placed = await order(customer, cart, 'k');
    await order(customer, cart, 'k');
    await telling.untold(10);
    await telling.tell(placed._id);
    const alert = { eventId: `${placed._id}.0`, orderId: placed._id };
    await alerts.compose(alert, seller);
    await alerts.receipt(seller._id, { platformId: 'early', state: 'delivered' });
    await alerts.sent(alert, seller, 1, 'early');
    await alerts.receipt(seller._id, { platformId: 'early', state: 'failed' });
    await orders.setStatus(store.accountId, placed._id, { status: 'accepted' });
    await telling.tell(placed._id);
    await orders.ofStore(store._id, { status: 'placed', limit: 10, cursor: 'f'.repeat(24) });
    await orders.ofStore(store._id, { limit: 10 });
    await orders.ofCustomer(customer, { limit: 10 });
    await orders.ofCustomerById(customer, placed._id);
    await orders.waiting(store.accountId);
    await orders.byNumber(store.accountId, placed.number);
    await orders.alertsOf([placed._id]);
    await customers.ensure(aMobile());
    await customers.ofStore(store._id, { limit: 10 });
    await contacts.at('web-chat', seller.replyTo);
    await contacts.ofPhone('+919876543210');
    await contacts.liveOfCustomer(customer);
    await chats.receive('web-chat', { contactId: seller._id, messageId: 'm', at: new Date(), text: 'hello' });
    await holding.due(['web-chat'], [], 10);
    await holding.take(seller._id, ['web-chat']);
  });
  expect(plans.length).toBeGreaterThan(25);
  const slow = plans.filter(({ stages }) => stages.includes('COLLSCAN') || stages.includes('SORT'));
  expect(slow).toEqual([]);
});

it('a page of the customers of a store costs what it shows, however many orders there are', async () => {
  const store = await aStore();
  const cart = await aCart(store, [await aProduct(store), 1]);
  const buyers = await Promise.all(Array.from({ length: 8 }, aCustomer));
  for (const buyer of buyers) for (let n = 0; n < 5; n++) await order(buyer, cart);
  const { db, customers } = services;
  const known = [...buyers].sort();
  let page = await customers.ofStore(store._id, { limit: 2 });
  const read = await readBy(db, async () => {
    page = await customers.ofStore(store._id, { limit: 2, cursor: known[1] });
  });
  expect(page.items.map(({ customerId, orders }) => [customerId, orders])).toEqual([
    [known[2], 5],
    [known[3], 5],
  ]);
  expect(page.nextCursor).toBe(known[3]);
  // the last order of two and of the one who is next; the index for their ten orders
  expect(read.docs).toBe(3);
  expect(read.keys).toBeLessThan(20);
});
