import { afterAll, describe, expect, it } from 'vitest';
import { testApi } from '../support/api.js';
import { aMobile, testShop } from '../support/builders.js';
import { listen } from '../support/listen.js';

const sent: { mobile: string; code: string }[] = [];
const gateway = await listen((req, res) => {
  let body = '';
  req.on('data', (part) => {
    body += String(part);
  });
  req.on('end', () => {
    sent.push(JSON.parse(body) as { mobile: string; code: string });
    res.end();
  });
});
afterAll(() => gateway[Symbol.asyncDispose]());

const strict = testShop({ env: { OTP_MODE: 'verify', OTP_WEBHOOK_URL: gateway.url } });
const api = testApi(strict.services);

type SignedIn = { accountId: string; customerId: string; mobile: string; token: string };
const codeFor = (mobile: string): string => sent.findLast((one) => one.mobile === mobile)?.code ?? 'none';
const other = (code: string): string => (code === '123456' ? '654321' : '123456');

describe('a code', () => {
  it('is sent to the number, in whatever way it was written, and tells how long it lives', async () => {
    const mobile = aMobile();
    const asked = await api.post('/otp', { body: { mobile: mobile.replace('+91', '0'), purpose: 'seller' } });
    expect(asked).toMatchObject({ status: 202, body: { expiresInSeconds: 300 } });
    expect(codeFor(mobile)).toMatch(/^\d{6}$/);
  });

  it('is sent once a minute', async () => {
    const mobile = aMobile();
    const body = { mobile, purpose: 'customer' };
    await api.post('/otp', { body });
    const again = await api.post('/otp', { body });
    expect(again).toMatchObject({
      status: 429,
      body: { code: 'otp_too_soon', detail: expect.stringMatching(/ask again in \d+ second/) },
    });
    expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(sent.filter((one) => one.mobile === mobile)).toHaveLength(1);
  });

  it('is neither sent again nor easier to guess for a key that comes again', async () => {
    const mobile = aMobile();
    const ask = () => api.post('/otp', { body: { mobile, purpose: 'seller' }, key: 'lost' });
    expect((await ask()).status).toBe(202);
    const [code, wrong] = [codeFor(mobile), { mobile, otp: other(codeFor(mobile)) }];
    const codes = [];
    for (let n = 0; n < 6; n++) {
      codes.push((await api.post<{ code: string }>('/accounts', { body: wrong })).body.code);
      expect((await ask()).status).toBe(202);
    }
    expect(codes).toEqual([...Array.from({ length: 4 }, () => 'wrong_otp'), 'otp_expired', 'otp_expired']);
    expect(sent.filter((one) => one.mobile === mobile)).toEqual([{ mobile, code }]);
  });

  it.each([
    ['no number', { mobile: 'hello', purpose: 'seller' }, 'bad_mobile'],
    ['a landline', { mobile: '+912212345678', purpose: 'seller' }, 'bad_mobile'],
    ['a very long number', { mobile: '9'.repeat(41), purpose: 'seller' }, 'bad_request'],
    ['a query in place of a number', { mobile: { $gt: '' }, purpose: 'seller' }, 'bad_request'],
    ['another purpose', { mobile: '+919876543210', purpose: 'admin' }, 'bad_request'],
    ['no purpose', { mobile: '+919876543210' }, 'bad_request'],
  ])('is not sent for %s', async (_what, body, code) => {
    const before = sent.length;
    expect(await api.post('/otp', { body })).toMatchObject({ status: 422, body: { code } });
    expect(sent).toHaveLength(before);
  });
});

describe('a seller', () => {
  it('opens an account with the code, and comes back to the same', async () => {
    const mobile = aMobile();
    await api.post('/otp', { body: { mobile, purpose: 'seller' } });
    const first = await api.post<SignedIn>('/accounts', { body: { mobile, otp: codeFor(mobile) } });
    expect(first).toMatchObject({ status: 201, body: { accountId: expect.stringMatching(/^[0-9a-f]{24}$/), mobile } });
    expect(Object.keys(first.body).sort()).toEqual(['accountId', 'mobile', 'token']);
    expect((await api.get('/stores', { token: first.body.token })).status).toBe(200);
    const { account } = await strict.aSeller(mobile);
    expect(account._id).toBe(first.body.accountId);
  });

  it('cannot use a code twice, but gets the same answer when the reply was lost', async () => {
    const mobile = aMobile();
    await api.post('/otp', { body: { mobile, purpose: 'seller' } });
    const body = { mobile, otp: codeFor(mobile) };
    expect((await api.post('/accounts', { body, key: 'once' })).status).toBe(201);
    expect((await api.post('/accounts', { body, key: 'once' })).status).toBe(200);
    expect(await api.post('/accounts', { body })).toMatchObject({ status: 401, body: { code: 'otp_expired' } });
  });

  it('has five guesses', async () => {
    const mobile = aMobile();
    await api.post('/otp', { body: { mobile, purpose: 'seller' } });
    const wrong = { mobile, otp: other(codeFor(mobile)) };
    const answers = [];
    for (let n = 0; n < 5; n++) answers.push(await api.post<{ code: string }>('/accounts', { body: wrong }));
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      ...Array.from({ length: 4 }, () => [401, 'wrong_otp']),
      [401, 'otp_expired'],
    ]);
    expect(await api.post('/accounts', { body: { mobile, otp: codeFor(mobile) } })).toMatchObject({ status: 401 });
  });

  it('cannot come in with a code for buying, nor with one of another number', async () => {
    const [mobile, neighbour] = [aMobile(), aMobile()];
    await api.post('/otp', { body: { mobile, purpose: 'customer' } });
    const code = codeFor(mobile);
    expect((await api.post('/accounts', { body: { mobile, otp: code } })).status).toBe(401);
    expect((await api.post('/customers/token', { body: { mobile: neighbour, otp: code } })).status).toBe(401);
  });

  it.each([
    [{ otp: '12' }, 422, 'bad_otp'],
    [{ otp: '123456789' }, 422, 'bad_otp'],
    [{ otp: 'abcdef' }, 422, 'bad_otp'],
    [{ otp: 123456 }, 422, 'bad_request'],
    [{ otp: { $ne: '' } }, 422, 'bad_request'],
    [{ otp: '1'.repeat(100) }, 422, 'bad_request'],
    [{}, 422, 'bad_request'],
  ])('is told what a code looks like: %j', async (given, status, code) => {
    expect(await api.post('/accounts', { body: { mobile: aMobile(), ...given } })).toMatchObject({
      status,
      body: { code },
    });
  });
});

describe('a buyer', () => {
  it('signs in with a code for buying, and is one customer ever after', async () => {
    const mobile = aMobile();
    await api.post('/otp', { body: { mobile, purpose: 'customer' } });
    const body = { mobile, otp: codeFor(mobile) };
    const first = await api.post<SignedIn>('/customers/token', { body, key: 'k' });
    expect(first.status).toBe(200);
    expect(Object.keys(first.body).sort()).toEqual(['customerId', 'token']);
    const again = await api.post<SignedIn>('/customers/token', { body, key: 'k' });
    expect(again.body.customerId).toBe(first.body.customerId);
    expect((await api.get('/customers/me/orders', { token: first.body.token })).status).toBe(200);
  });
});

describe('in test mode', () => {
  const easy = testShop();
  const open = testApi(easy.services);

  it('any number comes in with any 4 to 8 digits, in digits of any script', async () => {
    const mobile = aMobile();
    expect(await open.post('/otp', { body: { mobile, purpose: 'seller' } })).toMatchObject({ status: 202 });
    expect((await open.post('/accounts', { body: { mobile, otp: '0000' } })).status).toBe(201);
    expect((await open.post('/accounts', { body: { mobile, otp: '१२३४५६' } })).status).toBe(200);
    expect((await open.post('/accounts', { body: { mobile, otp: '123' } })).status).toBe(422);
  });

  it('makes one account of 25 that sign in at once', async () => {
    const mobile = aMobile();
    const all = await Promise.all(
      Array.from({ length: 25 }, () => open.post<SignedIn>('/accounts', { body: { mobile, otp: '1234' } })),
    );
    expect(all.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(all.map(({ body }) => body.accountId)).size).toBe(1);
  });
});
