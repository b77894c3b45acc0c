import { describe, expect, it } from 'vitest';
import { createContacts } from '../../src/contacts/index.js';
import { newId } from '../../src/platform/ids.js';
import { testServices } from '../support/services.js';

const services = testServices();

describe('somebody who writes for the first time', () => {
  it('is one contact, however many of their messages come at once', async () => {
    const { contacts } = services;
    const [address, other] = [newId(), newId()];
    const met = await Promise.all(
      Array.from({ length: 10 }, (_, n) => contacts.meet('whatsapp-cloud', address, {}, n % 2 ? [other] : [])),
    );
    expect(new Set(met.map(({ _id }) => _id)).size).toBe(1);
  });

  it('by an address that a database cannot keep is a fault, and not one without end', async () => {
    await expect(services.contacts.meet('whatsapp-cloud', 'half a letter: \ud800')).rejects.toThrow('cannot be kept');
  });
});

describe('somebody who writes again', () => {
  const later = (seconds: number) =>
    createContacts({
      db: services.db,
      clock: { now: () => new Date(Date.now() + seconds * 1000) },
      trustBypass: true,
    });

  it('is noted once a minute, and at once where something is new', async () => {
    const { contacts } = services;
    const address = newId();
    const { _id, lastSeenAt } = await contacts.meet('telegram', address);
    const seen = async () => (await contacts.find(_id))?.lastSeenAt;
    await later(30).meet('telegram', address);
    expect(await seen()).toEqual(lastSeenAt);
    await later(61).meet('telegram', address);
    expect((await seen())?.getTime()).toBeGreaterThanOrEqual(lastSeenAt.getTime() + 60_000);
    await contacts.markDead(_id);
    await contacts.meet('telegram', address);
    expect(await contacts.find(_id)).not.toHaveProperty('deadAt');
    await contacts.meet('telegram', address, {}, ['another']);
    expect((await contacts.find(_id))?.addresses).toEqual([address, 'another']);
    await contacts.meet('telegram', 'another', {}, [address]);
    expect((await contacts.find(_id))?.replyTo).toBe('another');
  });

  it('is not mistaken for another who writes at once', async () => {
    const { contacts } = services;
    const addresses = Array.from({ length: 12 }, newId);
    const first = await Promise.all(addresses.map((address) => contacts.meet('telegram', address)));
    await contacts.meet('web-chat', addresses[0] ?? '');
    const again = await Promise.all(addresses.map((address) => contacts.meet('telegram', address)));
    expect(again.map(({ _id }) => _id)).toEqual(first.map(({ _id }) => _id));
  });
});
