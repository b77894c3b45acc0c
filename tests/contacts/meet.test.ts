import { describe, expect, it } from 'vitest';
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
