import { expect, it } from 'vitest';
import { signingSecret } from '../../src/accounts/signing-secret.js';
import { testDb } from '../support/db.js';

const db = testDb();

it('is one secret for all processes that start at once, and stays the same afterwards', async () => {
  const secrets = await Promise.all(Array.from({ length: 10 }, () => signingSecret(db)));
  expect(new Set(secrets).size).toBe(1);
  expect(Buffer.from(secrets[0] ?? '', 'base64url')).toHaveLength(32);
  expect(await signingSecret(db)).toBe(secrets[0]);
});

it('is the configured one where there is one, and then nothing is kept', async () => {
  await db.collection('secrets').deleteMany({});
  expect(await signingSecret(db, 'a configured secret of 32 bytes!!')).toBe('a configured secret of 32 bytes!!');
  expect(await db.collection('secrets').countDocuments()).toBe(0);
});
