import { expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.js';
import { plansOf } from '../support/plans.js';
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
    await alerts.sent(alert, seller, 1, undefined);
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
