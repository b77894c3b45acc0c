import { expect, it } from 'vitest';
import { createProofLinks } from '../../src/contacts/index.js';
import { newId } from '../../src/platform/ids.js';
import { testClock } from '../support/clock.js';

const clock = testClock();
const links = createProofLinks({ secret: 'a secret of this shop', clock });
const contactId = newId();

it('names the chat that asked, in what a deep link can carry', () => {
  const token = links.make(contactId);
  expect(`v_${token}`).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
  expect(links.read(token)).toBe(contactId);
});

it('is good for a quarter of an hour', () => {
  const token = links.make(contactId);
  clock.pass(14 * 60);
  expect(links.read(token)).toBe(contactId);
  clock.pass(2 * 60);
  expect(links.read(token)).toBeUndefined();
});

it('cannot be made by anybody else, nor turned to another chat', () => {
  const token = links.make(contactId);
  const forged = Buffer.from(token, 'base64url');
  forged.write(newId(), 'hex');
  expect(links.read(forged.toString('base64url'))).toBeUndefined();
  expect(links.read(createProofLinks({ secret: 'another secret', clock }).make(contactId))).toBeUndefined();
});

it.each(['', 'proof', '{"$ne":null}', 'A'.repeat(43), '💥'.repeat(20)])('reads nothing in "%s"', (token) => {
  expect(links.read(token)).toBeUndefined();
});
