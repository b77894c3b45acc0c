import { describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.js';
import { testServices } from '../support/services.js';
import { aMobile, buildersOf } from './builders.js';

const services = testServices();
const { aStore, aProduct, aCustomer, aCart, order } = buildersOf(services);

/** A new order that is on its way to its seller, on a messenger that tells later what became of a message. */
async function onItsWay() {
  const { alerts, contacts, orders, telling } = services;
  const store = await aStore();
  const contact = await contacts.meet('whatsapp-cloud', newId());
  await contacts.linkAccount(contact._id, store.accountId, aMobile(), 'otp');
  const placed = await order(await aCustomer(), await aCart(store, [await aProduct(store), 1]));
  await telling.tell(placed._id);
  const alert = { eventId: `${placed._id}.0`, orderId: placed._id };
  return {
    contact,
    sent: (platformId: string) => alerts.sent(alert, contact, 1, platformId),
    told: (platformId: string, state: 'delivered' | 'failed', reason?: string) =>
      alerts.receipt(contact._id, { platformId, state, ...(reason && { reason }) }),
    /** It failed for a reason that passes. */
    toldAgain: (platformId: string, reason = 'too much at once') =>
      alerts.receipt(contact._id, { platformId, state: 'failed', reason, again: true }),
    /** What waits to be sent to the seller. */
    waiting: async () => ((await services.chats.find(contact._id))?.outbox ?? []).map(({ id }) => id),
    /** How long each of it waits, in whole seconds. */
    pauses: async () =>
      ((await services.chats.find(contact._id))?.outbox ?? []).map(({ at, notBefore = at }) =>
        Math.round((notBefore.getTime() - at.getTime()) / 1000),
      ),
    isStillToBeSaid: async () => (await alerts.compose(alert, contact)) !== null,
    eventId: alert.eventId,
    async delivery() {
      const [row] = (await orders.alertsOf([placed._id])).get(placed._id) ?? [];
      return row;
    },
  };
}

describe('what a messenger tells of an alert later', () => {
  it('makes it delivered, once, however often it is told', async () => {
    const { sent, told, delivery } = await onItsWay();
    await sent('wamid.1');
    expect((await delivery())?.state).toBe('sent');
    await told('wamid.1', 'delivered');
    await told('wamid.1', 'delivered');
    expect(await delivery()).toMatchObject({ state: 'delivered', attempts: 1 });
  });

  it('makes it failed, with the reason', async () => {
    const { sent, told, delivery } = await onItsWay();
    await sent('wamid.1');
    await told('wamid.1', 'failed', 'undeliverable (131026)');
    expect(await delivery()).toMatchObject({ state: 'failed', lastError: 'undeliverable (131026)' });
  });

  it('may come in any order: what arrived has arrived', async () => {
    const { sent, told, delivery } = await onItsWay();
    await sent('wamid.1');
    await told('wamid.1', 'failed', 'slow');
    await told('wamid.1', 'delivered');
    await told('wamid.1', 'failed', 'slow');
    const row = await delivery();
    expect([row?.state, row?.lastError]).toEqual(['delivered', undefined]);
  });

  it('counts also when it is told before the sender has written that it was sent', async () => {
    const { sent, told, delivery } = await onItsWay();
    await told('wamid.1', 'delivered');
    expect((await delivery())?.state).toBe('queued');
    await sent('wamid.1');
    expect((await delivery())?.state).toBe('delivered');
  });

  it('counts at whatever moment between it comes', async () => {
    for (let n = 0; n < 10; n++) {
      const { sent, told, delivery } = await onItsWay();
      await Promise.all([sent('wamid.1'), told('wamid.1', 'delivered')]);
      expect((await delivery())?.state).toBe('delivered');
    }
  });

  it('says nothing of another message, nor of the same id in another chat', async () => {
    const [one, other] = [await onItsWay(), await onItsWay()];
    await one.sent('wamid.1');
    await one.told('wamid.2', 'failed', 'x');
    await other.told('wamid.1', 'failed', 'x');
    expect((await one.delivery())?.state).toBe('sent');
    await other.sent('wamid.9');
    expect((await other.delivery())?.state).toBe('sent');
  });
});

describe('an alert that the messenger gave up for a reason that passes', () => {
  it('is sent once more, however often that is told', async () => {
    const { sent, toldAgain, delivery, waiting, isStillToBeSaid, eventId } = await onItsWay();
    await sent('wamid.1');
    expect(await isStillToBeSaid()).toBe(false);
    for (let n = 0; n < 3; n++) await toldAgain('wamid.1');
    expect(await delivery()).toMatchObject({ state: 'queued', lastError: 'too much at once' });
    expect(await waiting()).toEqual([eventId, `${eventId}.once-more.1`]);
    expect(await isStillToBeSaid()).toBe(true);
    await sent('wamid.2');
    await toldAgain('wamid.1');
    expect(await delivery()).toMatchObject({ state: 'sent', attempts: 2 });
    expect(await waiting()).toHaveLength(2);
  });

  it('is sent once more also when that is told before the sender has written that it was sent', async () => {
    for (let n = 0; n < 10; n++) {
      const { sent, toldAgain, delivery, waiting, eventId } = await onItsWay();
      await Promise.all([sent('wamid.1'), toldAgain('wamid.1')]);
      expect((await delivery())?.state).toBe('queued');
      expect(await waiting()).toEqual([eventId, `${eventId}.once-more.1`]);
    }
  });

  it('has failed after five tries with growing pauses, with the reason', async () => {
    const { sent, toldAgain, delivery, waiting, pauses } = await onItsWay();
    for (let n = 1; n <= 5; n++) {
      await sent(`wamid.${n}`);
      await toldAgain(`wamid.${n}`);
    }
    expect(await delivery()).toMatchObject({ state: 'failed', lastError: 'too much at once', attempts: 5 });
    expect(await waiting()).toHaveLength(5);
    expect(await pauses()).toEqual([0, 1, 4, 16, 60]);
  });

  it('is not sent again once it has arrived', async () => {
    const { sent, told, toldAgain, delivery, waiting } = await onItsWay();
    await sent('wamid.1');
    await told('wamid.1', 'delivered');
    await toldAgain('wamid.1');
    expect((await delivery())?.state).toBe('delivered');
    expect(await waiting()).toHaveLength(1);
  });
});
