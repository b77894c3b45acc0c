import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { testApi } from '../support/api.js';
import { testShop } from '../support/builders.js';

const SECRET = 'a secret of the tests, 32 bytes!';
const { services, aSeller, aStore, aProduct, aCustomer, anOrder } = testShop({ env: { JWT_SECRET: SECRET } });
const api = testApi(services);

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const hmac = (text: string, secret = SECRET, hash = 'sha256'): string =>
  createHmac(hash, secret).update(text).digest('base64url');
const now = (): number => Math.floor(Date.now() / 1000);

/** A token that is right but for what is given. */
function forge(claims: object, header: object = { alg: 'HS256', typ: 'JWT' }, signed = hmac): string {
  const right = { aud: 'seller', iss: 'haat', sub: 'a'.repeat(24), proof: 'otp', iat: now(), exp: now() + 86_400 };
  const text = `${encode(header)}.${encode({ ...right, ...claims })}`;
  return `${text}.${signed(text)}`;
}

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();

describe('a token', () => {
  it('is ours when it is right in every part', async () => {
    expect((await api.get('/stores', { token: forge({}) })).status).toBe(200);
  });

  it.each([
    ['not signed', forge({}, { alg: 'none', typ: 'JWT' }, () => '')],
    ['signed with another secret', forge({}, undefined, (text) => hmac(text, 'x'.repeat(32)))],
    ['signed with no secret', forge({}, undefined, (text) => hmac(text, ''))],
    ['signed another way', forge({}, { alg: 'HS512', typ: 'JWT' }, (text) => hmac(text, SECRET, 'sha512'))],
    [
      'signed with a key of their own',
      forge({}, { alg: 'RS256', typ: 'JWT' }, (text) =>
        sign('sha256', Buffer.from(text), privateKey).toString('base64url'),
      ),
    ],
    ['signed with a public key as the secret', forge({}, undefined, (text) => hmac(text, pem))],
    ['naming its own key', forge({}, { alg: 'HS256', jwk: { kty: 'oct', k: 'eA' } }, (text) => hmac(text, 'x'))],
    ['over', forge({ iat: now() - 100, exp: now() - 10 })],
    ['over, though it says that it lasts', forge({ iat: now() - 40 * 86_400, exp: now() + 86_400 })],
    ['of another program', forge({ iss: 'other' })],
    ['for another audience', forge({ aud: 'admin' })],
    ['of nobody', forge({ sub: undefined })],
    ['of somebody who cannot be', forge({ sub: { $ne: '' } })],
    ['without a proof', forge({ proof: undefined })],
    [
      'changed after it was signed',
      forge({}).replace(
        /\.[^.]+\./,
        `.${encode({ aud: 'seller', iss: 'haat', sub: 'b'.repeat(24), proof: 'otp', iat: now(), exp: now() + 86_400 })}.`,
      ),
    ],
    ['cut', forge({}).slice(0, -5)],
    ['three dots', '..'],
    ['endless', `${forge({})}${'a'.repeat(5000)}`],
  ])('is refused when it is %s', async (_what, token) => {
    const refused = await api.get('/stores', { token });
    expect(refused).toMatchObject({ status: 401, body: { code: 'bad_token', detail: 'Sign in again, please.' } });
  });

  it('opens nothing that belongs to somebody else, and does not tell that it is there', async () => {
    const pickle = await aProduct({ store: await aStore() });
    const order = await anOrder([[pickle, 1]]);
    const [seller, buyer] = [await aSeller(), await aCustomer()];
    const body = {};
    const foreign = await Promise.all([
      api.get(`/stores/${pickle.storeId}/products`, { token: seller.token }),
      api.get(`/stores/${pickle.storeId}/orders`, { token: seller.token }),
      api.get(`/stores/${pickle.storeId}/customers`, { token: seller.token }),
      api.patch(`/stores/${pickle.storeId}`, { token: seller.token, body }),
      api.get(`/products/${pickle._id}`, { token: seller.token }),
      api.patch(`/products/${pickle._id}`, { token: seller.token, body }),
      api.del(`/products/${pickle._id}`, { token: seller.token }),
      api.get(`/orders/${order._id}`, { token: seller.token }),
      api.post(`/orders/${order._id}/status`, { token: seller.token, body: { status: 'accepted' } }),
      api.get(`/orders/${order._id}`, { token: buyer.token }),
      api.post(`/orders/${order._id}/cancel`, { token: buyer.token }),
    ]);
    expect(foreign.map(({ status }) => status)).toEqual(foreign.map(() => 404));
    const nobodys = await api.get(`/products/${'0'.repeat(24)}`, { token: seller.token });
    const withoutId = ({ body: seen }: { body: unknown }) => ({ ...(seen as object), requestId: '' });
    expect(withoutId(foreign[4] as { body: unknown })).toEqual(withoutId(nobodys));
  });

  it('of an account that is not there opens no store', async () => {
    const token = services.tokens.issue('seller', 'c'.repeat(24), 'otp');
    expect(await api.post('/stores', { token, body: { name: 'A', address: 'B' } })).toMatchObject({ status: 401 });
  });
});
