import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { routesOf } from '../../src/api/api.js';
import { noLimits } from '../../src/api/edge/rate-limits.js';
import { testApi } from '../support/api.js';
import { testShop } from '../support/builders.js';

const { services, aStore, aProduct, aCustomer, aCart, anOrder, tokenOf } = testShop();
const api = testApi(services);

/** Whoever asks is signed in and names things that are there, so that what is hostile gets as far as it can. */
async function aTarget() {
  const store = await aStore();
  const pickle = await aProduct({ store });
  const buyer = await aCustomer();
  const order = await anOrder([[pickle, 1]], { buyer });
  const { cartId } = await aCart([pickle, 1]);
  const ids: Record<string, string> = {
    storeId: store._id,
    productId: pickle._id,
    orderId: order._id,
    importId: '0123456789abcdef01234567',
    cartId,
    link: store.link,
  };
  const tokens = { seller: tokenOf(store), customer: buyer.token, either: buyer.token };
  return { ids, tokens };
}

const HOSTILE: [what: string, value: unknown][] = [
  ['an operator', { $ne: null }],
  ['nothing', null],
  ['an operator with code', { $where: 'sleep(5000)' }],
  ['a list of operators', [{ $gt: '' }]],
  ['a huge number', 1e308],
  ['100 kB', 'अ'.repeat(34_000)],
  ['control signs', '\u0001\u0007\u001b[2J\u007f\u0085'],
  ['a NUL', 'a\0b'],
  ['half a character', '\ud800'],
  ['a turn of direction', '\u202e\u2066gnp.exe\u2069'],
  ['signs that nobody sees', '\u200b\u2060\ufeff'],
  ['a stack of accents', `a${'\u0301'.repeat(5000)}`],
  ['emoji', '👩‍👩‍👧‍👦🏳️‍🌈'.repeat(50)],
  ['a page and a template', '<img src=x onerror=alert(1)> {name} {{name}} $t(refusals.broken)'],
  ['a field of every object', { toString: 1, hasOwnProperty: 2, length: 3 }],
];

/** The fields that a body may have; of one that is read in two steps, those of the first. */
function fieldsOf(schema: unknown): string[] {
  if (schema instanceof z.ZodPipe) return fieldsOf(schema.in);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** What the document shows as right, so that nothing but the one field stops it. */
const exampleOf = ({ body }: Spec): object => (body?.meta()?.examples as object[] | undefined)?.[0] ?? {};

let target: Awaited<ReturnType<typeof aTarget>>;
beforeAll(async () => {
  target = await aTarget();
});

// what the routes take and answer is known before there are any services
const specs = routesOf({ ...services, limits: noLimits, country: 'IN' }).map(({ spec }) => spec);
type Spec = (typeof specs)[number];

/** One call with something hostile in it. It may be taken as text, or refused in words. */
async function tryOut(
  spec: Spec,
  what: string,
  change: { ids?: Record<string, string>; query?: string; body?: unknown },
) {
  const ids = { ...target.ids, ...change.ids };
  const path = spec.path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(ids[name] ?? ''));
  const { status, text } = await api.call(spec.method.toUpperCase(), `${path}${change.query ?? ''}`, {
    ...(spec.auth && { token: target.tokens[spec.auth] }),
    ...(spec.idempotent === 'required' && { key: 'hostile' }),
    ...(spec.body && { body: JSON.stringify(change.body ?? {}), headers: { 'content-type': 'application/json' } }),
  });
  expect(status, `${what}: ${text}`).toBeLessThan(500);
  expect(text).not.toMatch(/node_modules|\.ts:\d|Mongo|Redis|ECONN/);
  return status;
}

const withSomething = specs.filter(({ path, body, query }) => body || query || path.includes('{'));

describe.each(withSomething.map((spec) => [`${spec.method.toUpperCase()} ${spec.path}`, spec] as const))(
  '%s',
  (_name, spec) => {
    const names = [...spec.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

    if (spec.body)
      it('does no harm whatever stands in a field', async () => {
        for (const [what, value] of HOSTILE) {
          await Promise.all(
            fieldsOf(spec.body).map((field) =>
              tryOut(spec, `${what} in ${field}`, { body: { ...exampleOf(spec), [field]: value } }),
            ),
          );
        }
      });

    if (names.length > 0)
      it('leads nowhere whatever stands in the path', async () => {
        const names = [...spec.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
        for (const [what, value] of HOSTILE) {
          for (const name of names) {
            const status = await tryOut(spec, `${what} as ${name}`, { ids: { [name]: wordOf(value) } });
            expect([404, 422], `${what} as ${name}`).toContain(status);
          }
        }
      });

    if (spec.query)
      it('does no harm whatever is asked for', async () => {
        const fields = ['limit', 'cursor', 'q', 'category', 'status', '$where', '__proto__', 'a[b]'];
        for (const [what, value] of HOSTILE) {
          const word = encodeURIComponent(wordOf(value));
          await Promise.all(fields.map((name) => tryOut(spec, `${what} as ${name}`, { query: `?${name}=${word}` })));
        }
      });
  },
);

describe('any JSON at all', () => {
  it.each(['/stores', '/orders', '/carts', '/otp', '/accounts'])('does no harm at %s', async (path) => {
    const spec = specs.find((one) => one.path === path && one.method === 'post');
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ stringUnit: 'binary' }), async (body) => {
        if (spec) expect([400, 422]).toContain(await tryOut(spec, JSON.stringify(body), { body }));
      }),
      { numRuns: 40 },
    );
  });
});

/** Short enough for a path that Node reads at all; what cannot be written in one is left out. */
const wordOf = (value: unknown): string =>
  typeof value === 'string' ? value.slice(0, 800).replace(/\p{Surrogate}/gu, '') || '%' : JSON.stringify(value);
