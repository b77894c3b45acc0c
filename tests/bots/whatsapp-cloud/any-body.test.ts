import fc from 'fast-check';
import { expect, it } from 'vitest';
import { testDb } from '../../support/db.js';
import { aCloud } from './a-cloud.js';

const db = testDb();

const file = { id: '99', sha256: 'aGFzaA==', mime_type: 'image/jpeg', filename: 'a.jpg', caption: 'Mango 149' };
const kinds: Record<string, object> = {
  text: { body: 'hello' },
  image: file,
  document: file,
  location: { latitude: 18.5, longitude: 73.8, name: 'Home', address: 'Pune' },
  contacts: [{ phones: [{ phone: '+919876543210', wa_id: '919876543210' }] }],
  interactive: { type: 'button_reply', button_reply: { id: 'yes|k3', title: 'Yes' } },
  button: { text: 'ok', payload: 'ok' },
  order: { catalog_id: '1', product_items: [{ product_retailer_id: 'p1', quantity: 2 }] },
  audio: { id: '1' },
};
const message = fc.constantFrom(...Object.keys(kinds)).map((type) => ({
  ...{ id: 'wamid.1', from: '919876543210', from_user_id: 'IN.1349120865', timestamp: '1760000000', type },
  context: { id: 'wamid.0' },
  [type]: kinds[type],
}));
const status = { id: 'wamid.0', status: 'failed', timestamp: '1760000000', recipient_id: '919876543210' };
const value = fc.record({
  contacts: fc.constant([{ profile: { name: 'Asha' }, wa_id: '919876543210', user_id: 'IN.1349120865' }]),
  messages: fc.array(message, { maxLength: 3 }),
  statuses: fc.constant([{ ...status, errors: [{ code: 131026, title: 'Undeliverable' }] }]),
});

const deep = JSON.parse(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`);
const odd = fc.constantFrom<unknown>(
  ...[null, true, -1, 0.5, 1e308, '', 'x', ' ', '<script>alert(1)</script>', '\u0000', '\ud800', 'x'.repeat(200_000)],
  ...[[], {}, [[]], { $gt: '' }, { $set: { a: 1 } }, [null, 7], deep, '919876543210', '../../etc/passwd', '$where'],
);

/** The body with whatever stands at one place of it exchanged; places are counted from its root on. */
function exchanged(body: unknown, place: number, by: unknown): unknown {
  let left = place;
  const visit = (node: unknown): unknown => {
    if (left-- === 0) return by;
    if (Array.isArray(node)) return node.map(visit);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, one]) => [key, visit(one)]));
  };
  return visit(body);
}

it('whatever Meta signs is confirmed, and leaves nothing that stands in the way of the next word', async () => {
  const cloud = await aCloud(db);
  await fc.assert(
    fc.asyncProperty(value, fc.array(fc.tuple(fc.nat(60), odd), { maxLength: 3 }), async (given, changes) => {
      const whole: unknown = JSON.parse(cloud.meta.bodyOf(given).toString());
      const body = changes.reduce((now, [place, by]) => exchanged(now, place, by), whole);
      expect(await cloud.meta.post(Buffer.from(JSON.stringify(body) ?? ''))).toBe(200);
    }),
    { numRuns: 150 },
  );
  const asha = cloud.meta.person();
  await asha.types('still here');
  expect((await cloud.inboxOf(asha)).map(({ text }) => text)).toEqual(['still here']);
  expect(cloud.log()).not.toContain('919876543210');
}, 60_000);
