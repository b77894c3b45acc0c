import mongoose from 'mongoose';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Channel, Outgoing } from '../../bots/conversation/channel.js';
import { LIMITS } from '../../bots/conversation/limits.js';
import { render } from '../../bots/conversation/render.js';
import { createDeliver } from '../../bots/conversation/worker/deliver.js';
import type { Contact } from '../../src/contacts/index.js';
import { systemClock } from '../../src/platform/clock.js';
import { newId } from '../../src/platform/ids.js';
import { createLogger } from '../../src/platform/logger.js';
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

/** A messenger in which something happens while it is taking its first message. */
const aChannel = (meanwhile: () => Promise<void>) => {
  const sent: Outgoing[] = [];
  const nothing = async () => undefined;
  const channel: Channel & { sent: Outgoing[] } = {
    ...{ name: 'telegram', limits: LIMITS.telegram, sent, start: nothing, stop: nothing },
    fetch: async () => Buffer.of(),
    async send(_contact, item) {
      sent.push(item);
      if (sent.length > 1) return { platformId: 'later' };
      await meanwhile();
      return { platformId: 'first' };
    },
  };
  return channel;
};
/** Sends what waits in a chat, as its holder does. */
const sendAll = async (contact: Contact, channel: Channel) => {
  const logger = createLogger('silent');
  const deliver = createDeliver({ ...services, clock: systemClock, logger });
  let chat = await services.holding.take(contact._id, ['telegram']);
  while (chat?.outbox[0]) chat = await deliver(chat, chat.outbox[0], contact, channel);
};

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

  it('is told to those who were found while it was placed, and where nobody was, to whoever is there by then', async () => {
    const [one, two] = [await aSeller(), await aSeller('telegram')];
    const [first, second] = [await anOrder(), await anOrder()];
    await services.telling.tell(first._id, { order: first, sellers: Promise.resolve([one]) });
    await services.telling.tell(second._id, { order: second, sellers: Promise.resolve([]) });
    const told = async (contact: Contact) => (await alertsIn(contact)).map((alert) => alert?.orderId);
    expect(await told(one)).toEqual([first._id, second._id]);
    expect(await told(two)).toEqual([second._id]);
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
  const composed = async (contact: Contact, orderId: string) => {
    await services.telling.tell(orderId);
    return services.alerts.compose({ eventId: `${orderId}.0`, orderId }, contact);
  };

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

  it('is noted by whoever sends it, where whoever put it into the chat has not got so far', async () => {
    const seller = await aSeller('telegram');
    const { _id: orderId } = await anOrder();
    const alert = { eventId: `${orderId}.0`, orderId };
    await services.chats.say(seller, { id: alert.eventId, alert });
    await sendAll(
      seller,
      aChannel(async () => undefined),
    );
    await services.telling.tell(orderId);
    const sent = { channel: 'telegram', state: 'sent', platformId: 'first', attempts: 1 };
    expect(await deliveriesOf(orderId)).toMatchObject([sent]);
    expect(await alertsIn(seller)).toEqual([]);
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

  it('takes the dead buttons off an alert that was just being sent', async () => {
    const seller = await aSeller('telegram');
    const placed = await anOrder();
    await services.telling.tell(placed._id);
    const channel = aChannel(async () => {
      await services.orders.setStatus(store.accountId, placed._id, { status: 'accepted' });
      await services.telling.tell(placed._id);
    });
    await sendAll(seller, channel);
    const buttons = channel.sent.map(({ prompt }) => prompt.choices?.map(({ id }) => id.split(':')[0]));
    expect(buttons).toEqual([
      ['accept', 'reject'],
      ['packed', 'shipped', 'delivered'],
    ]);
    expect(channel.sent[1]?.edits).toEqual({ seq: channel.sent[0]?.seq, platformId: 'first' });
  });

  it('takes them off an alert that was made of what was placed just now', async () => {
    const seller = await aSeller('telegram');
    const placed = await anOrder();
    await services.telling.tell(placed._id, { order: placed });
    await services.orders.setStatus(store.accountId, placed._id, { status: 'rejected' });
    const channel = aChannel(async () => undefined);
    await sendAll(seller, channel);
    expect(channel.sent.at(-1)?.prompt).not.toHaveProperty('choices');
  });

  it('takes them off also when the process was killed before it could say so', async () => {
    const seller = await aSeller('telegram');
    const placed = await anOrder();
    await services.telling.tell(placed._id);
    const say = vi.spyOn(services.chats, 'say');
    const channel = aChannel(async () => {
      await services.orders.setStatus(store.accountId, placed._id, { status: 'rejected' });
      await services.telling.tell(placed._id);
      say.mockRejectedValueOnce(new mongoose.mongo.MongoNetworkError('killed'));
    });
    await expect(sendAll(seller, channel)).rejects.toThrow('killed');
    await sendAll(seller, channel);
    expect(channel.sent.map(({ prompt }) => prompt.choices?.length ?? 0)).toEqual([2, 0]);
  });

  it('makes no edit of an alert that was sent as the order is', async () => {
    const seller = await aSeller('telegram');
    const placed = await anOrder();
    await services.telling.tell(placed._id);
    await services.orders.setStatus(store.accountId, placed._id, { status: 'accepted' });
    const channel = aChannel(async () => services.telling.tell(placed._id));
    await sendAll(seller, channel);
    expect(channel.sent.map(({ edits }) => edits)).toEqual([undefined]);
  });
});
