import { beforeEach, describe, expect, it } from 'vitest';
import type { Channel, Outgoing } from '../../bots/conversation/channel.js';
import { LIMITS } from '../../bots/conversation/limits.js';
import { createDeliver } from '../../bots/conversation/worker/deliver.js';
import { remind } from '../../jobs/reminders/remind.js';
import { soldOrderView } from '../../src/api/orders/order-schema.js';
import type { Product } from '../../src/catalog/model.js';
import type { Contact } from '../../src/contacts/index.js';
import { createReminders, isAwake } from '../../src/orders/reminders.js';
import { createLogger } from '../../src/platform/logger.js';
import type { Store } from '../../src/stores/model.js';
import { plansOf } from '../support/plans.js';
import { aShopThroughTime } from '../support/shop-through-time.js';

const { services, time, aStore, aProduct, ordered, moved, itIs, aSellersChat } = aShopThroughTime();
const clock = { now: () => time.now };

let store: Store;
let mango: Product;
let seller: Contact;
beforeEach(async () => {
  for (const name of ['Order', 'OrderEvent', 'Delivery']) await services.db.model(name).deleteMany({});
  itIs('2026-11-27T06:00:00Z');
  store = await aStore();
  mango = await aProduct({ store });
  seller = await aSellersChat(store, 'telegram');
});

/** The job, and then the relay's. */
async function look(): Promise<void> {
  await remind(services.reminders).run({});
  for (const { orderId } of await services.telling.untold(1000)) await services.telling.tell(orderId);
}
const alertsOf = async ({ _id }: Contact): Promise<(string | undefined)[]> =>
  ((await services.chats.find(_id))?.outbox ?? []).map(({ id }) => id.replace(/^\w+\./, ''));

/** Sends what waits in the seller's chat, as its holder does. */
async function sendAll(): Promise<Outgoing[]> {
  const sent: Outgoing[] = [];
  const nothing = async () => undefined;
  const channel: Channel = {
    ...{ name: 'telegram', limits: LIMITS.telegram, start: nothing, stop: nothing, fetch: async () => Buffer.of() },
    async send(_contact, item) {
      sent.push(item);
      return { platformId: `p${item.seq}` };
    },
  };
  const deliver = createDeliver({ ...services, clock, logger: createLogger('silent') });
  let chat = await services.holding.take(seller._id, ['telegram']);
  for (let [item] = chat?.outbox ?? []; chat && item; [item] = chat?.outbox ?? []) {
    chat = await deliver(chat, item, seller, channel);
  }
  if (chat) await services.holding.letGo(chat);
  return sent;
}

describe('an order that stands unanswered', () => {
  it('is told again after a quarter of an hour, and once more after two hours', async () => {
    await ordered('2026-11-27T06:00:00Z', mango);
    const seen: (string | undefined)[][] = [];
    for (const moment of ['06:14:59', '06:15:00', '06:16:00', '07:59:00', '08:00:00', '08:01:00', '12:00:00']) {
      itIs(`2026-11-27T${moment}Z`);
      await look();
      seen.push(await alertsOf(seller));
    }
    const [told, once, twice] = [['0'], ['0', 'remind.1'], ['0', 'remind.1', 'remind.2']];
    expect(seen).toEqual([told, once, once, once, twice, twice, twice]);
  });

  it('comes with its buttons, and says that it still waits', async () => {
    const order = await ordered('2026-11-27T06:00:00Z', mango);
    await look();
    itIs('2026-11-27T06:15:00Z');
    await look();
    const [, reminder] = await sendAll();
    expect(reminder?.id).toBe(`${order._id}.remind.1`);
    expect(reminder?.prompt.text).toMatch(
      new RegExp(`^Order ${order.number} still waits for you: ₹149, cash on delivery\\.\n1 × Mango pickle · ₹149\n`),
    );
    expect(reminder?.prompt.choices?.map(({ id }) => id)).toEqual([`accept:${order._id}`, `reject:${order._id}`]);
    const [first, second] = (await services.orders.alertsOf([order._id])).get(order._id) ?? [];
    expect([first?.state, second?.state]).toEqual(['sent', 'sent']);
  });

  it('is not told again once it is answered, cancelled, or a day old', async () => {
    await ordered('2026-11-27T06:00:00Z', mango, { status: 'accepted' });
    const cancelled = await ordered('2026-11-27T06:00:00Z', mango);
    await services.orders.cancel(cancelled.customerId, cancelled._id);
    await ordered('2026-11-26T05:00:00Z', mango);
    itIs('2026-11-27T06:30:00Z');
    expect(await services.reminders.remind()).toBe(0);
  });

  it('says nothing, and keeps no trace, when it is answered before the reminder is sent', async () => {
    const order = await ordered('2026-11-27T06:00:00Z', mango);
    await look();
    await sendAll();
    itIs('2026-11-27T06:15:00Z');
    await look();
    await moved(order, 'accepted');
    const sent = await sendAll();
    expect(sent).toEqual([]);
    expect(((await services.orders.alertsOf([order._id])).get(order._id) ?? []).map(({ eventId }) => eventId)).toEqual([
      `${order._id}.0`,
    ]);
  });

  it('loses the buttons of its reminder, too, when it is answered after that', async () => {
    const order = await ordered('2026-11-27T06:00:00Z', mango);
    await look();
    itIs('2026-11-27T06:15:00Z');
    await look();
    const stood = await sendAll();
    await moved(order, 'accepted');
    await look();
    const edited = await sendAll();
    expect(edited.map(({ edits }) => edits?.platformId).sort()).toEqual(stood.map(({ seq }) => `p${seq}`).sort());
    for (const { prompt } of edited) {
      expect(prompt.text).toContain('You accepted it.');
      expect(prompt.choices?.map(({ id }) => id)).not.toContain(`accept:${order._id}`);
    }
    const alerts = (await services.orders.alertsOf([order._id])).get(order._id) ?? [];
    const { order: now } = await services.orders.ofAccountById(store.accountId, order._id);
    // both messages told that it was placed
    expect(soldOrderView(now, alerts, (key) => key).alerts.map(({ status }) => status)).toEqual(['placed', 'placed']);
  });
});

describe('at night', () => {
  it.each([
    [7, false],
    [8, true],
    [21, true],
    [22, false],
    [0, false],
  ])('at %i it is %s that a seller may be reminded', (hour, awake) => expect(isAwake(hour)).toBe(awake));

  it('nobody is woken: what came late waits for eight in the morning, and the second for its time after', async () => {
    // 22:30 in India
    await ordered('2026-11-27T17:00:00Z', mango);
    const seen: number[] = [];
    for (const moment of ['27T17:20', '27T20:00', '28T02:29', '28T02:30', '28T02:31', '28T04:14', '28T04:15']) {
      itIs(`2026-11-${moment}:00Z`);
      await look();
      seen.push((await alertsOf(seller)).length);
    }
    expect(seen).toEqual([1, 1, 1, 2, 2, 2, 3]);
  });

  it('is another time elsewhere', async () => {
    const york = await aStore({ timeZone: 'America/New_York' });
    await ordered('2026-11-27T06:00:00Z', await aProduct({ store: york }));
    await ordered('2026-11-27T06:00:00Z', mango);
    itIs('2026-11-27T06:30:00Z');
    expect(await services.reminders.remind()).toBe(1);
    itIs('2026-11-27T13:00:00Z');
    expect(await services.reminders.remind()).toBe(2);
  });
});

it('every live chat of the seller is reminded once, by two processes at once and however often they look', async () => {
  const other = await aSellersChat(store);
  await ordered('2026-11-27T06:00:00Z', mango);
  itIs('2026-11-27T06:15:00Z');
  const twin = createReminders({ ...services, clock });
  await Promise.all([look(), twin.remind(), look(), twin.remind(), look()]);
  await look();
  for (const contact of [seller, other]) expect(await alertsOf(contact)).toEqual(['0', 'remind.1']);
});

it('finds what stands by an index, however many orders were answered or reminded of', async () => {
  for (let n = 0; n < 10; n++) await ordered('2026-11-27T05:00:00Z', mango, { status: 'accepted' });
  await ordered('2026-11-27T06:00:00Z', mango);
  itIs('2026-11-27T06:15:00Z');
  const plans = await plansOf(services.db, () => services.reminders.remind());
  expect(plans.length).toBeGreaterThan(3);
  expect(plans.flatMap(({ stages }) => stages)).not.toContain('COLLSCAN');
});
