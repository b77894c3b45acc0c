import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { routesOf } from '../../../src/api/api.js';
import { noLimits } from '../../../src/api/edge/rate-limits.js';
import { describeApi, type OpenApiDocument } from '../../../src/api/openapi/document.js';
import { type Problem, testApi } from '../../support/api.js';
import { testShop } from '../../support/builders.js';
import { standalone } from '../../support/documented.js';

const { services, aStore, aProduct, aCustomer, aCart, tokenOf } = testShop();
const api = testApi(services);
const document: OpenApiDocument = describeApi(
  routesOf({ ...services, limits: noLimits, country: 'IN' }),
  '/api/v1',
  '1',
);

const Schema = z.record(z.string(), z.unknown());
type Schema = z.infer<typeof Schema>;
const Content = z.object({ content: z.record(z.string(), z.object({ schema: Schema })) });

/** What the document says of a body. */
function bodyOf(method: string, path: string, type = 'application/json'): Schema {
  const { content } = Content.parse(document.paths[path]?.[method]?.requestBody);
  return content[type]?.schema ?? {};
}

const fieldOf = (body: Schema, name: string): Schema => Schema.parse(Schema.parse(body.properties)[name]);
const parameterOf = (method: string, path: string, name: string): Schema =>
  Schema.parse(document.paths[path]?.[method]?.parameters.find((one) => one.name === name)?.schema);

/** Whether the document lets a client send this. */
const promises = (schema: Schema, value: unknown): boolean =>
  z.fromJSONSchema(standalone(schema, {})).safeParse(value).success;

describe('the document promises what is taken, and nothing else', () => {
  it.each([
    ['order 1', true],
    ['k', true],
    ['~', true],
    ['x'.repeat(100), true],
    ['x'.repeat(101), false],
    ['a\tb', false],
    ['é', false],
  ])('as an Idempotency-Key: %j', async (key, isTaken) => {
    const schema = parameterOf('post', '/carts', 'Idempotency-Key');
    const { link: storeLink } = await aStore();
    const headers = { 'idempotency-key': Buffer.from(key).toString('latin1') };
    const { status } = await api.post('/carts', { body: { storeLink }, headers });
    expect([promises(schema, key), status]).toEqual([isTaken, isTaken ? 201 : 400]);
  });

  it.each([
    ['14900', 201],
    ['100000000000', 201],
    ['0', 422],
    ['100000000001', 422],
    ['149.00', 422],
  ])('as a price in a form: %j', async (price, status) => {
    const schema = fieldOf(bodyOf('post', '/stores/{storeId}/products', 'multipart/form-data'), 'mrp');
    const store = await aStore();
    const form = new FormData();
    for (const [name, value] of Object.entries({ name: 'Pickle', category: 'Pickles', mrp: price, salePrice: price }))
      form.set(name, value);
    const answer = await api.post(`/stores/${store._id}/products`, { token: tokenOf(store), body: form });
    expect([promises(schema, price), answer.status]).toEqual([status === 201, status]);
  });

  it.each([
    ['asha-and-more', 200],
    [' Asha-And-More-2 ', 200],
    ['aa', 422],
    ['आशा', 422],
    ['-asha-', 422],
  ])('as a link that a seller chooses: %j', async (link, status) => {
    const schema = fieldOf(bodyOf('patch', '/stores/{storeId}'), 'link');
    const store = await aStore();
    const answer = await api.patch(`/stores/${store._id}`, { token: tokenOf(store), body: { link } });
    expect([promises(schema, link), answer.status]).toEqual([status === 200, status]);
  });

  it.each([
    ['what an order is sent to', undefined, { address: '12 MG Road' }, 201],
    ['nothing where it is picked up', { pickup: true }, { pickup: true }, 201],
    ['nothing', undefined, {}, 422],
    ['nothing where it is not picked up', undefined, { pickup: false }, 422],
  ])('as an address: %s', async (_what, offered, how, status) => {
    const either = z.array(Schema).parse(bodyOf('post', '/orders').anyOf);
    const isPromised = either.some((one) => {
      const asked = z.array(z.string()).parse(one.required);
      const exact = Object.entries((one.properties ?? {}) as Record<string, { const: unknown }>);
      const given: Record<string, unknown> = how;
      return asked.every((name) => name in given) && exact.every(([name, value]) => given[name] === value.const);
    });
    const cart = await aCart([await aProduct({ store: await aStore({ ...offered }) }), 1]);
    const { token } = await aCustomer();
    const answer = await api.post('/orders', { token, key: 'k', body: { cart, name: 'Ravi', ...how } });
    expect([isPromised, answer.status]).toEqual([status === 201, status]);
  });

  it.each([
    ['currency', 'iso-4217', 'INR', 'rupees'],
    ['language', 'bcp-47', 'pt-BR', 'english'],
    ['timeZone', 'iana-time-zone', 'Asia/Kolkata', '+05:30'],
  ])('as a %s, by the name of the list that it is of', async (field, format, right, wrong) => {
    expect(fieldOf(bodyOf('patch', '/stores/{storeId}'), field)).toMatchObject({ format, examples: [right] });
    const store = await aStore();
    const change = (value: string) =>
      api.patch(`/stores/${store._id}`, { token: tokenOf(store), body: { [field]: value } });
    expect((await change(right)).status).toBe(200);
    expect(await change(wrong)).toMatchObject({ status: 422, body: { errors: [{ path: field }] } });
  });

  it('as a cursor: what a page gave out', async () => {
    const store = await aStore();
    await Promise.all([aProduct({ store }), aProduct({ store })]);
    for (const path of ['/stores/{storeId}/products', '/storefront/{link}/products']) {
      const at = path.replace('{storeId}', store._id).replace('{link}', store.link);
      const { body } = await api.get<{ nextCursor: string }>(`${at}?limit=1`, { token: tokenOf(store) });
      expect(promises(parameterOf('get', path, 'cursor'), body.nextCursor)).toBe(true);
      expect(promises(parameterOf('get', path, 'cursor'), 'page 2')).toBe(false);
    }
  });
});

it('a stock in a form that is none is refused with what it should be', async () => {
  const store = await aStore();
  const pickle = await aProduct({ store });
  const form = new FormData();
  form.set('stock', 'a dozen');
  const refused = await api.patch<Problem>(`/products/${pickle._id}`, { token: tokenOf(store), body: form });
  const message = 'should be empty or a whole number of at most 1000000000';
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'stock', message }] } });
});
