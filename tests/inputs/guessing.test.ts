import { afterAll, describe, expect, it } from 'vitest';
import { createRateLimits } from '../../src/api/edge/rate-limits.js';
import { newId, newSecretId } from '../../src/platform/ids.js';
import { connectRedis, redisReady } from '../../src/platform/redis.js';
import { type ApiAnswer, type Problem, testApi } from '../support/api.js';
import { aMobile, testShop } from '../support/builders.js';
import { testRedisUrl } from '../support/db.js';
import { listen } from '../support/listen.js';

const sent = new Map<string, string>();
const gateway = await listen((req, res) => {
  req.setEncoding('utf8').on('data', (text) => {
    const { mobile, code } = JSON.parse(String(text)) as { mobile: string; code: string };
    sent.set(mobile, code);
  });
  req.on('end', () => res.end());
});
const redis = connectRedis(testRedisUrl(), 'carts');
afterAll(async () => {
  redis.disconnect();
  await gateway[Symbol.asyncDispose]();
});

const shop = testShop({ env: { OTP_MODE: 'verify', OTP_WEBHOOK_URL: gateway.url } });
const { services, aStore, aProduct, aSeller, aCustomer, anOrder } = shop;
const api = testApi(services);
const tries = { points: 30, seconds: 60 };
const strict = testApi(services, {
  limits: createRateLimits(redis, { read: tries, change: tries, proof: tries, number: tries }),
});

const anEmptyCart = async () => services.carts.create((await aStore()).link);

/** So many other codes than this one. */
const otherThan = (code: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => String((Number(code) + n + 1) % 1_000_000).padStart(6, '0'));

/** An answer without what is different every time. */
const told = ({ status, body }: ApiAnswer<unknown>) => ({ status, ...(body as object), requestId: '' });

describe('guessing a code over HTTP', () => {
  it.each([
    ['seller', '/accounts'],
    ['customer', '/customers/token'],
  ])('has five tries for a %s, also when 40 guess at once, and then the right one is late', async (purpose, path) => {
    const mobile = aMobile();
    expect((await api.post('/otp', { body: { mobile, purpose } })).status).toBe(202);
    const code = sent.get(mobile) ?? '';
    const guesses = otherThan(code, 40).map((otp) => api.post<Problem>(path, { body: { mobile, otp } }));
    const answers = await Promise.all(guesses);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401));
    expect(answers.filter(({ body }) => body.code === 'wrong_otp')).toHaveLength(4);
    expect(await api.post(path, { body: { mobile, otp: code } })).toMatchObject({ body: { code: 'otp_expired' } });
    expect(await api.post('/otp', { body: { mobile, purpose } })).toMatchObject({ status: 429 });
  });

  it('does not tell which numbers have a shop or have ordered', async () => {
    const [{ account }, { mobile: known }, nobody] = [await aSeller(), await aCustomer(), aMobile()];
    for (const purpose of ['seller', 'customer']) {
      const asked = [account.mobile, known, nobody].map((mobile) => api.post('/otp', { body: { mobile, purpose } }));
      const [first, ...others] = (await Promise.all(asked)).map(told);
      expect(others).toEqual([first, first]);
    }
    for (const path of ['/accounts', '/customers/token']) {
      const guessed = [account.mobile, known, nobody].map((mobile) =>
        api.post(path, { body: { mobile, otp: otherThan(sent.get(mobile) ?? '', 1)[0] } }),
      );
      const [first, ...others] = (await Promise.all(guessed)).map(told);
      expect(others).toEqual([first, first]);
    }
  });
});

describe('looking for what belongs to others', () => {
  it('finds what is there as little as what is not', async () => {
    const store = await aStore();
    const pickle = await aProduct({ store });
    const buyer = await aCustomer();
    const order = await anOrder([[pickle, 1]], { buyer });
    const [seller, stranger] = [(await aSeller()).token, (await aCustomer()).token];
    const talk = await api.post<{ talkId: string }>('/talks', {
      token: buyer.token,
      body: { productId: pickle._id, text: 'Is it hot?' },
    });
    const places: [path: (id: string) => string, id: string, token: string][] = [
      [(id) => `/stores/${id}`, store._id, seller],
      [(id) => `/stores/${id}/orders`, store._id, seller],
      [(id) => `/stores/${id}/customers/export`, store._id, seller],
      [(id) => `/stores/${id}/card.png`, store._id, seller],
      [(id) => `/products/${id}`, pickle._id, seller],
      [(id) => `/orders/${id}`, order._id, seller],
      [(id) => `/orders/${id}`, order._id, stranger],
      [(id) => `/talks/${id}/messages`, talk.body.talkId, seller],
      [(id) => `/talks/${id}/messages`, talk.body.talkId, stranger],
    ];
    for (const [path, id, token] of places) {
      const [theirs, nobodys] = [await api.get(path(id), { token }), await api.get(path(newId()), { token })];
      expect(theirs.status, path(id)).toBe(404);
      expect(told(theirs), path(id)).toEqual(told(nobodys));
    }
  });

  it('goes by ids of carts that cannot be guessed from one another', async () => {
    const carts = await Promise.all(Array.from({ length: 20 }, anEmptyCart));
    const bytes = carts.map(({ cartId }) => Buffer.from(cartId, 'base64url'));
    expect(bytes.map(({ length }) => length * 8)).toEqual(carts.map(() => 128));
    const beginnings = new Set(bytes.map((id) => id.subarray(0, 4).toString('hex')));
    const ends = new Set(bytes.map((id) => id.subarray(-4).toString('hex')));
    expect([beginnings.size, ends.size]).toEqual([20, 20]);
  });

  it.each([
    ['carts', '198.51.100.7', () => `/carts/${newSecretId()}`],
    ['shops', '198.51.100.8', () => `/storefront/asha-${newSecretId().toLowerCase()}`],
  ])('among %s is held up before long, and nobody else is', async (_what, address, path) => {
    await redisReady(redis);
    const { cartId } = await anEmptyCart();
    const from = (place: string) => ({ headers: { 'x-forwarded-for': place } });
    const guesser = from(address);
    const statuses = [];
    for (let n = 0; n < 31; n++) statuses.push((await strict.get(path(), guesser)).status);
    expect(statuses).toEqual([...Array.from({ length: 30 }, () => 404), 429]);
    expect((await strict.get(path(), from(`203.0.113.8, ${address}`))).status, 'behind a forged address').toBe(429);
    expect((await strict.get(`/carts/${cartId}`, from('203.0.113.7'))).status).toBe(200);
  });
});
