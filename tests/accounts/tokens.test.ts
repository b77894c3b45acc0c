import { createHmac } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { describe, expect, it } from 'vitest';
import { createTokens } from '../../src/accounts/tokens.js';
import { Refusal } from '../../src/platform/refusal.js';
import { testClock } from '../support/clock.js';

const SECRET = 'a secret of at least thirty-two bytes';
const SELLER = '65f000000000000000000001';
const clock = testClock(new Date('2026-11-22T10:00:00Z'));
const tokens = createTokens(SECRET, clock, true);
const refused = new Refusal('bad_token', 401);

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token with a header and claims of one's choice, signed as HS256 would. */
function forged(header: object, claims: object, secret = SECRET): string {
  const head = `${part(header)}.${part(claims)}`;
  return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
}

const now = Math.floor(clock.now().getTime() / 1000);
const good = { sub: SELLER, aud: 'seller', iss: 'haat', iat: now, exp: now + 60, proof: 'otp' };
const HS256 = { alg: 'HS256', typ: 'JWT' };

describe('a token', () => {
  it.each(['seller', 'customer'] as const)('tells that its bearer is this %s', (audience) => {
    const token = tokens.issue(audience, SELLER, 'otp');
    expect(tokens.verify(token)).toEqual({ audience, subject: SELLER });
    expect(tokens.verify(token, audience)).toEqual({ audience, subject: SELLER });
  });

  it('is good for 30 days', () => {
    const own = testClock(new Date('2026-11-22T10:00:00Z'));
    const aging = createTokens(SECRET, own, true);
    const token = aging.issue('seller', SELLER, 'otp');
    own.pass(30 * 86_400 - 1);
    expect(aging.verify(token).subject).toBe(SELLER);
    own.pass(1);
    expect(() => aging.verify(token)).toThrow(refused);
  });

  it('made by hand as we make it is one of ours: the forgeries below fail for their own reason', () => {
    expect(tokens.verify(forged(HS256, good)).subject).toBe(SELLER);
  });
});

describe('refused is a token', () => {
  it('of the other audience', () => {
    expect(() => tokens.verify(tokens.issue('customer', SELLER, 'otp'), 'seller')).toThrow(refused);
    expect(() => tokens.verify(tokens.issue('seller', SELLER, 'otp'), 'customer')).toThrow(refused);
  });

  it.each([
    ['without a signature', `${part({ alg: 'none' })}.${part(good)}.`],
    ['that calls its signature none', forged({ alg: 'none' }, good)],
    ['of another algorithm', jwt.sign({ ...good }, SECRET, { algorithm: 'HS512' })],
    ['of another key', forged(HS256, good, 'another secret of thirty-two bytes')],
    ['of another issuer', forged(HS256, { ...good, iss: 'bazaar' })],
    ['of no issuer', forged(HS256, { ...good, iss: undefined })],
    ['for an unknown audience', forged(HS256, { ...good, aud: 'admin' })],
    ['for two audiences', forged(HS256, { ...good, aud: ['seller', 'customer'] })],
    ['for no audience', forged(HS256, { ...good, aud: undefined })],
    ['that is over', forged(HS256, { ...good, exp: now - 1 })],
    ['that is of no time', forged(HS256, { ...good, iat: undefined, exp: undefined })],
    ['that never ends', forged(HS256, { ...good, iat: now - 31 * 86_400, exp: undefined })],
    ['that does not say when it ends', forged(HS256, { ...good, exp: undefined })],
    ['that ends in a thousand years', forged(HS256, { ...good, iat: now - 31 * 86_400, exp: now + 365_250 * 86_400 })],
    ['that begins later', forged(HS256, { ...good, nbf: now + 60 })],
    ['for nobody', forged(HS256, { ...good, sub: undefined })],
    ['for an operator of MongoDB', forged(HS256, { ...good, sub: { $ne: null } })],
    ['that does not say how the number was proved', forged(HS256, { ...good, proof: undefined })],
    ['that was changed', tokens.issue('seller', SELLER, 'otp').replace(/.{4}$/, 'AAAA')],
    ['that is empty', ''],
    ['that is missing', undefined],
    ['that is garbage', 'garbage'],
    ['that is dots', '..'],
    ['with control characters', '\u0000\u202e.🎉.\n'],
    ['of 100 kB', 'a'.repeat(100_000)],
  ])('%s', (_, token) => {
    expect(() => tokens.verify(token)).toThrow(refused);
  });
});

it('counts a number proved in bypass mode only as long as that mode lasts', () => {
  const strict = createTokens(SECRET, clock, false);
  expect(tokens.verify(tokens.issue('seller', SELLER, 'bypass')).subject).toBe(SELLER);
  expect(() => strict.verify(tokens.issue('seller', SELLER, 'bypass'))).toThrow(refused);
  expect(strict.verify(tokens.issue('seller', SELLER, 'platform')).subject).toBe(SELLER);
});
