import { describe, expect, it } from 'vitest';
import { newId } from '../../../src/platform/ids.js';
import { aDesk, bearer, tokens } from './a-desk.js';

const problem = (status: number, code: string) => ({ status, body: expect.objectContaining({ status, code }) });
const customer = newId();
const seller = newId();
const asCustomer = bearer(tokens.issue('customer', customer, 'otp'));
const asSeller = bearer(tokens.issue('seller', seller, 'otp'));
const note = { json: { text: 'a' } };

describe('a path', () => {
  it('that is not there is a problem, too', async () => {
    const { ask } = await aDesk();
    const refused = await ask('GET', '/nowhere');
    expect(refused).toMatchObject(problem(404, 'no_page'));
    expect(refused.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(refused.body).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'There is nothing at this address.',
      code: 'no_page',
      requestId: refused.headers.get('x-request-id'),
    });
  });

  it('tells what it can when it is asked for something else', async () => {
    const { ask } = await aDesk();
    const refused = await ask('PATCH', '/notes');
    expect(refused).toMatchObject(problem(405, 'wrong_method'));
    expect(refused.headers.get('allow')).toBe('GET, POST, DELETE, HEAD, OPTIONS');
    const told = await ask('OPTIONS', '/notes');
    expect([told.status, told.headers.get('allow')]).toEqual([204, 'GET, POST, DELETE, HEAD, OPTIONS']);
  });

  it('answers HEAD as GET, without the body', async () => {
    const { ask, asked } = await aDesk();
    const head = await ask('HEAD', '/notes');
    expect([head.status, head.text, head.headers.get('content-length')]).toEqual([201, '', '11']);
    expect(asked).toHaveLength(1);
  });

  it.each(['/notes/%E0%A4%A', '/notes/%', '/notes/%FF'])('that cannot be read is refused: %s', async (path) => {
    const { ask } = await aDesk();
    expect(await ask('PUT', path, { ...note, headers: asSeller })).toMatchObject(problem(400, 'unreadable'));
  });

  it.each([
    '/notes/abc',
    '/notes/abcde',
    '/notes/a%00',
    '/notes/%F0%9F%A5%AD%F0%9F%A5%AD%F0%9F%A5%AD',
    `/notes/${'a'.repeat(5000)}`,
  ])('with what cannot be an id leads nowhere: %s', async (path) => {
    const { ask, asked } = await aDesk();
    expect(await ask('PUT', path, { ...note, headers: asSeller })).toMatchObject(problem(404, 'no_order'));
    expect(asked).toEqual([]);
  });
});

describe('a query', () => {
  it('is read', async () => {
    const { ask, asked } = await aDesk();
    await ask('GET', '/notes?q=%E0%A4%85%20b');
    expect(asked[0]?.query).toEqual({ q: 'अ b' });
  });

  it.each(['?q=a&q=b', '?q[$ne]=', '?q[]=a', '?p=1', '?__proto__=1', '?constructor=1'])(
    'is refused: %s',
    async (query) => {
      const { ask, asked } = await aDesk();
      expect(await ask('GET', `/notes${query}`)).toMatchObject(problem(422, 'bad_request'));
      expect(asked).toEqual([]);
    },
  );
});

describe('a token', () => {
  it('says who asks', async () => {
    const { ask, asked } = await aDesk();
    await ask('PUT', '/notes/abcd', { ...note, headers: asSeller });
    await ask('PUT', '/notes/abcd', { ...note, headers: asCustomer });
    expect(asked.map(({ caller }) => caller)).toEqual([
      { audience: 'seller', accountId: seller },
      { audience: 'customer', customerId: customer },
    ]);
  });

  it.each([
    ['none', {}],
    ['no token', { authorization: 'Bearer' }],
    ['a password', { authorization: `Basic ${btoa('a:b')}` }],
    ['two of them', { authorization: `${asSeller.authorization}, ${asCustomer.authorization}` }],
    ['another word before it', { authorization: asSeller.authorization.replace('Bearer', 'Token') }],
  ])('is asked for when there is %s', async (_what, headers) => {
    const { ask, asked } = await aDesk();
    const refused = await ask('DELETE', '/notes', { headers });
    expect(refused).toMatchObject(problem(401, 'bad_token'));
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
    expect(asked).toEqual([]);
  });

  it('of the other side of the counter opens nothing', async () => {
    const { ask } = await aDesk();
    expect(await ask('DELETE', '/notes', { headers: asCustomer })).toMatchObject(problem(403, 'wrong_side'));
    expect((await ask('DELETE', '/notes', { headers: asSeller })).status).toBe(204);
  });

  it('is looked at before the body is', async () => {
    const { ask } = await aDesk();
    expect(await ask('PUT', '/notes/abcd', { body: 'no json' })).toMatchObject(problem(401, 'bad_token'));
  });
});

describe('an Idempotency-Key', () => {
  const sign = (key: string | undefined, json: unknown = { text: 'a' }) => ({
    json,
    headers: { ...asCustomer, ...(key !== undefined && { 'idempotency-key': key }) },
  });

  it('comes with a hash of what was asked, whatever the order of the fields', async () => {
    const { ask, asked } = await aDesk();
    await ask('POST', '/signed', sign('k', { text: 'a', stars: 1 }));
    await ask('POST', '/signed', sign('k', { stars: 1, text: 'a' }));
    await ask('POST', '/signed', sign('k', { text: 'b', stars: 1 }));
    const [first, same, other] = asked.map(({ once }) => once);
    expect(first?.key).toBe('k');
    expect(same).toEqual(first);
    expect(other?.hash).not.toBe(first?.hash);
  });

  it('must come where it is required', async () => {
    const { ask, asked } = await aDesk();
    expect(await ask('POST', '/signed', sign(undefined))).toMatchObject(problem(400, 'idempotency_key_missing'));
    await ask('POST', '/notes', note);
    expect(asked.map(({ once }) => once)).toEqual([undefined]);
  });

  it.each([
    ['order 1', 'order 1'],
    ['  order 1 ', 'order 1'],
    ['"a", {b}', '"a", {b}'],
    ['x'.repeat(100), 'x'.repeat(100)],
  ])('may have spaces and signs in it: %j', async (sent, key) => {
    const { ask, asked } = await aDesk();
    expect((await ask('POST', '/signed', sign(sent))).status).toBe(201);
    expect(asked.map(({ once }) => once?.key)).toEqual([key]);
  });

  it.each([' ', 'x'.repeat(101), 'ключ', 'a\tb', 'é'])('is refused: %j', async (key) => {
    const { ask, asked } = await aDesk();
    const headers = new Headers({ 'content-type': 'application/json', ...asCustomer });
    headers.set('idempotency-key', Buffer.from(key).toString('latin1'));
    const refused = await ask('POST', '/signed', { headers, body: '{"text":"a"}' });
    expect(refused.status).toBe(400);
    expect(asked).toEqual([]);
  });
});
