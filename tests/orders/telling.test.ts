import { beforeEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../bots/conversation/limits.js';
import { render } from '../../bots/conversation/render.js';
import type { Contact } from '../../src/contacts/index.js';
import { newId } from '../../src/platform/ids.js';
import type { Store } from '../../src/stores/model.js';
import { testServices } from '../support/services.js';
import { aMobile, buildersOf } from './builders.js';

const services = testServices();
const { aStore, aProduct, aCustomer, aCart } = buildersOf(services);

let store: Store;
beforeEach(async () => {
  store = await aStore();
});

/** A seller's contact; each channel is one more place where alerts arrive. */
const aSeller = async (channel: Contact['channel'] = 'web-chat') => {
  const contact = await services.contacts.meet(channel, newId());
  await services.contacts.linkAccount(contact._id, store.accountId, aMobile(), 'otp');
  return contact;
};
const anOrder = async (from?: Contact) => {
  const customer = await aCustomer();
  const cart = await aCart(store, [await aProduct(store), 1]);
  const input = { cart, name: 'Ravi', address: 'Pune', payment: 'cod' as const };
  return services.orders.place(customer, input, from?._id, { key: newId() });
};
const deliveriesOf = async (orderId: string) => (await services.orders.alertsOf([orderId])).get(orderId) ?? [];
const alertsIn = async (contact: Contact) =>
  ((await services.chats.find(contact._id))?.outbox ?? []).map(({ alert }) => alert);

describe('a new order', () => {
  it('is told to every live contact of the seller, once each, however often it is told', async () => {
    const [one, two] = [await aSeller(), await aSeller('telegram')];
    const placed = await anOrder();
    await Promise.all([1, 2, 3, 4].map(() => services.telling.tell(placed._id)));
    await services.telling.tell(placed._id);
    const alert = { eventId: `${placed._id}.0`, orderId: placed._id };
    expect(await alertsIn(one)).toEqual([alert]);
    expect(await alertsIn(two)).toEqual([alert]);
    expect((await deliveriesOf(placed._id)).map(({ state, channel }) => [channel, state]).sort()).toEqual([
      ['telegram', 'queued'],
      ['web-chat', 'queued'],
    ]);
    expect((await services.telling.untold(1000)).map(({ orderId }) => orderId)).not.toContain(placed._id);
  });

  it('is told by whoever comes next when the first died half-way', async () => {
    const [one, two] = [await aSeller(), await aSeller()];
    const placed = await anOrder();
    // the first contact was told, then the process ended: the event is still untold
    await services.chats.say(one, {
      id: `${placed._id}.0`,
      alert: { eventId: `${placed._id}.0`, orderId: placed._id },
    });
    await services.telling.tell(placed._id);
    expect(await alertsIn(one)).toHaveLength(1);
    expect(await alertsIn(two)).toHaveLength(1);
  });

  it('is not told to a contact that nothing reaches', async () => {
    const [live, dead] = [await aSeller(), await aSeller('telegram')];
    await services.contacts.markDead(dead._id);
    const placed = await anOrder();
    await services.telling.tell(placed._id);
    expect(await alertsIn(live)).toHaveLength(1);
    expect(await alertsIn(dead)).toHaveLength(0);
  });
});

describe('how an alert reads', () => {
  const composed = async (contact: Contact, orderId: string, n = 0) =>
    services.alerts.compose({ eventId: `${orderId}.${n}`, orderId }, contact);

  it('names number, sum, lines, buyer and note, with buttons that work', async () => {
    const seller = await aSeller();
    const placed = await anOrder();
    const prompt = await composed(seller, placed._id);
    expect(prompt?.text).toContain(`New order ${placed.number}: ₹149, cash on delivery.`);
    expect(prompt?.text).toContain('1 × Mango pickle · ₹149');
    expect(prompt?.choices?.map(({ id }) => id)).toEqual([`accept:${placed._id}`, `reject:${placed._id}`]);
  });

  it('is answered by words where there are no buttons, and never by a number', async () => {
    const seller = await aSeller('whatsapp-web');
    const placed = await anOrder();
    const short = placed.number.slice(3, 6);
    const read = async () => {
      const prompt = await composed(seller, placed._id);
      return prompt ? render(prompt, LIMITS['whatsapp-web']).text : '';
    };
    expect(await read()).toContain(`*ok ${short}* Accept\n*no ${short}* Can't take it`);
    await services.orders.setStatus(store.accountId, placed._id, { status: 'accepted' });
    expect(await read()).toMatch(new RegExp(`\\n\\*done ${short}\\* Delivered$`));
  });

  it('is as the order is when it is sent, without dead buttons', async () => {
    const seller = await aSeller();
    const placed = await anOrder();
    await services.orders.setStatus(store.accountId, placed._id, { status: 'rejected', reason: 'too busy' });
    const prompt = await composed(seller, placed._id);
    expect(prompt?.text).toContain('You turned it down');
    expect(prompt).not.toHaveProperty('choices');
  });

  it('is never sent again once it was sent', async () => {
    const seller = await aSeller();
    const placed = await anOrder();
    await services.telling.tell(placed._id);
    const alert = { eventId: `${placed._id}.0`, orderId: placed._id };
    await services.alerts.sent(alert, seller, 1, 'platform-7');
    expect(await services.alerts.compose(alert, seller)).toBeNull();
    expect(await deliveriesOf(placed._id)).toMatchObject([{ state: 'sent', platformId: 'platform-7' }]);
    await services.alerts.failed(alert, seller, 'too late');
    expect(await deliveriesOf(placed._id)).toMatchObject([{ state: 'sent' }]);
  });
});

describe('a change of an order', () => {
  it('is told to the buyer on the contact they ordered from, with the reason; packed is not', async () => {
    const buyer = await services.contacts.meet('web-chat', newId());
    const seller = await aSeller();
    const placed = await anOrder(buyer);
    await services.telling.tell(placed._id);
    const set = (status: 'accepted' | 'packed' | 'shipped') =>
      services.orders.setStatus(store.accountId, placed._id, { status });
    await set('accepted');
    await set('packed');
    await set('shipped');
    await services.telling.tell(placed._id);
    expect((await alertsIn(buyer)).map((alert) => alert?.eventId)).toEqual([`${placed._id}.1`, `${placed._id}.3`]);
    expect((await services.alerts.compose({ eventId: `${placed._id}.1`, orderId: placed._id }, buyer))?.text).toBe(
      `Asha Pickles accepted order ${placed.number}. You pay ₹149.`,
    );
    expect((await alertsIn(seller)).filter((alert) => !alert?.edits)).toHaveLength(1);
  });

  it('brings the alerts that were sent already up to date in place', async () => {
    const [one, two] = [await aSeller(), await aSeller('telegram')];
    const placed = await anOrder();
    await services.telling.tell(placed._id);
    const alert = { eventId: `${placed._id}.0`, orderId: placed._id };
    await services.alerts.sent(alert, two, 4, 'platform-4');
    await services.orders.setStatus(store.accountId, placed._id, { status: 'accepted' });
    await services.telling.tell(placed._id);
    expect(await alertsIn(two)).toContainEqual({ ...alert, edits: { seq: 4, platformId: 'platform-4' } });
    expect(await alertsIn(one)).toEqual([alert]);
  });

  it('by the buyer is told to the seller', async () => {
    const seller = await aSeller();
    const placed = await anOrder();
    await services.orders.cancel(placed.customerId, placed._id);
    await services.telling.tell(placed._id);
    expect((await alertsIn(seller)).map((alert) => alert?.eventId)).toEqual([`${placed._id}.0`, `${placed._id}.1`]);
  });
});
