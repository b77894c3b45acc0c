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
