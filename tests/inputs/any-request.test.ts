import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Product, testProcesses } from '../support/processes.js';

const haat = testProcesses();
let product: Product;
let names: Record<string, string> = {};

async function call<Body>(path: string, body: object, token = ''): Promise<Body> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(`${product.url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await answer.json()) as Body;
}

beforeAll(async () => {
  product = await haat.start({ RATE_LIMITS: 'off', LOG_LEVEL: 'warn' });
  const { token } = await call<{ token: string }>('/accounts', { mobile: '+919876500001', otp: '1234' });
  const shop = { name: 'Asha Pickles', address: 'Pune' };
  const { storeId, link } = await call<{ storeId: string; link: string }>('/stores', shop, token);
  const pickle = { name: 'Mango pickle', category: 'Pickles', mrp: 19900, salePrice: 14900 };
  const { id } = await call<{ id: string }>(`/stores/${storeId}/products`, pickle, token);
  const { cartId } = await call<{ cartId: string }>('/carts', { storeLink: link });
  names = { LINK: link, PRODUCT: id, STORE: storeId, CART: cartId };
});

const words = fc.oneof(
  fc.constantFrom('LINK', 'PRODUCT', 'STORE', 'CART', '..', '%2e%2e', '%', '%00', '%E0%A4%A', '%F0%9F%A5%AD', '', '0'),
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => encodeURIComponent(text.replace(/\p{Surrogate}/gu, ''))),
);
/** Ways into everything that is served beside the API, and into nothing. */
const paths = fc
  .tuple(
    fc.constantFrom('s', 's/LINK', 's/LINK/p', 's/LINK/order', 's/LINK/orders', 's/LINK/cart', 's/assets', 's/sitemap'),
    fc.array(words, { maxLength: 3 }),
  )
  .map(([start, rest]) => [start, ...rest].join('/'));
const others = fc
  .tuple(
    fc.constantFrom('chat', 'chat/messages', 'chat/media', 'media', 'media/p', 'docs', 'webhooks', 'robots.txt', 'x'),
    fc.array(words, { maxLength: 3 }),
  )
  .map(([start, rest]) => [start, ...rest].join('/'));
const fields = fc.dictionary(
  fc.oneof(
    fc.constantFrom('product', 'qty', 'name', 'mobile', 'otp', 'address', 'note', 'payment', 'cart', 'q', 'lang'),
    fc.constantFrom('after', 'limit', 'text', 'choice', 'start', 'messageId', 'back', 'step', 'category', 'page'),
    words,
  ),
  fc.oneof(words, fc.constantFrom('1', '-1', '1e9', 'NaN', '+919811100001', '1234', '<script>', '[object Object]')),
  { maxKeys: 6 },
);
/** What the forms of the shop's page send, more or less. */
const forms = fc.record(
  {
    product: fc.oneof(fc.constant('PRODUCT'), words),
    qty: fc.constantFrom('0', '1', '99', '100', '-1', 'x'),
    back: fc.oneof(fc.constant('/s/LINK'), words),
    language: fc.oneof(fc.constantFrom('hi', 'ar'), words),
    mobile: fc.constantFrom('9811100001', '+1', 'x'),
    otp: fc.constantFrom('1234', '0', 'x'),
    name: words,
    address: words,
  },
  { requiredKeys: ['product', 'qty'] },
);
const whatever = fc.record({
  path: fc.oneof(paths, others),
  query: fields,
  method: fc.constantFrom('GET', 'GET', 'POST', 'POST', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'),
  type: fc.constantFrom('form', 'json', 'multipart', 'text', 'none'),
  body: fc.oneof(fields, forms),
  cookie: fc.oneof(
    fc.constant(''),
    words,
    words.map((word) => `haat_chat=${word}; haat_cart=${word}; lang=${word}`),
  ),
});

const ordering = fc.record({
  path: fc.constantFrom('s/LINK/cart', 's/LINK/order', 's/LINK/language'),
  query: fc.constant({}),
  method: fc.constant('POST'),
  type: fc.constant('form'),
  body: forms,
  cookie: fc.constant(''),
});

const named = (text: string): string => text.replace(/LINK|PRODUCT|STORE|CART/g, (word) => names[word] ?? '');

function bodyOf(type: string, body: Record<string, string>): { body?: BodyInit; headers: Record<string, string> } {
  const filled = Object.fromEntries(Object.entries(body).map(([name, value]) => [name, named(value)]));
  if (type === 'form') return { body: new URLSearchParams(filled), headers: {} };
  if (type === 'json') return { body: JSON.stringify(filled), headers: { 'content-type': 'application/json' } };
  if (type === 'text') return { body: JSON.stringify(filled), headers: { 'content-type': 'text/plain' } };
  if (type === 'none') return { headers: {} };
  const form = new FormData();
  for (const [name, value] of Object.entries(filled)) form.append(name, value);
  return { body: form, headers: {} };
}

describe('any request to the shop, the chat, the docs and the media', () => {
  it('is answered with what was asked for or with a refusal, never with a fault', async () => {
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 4, arbitrary: whatever }, ordering),
        async ({ path, query, method, type, body, cookie }) => {
          const sent = method === 'GET' || method === 'HEAD' ? { headers: {} } : bodyOf(type, body);
          const asked = named(new URLSearchParams(query).toString());
          const answer = await fetch(`${product.url}/${named(path)}?${asked}`, {
            method,
            redirect: 'manual',
            ...sent,
            headers: { ...sent.headers, ...(cookie && { cookie }) },
          });
          seen.add(answer.status);
          const text = await answer.text();
          expect(answer.status, text).toBeLessThan(500);
          expect(text).not.toMatch(/node_modules|\.[jt]s:\d+:\d+|MongoServerError|ECONN/);
        },
      ),
      { numRuns: 1200, seed: 20_261_128 },
    );
    expect([...seen]).toEqual(expect.arrayContaining([200, 303, 404]));
    expect(product.output()).not.toContain('"msg":"broken"');
  }, 120_000);
});
