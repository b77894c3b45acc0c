import { beforeEach, describe, expect, it } from 'vitest';
import { catchUp } from '../../jobs/order-alerts/catch-up.js';
import { startRelay } from '../../jobs/order-alerts/relay.js';
import { tellOrder } from '../../jobs/order-alerts/tell-order.js';
import type { JobQueue } from '../../jobs/queue/queue.js';
import type { Contact } from '../../src/contacts/index.js';
import type { Order } from '../../src/orders/model.js';
import { newId } from '../../src/platform/ids.js';
import { createLogger } from '../../src/platform/logger.js';
import type { Store } from '../../src/stores/model.js';
import { testClock } from '../support/clock.js';
import { testServices } from '../support/services.js';
import { aMobile, buildersOf } from './builders.js';

const DAY_SECONDS = 86_400;
const clock = testClock();
const services = testServices({ clock });
const { aStore, aProduct, aCustomer, aCart, order } = buildersOf(services);

let store: Store;
beforeEach(async () => {
  store = await aStore();
});

const aSeller = async (channel: Contact['channel'] = 'web-chat') => {
  const contact = await services.contacts.meet(channel, newId());
  await services.contacts.linkAccount(contact._id, store.accountId, aMobile(), 'otp');
  return contact;
};
const aToldOrder = async (): Promise<Order> => {
  const placed = await order(await aCustomer(), await aCart(store, [await aProduct(store), 1]));
  await services.telling.tell(placed._id);
  return placed;
};
const writes = ({ channel, replyTo }: Contact) => services.contacts.meet(channel, replyTo);
const ordersIn = async (contact: Contact) =>
  ((await services.chats.find(contact._id))?.outbox ?? []).map(({ alert }) => alert?.orderId);

/** One look of the relay; what it queues is done twice at once, as by two processes. */
async function relayOnce(): Promise<void> {
  const jobs = [tellOrder(services.telling), catchUp([services.telling])];
  const queue: JobQueue = {
    async add({ name }, _id, data) {
      const job = jobs.find((one) => one.name === name);
      await Promise.all([job?.run(data), job?.run(data)]);
    },
    repeat: async () => undefined,
    close: async () => undefined,
  };
  await startRelay({ telling: services.telling, queue, logger: createLogger('silent') }).stop();
}

describe('an order that nobody was there to be told of', () => {
  it('is shown once to the seller who opens the chat again after a month', async () => {
    const seller = await aSeller();
    clock.pass(31 * DAY_SECONDS);
    const placed = await aToldOrder();
    expect(await ordersIn(seller)).toEqual([]);
    await services.contacts.seen(seller._id);
    await relayOnce();
    await relayOnce();
    expect(await ordersIn(seller)).toEqual([placed._id]);
    const told = (await services.orders.alertsOf([placed._id])).get(placed._id);
    expect(told).toMatchObject([{ contactId: seller._id, state: 'queued' }]);
    expect(await services.telling.back(10)).toEqual([]);
  });

  it('is shown to the seller who writes again after the bot was blocked', async () => {
    const seller = await aSeller('telegram');
    await services.contacts.markDead(seller._id);
    const [first, second] = [await aToldOrder(), await aToldOrder()];
    await writes(seller);
    await relayOnce();
    expect(await ordersIn(seller)).toEqual([first._id, second._id]);
  });

  it('is shown to the seller who writes on WhatsApp after the window of 24 hours had closed', async () => {
    const seller = await aSeller('whatsapp-cloud');
    clock.pass(25 * 3600);
    const placed = await aToldOrder();
    const [item] = (await services.chats.find(seller._id))?.outbox ?? [];
    const alert = { eventId: `${placed._id}.0`, orderId: placed._id };
    await services.alerts.failed(alert, seller, 'the 24-hour window is closed');
    if (item) await services.holding.sent(seller._id, item);
    await writes(seller);
    await relayOnce();
    await relayOnce();
    expect(await ordersIn(seller)).toEqual([placed._id]);
  });

  it('is shown also when it could not be sent to that very seller', async () => {
    const seller = await aSeller('telegram');
    const placed = await aToldOrder();
    const [item] = (await services.chats.find(seller._id))?.outbox ?? [];
    if (!item?.alert) throw new Error('no alert waits');
    await services.alerts.failed(item.alert, seller, 'blocked');
    await services.contacts.markDead(seller._id);
    await services.holding.sent(seller._id, item);
    await writes(seller);
    await relayOnce();
    expect(await ordersIn(seller)).toEqual([placed._id]);
    expect(await services.alerts.compose(item.alert, seller)).not.toBeNull();
  });

  it('is not shown when it was answered meanwhile, or when another chat had it', async () => {
    const seller = await aSeller();
    clock.pass(31 * DAY_SECONDS);
    const answered = await aToldOrder();
    await services.orders.setStatus(store.accountId, answered._id, { status: 'accepted' });
    const other = await aSeller('telegram');
    await aToldOrder();
    expect(await ordersIn(other)).toHaveLength(1);
    await writes(seller);
    await relayOnce();
    expect(await ordersIn(seller)).toEqual([]);
  });

  it('is not looked for on behalf of a buyer, nor of a seller who was forgotten', async () => {
    const buyer = await services.contacts.meet('web-chat', newId());
    const seller = await aSeller();
    clock.pass(31 * DAY_SECONDS);
    await writes(buyer);
    await writes(seller);
    await services.contacts.forget(seller._id);
    expect(await services.telling.back(10)).toEqual([]);
  });
});
