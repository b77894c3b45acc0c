import { describe, expect, it } from 'vitest';
import { aDesk, bearer, tokens } from './a-desk.js';

const note = { json: { text: 'a' } };

describe('every answer', () => {
  it('carries the id that the client gave, or one of our own', async () => {
    const { ask } = await aDesk();
    expect(
      (await ask('GET', '/notes', { headers: { 'x-request-id': 'order-7:try_2.a' } })).headers.get('x-request-id'),
    ).toBe('order-7:try_2.a');
    const [one, other] = [await ask('GET', '/notes'), await ask('GET', '/notes')].map(({ headers }) =>
      headers.get('x-request-id'),
    );
    expect(one).toMatch(/^[0-9a-f-]{36}$/);
    expect(other).not.toBe(one);
  });

  it.each(['a b', '<script>', 'x'.repeat(101), 'a\tb', ''])('does not repeat %j as an id', async (id) => {
    const { ask } = await aDesk();
    const { headers } = await ask('GET', '/notes', { headers: { 'x-request-id': id } });
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('keeps a browser safe, and does not say what it is made with', async () => {
    const { ask } = await aDesk();
    const { headers } = await ask('GET', '/notes');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('binds browsers to https only where https is spoken', async () => {
    const plain = await (await aDesk({ publicUrl: 'http://localhost:3000' })).ask('GET', '/notes');
    const secure = await (await aDesk({ publicUrl: 'https://haat.example' })).ask('GET', '/notes');
    expect(plain.headers.get('strict-transport-security')).toBeNull();
    expect(secure.headers.get('strict-transport-security')).toContain('max-age=31536000');
  });

  it('may be read by pages of anybody, who ask first', async () => {
    const { ask, asked } = await aDesk();
    const preflight = await ask('OPTIONS', '/notes', {
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'idempotency-key',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Idempotency-Key');
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PATCH');
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
    expect(asked).toEqual([]);
    const refused = await ask('GET', '/notes?x=1', { headers: { origin: 'https://shop.example' } });
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
    expect(refused.headers.get('access-control-expose-headers')).toContain('Retry-After');
  });
});

describe('the log', () => {
  const linesOf = (lines: string[]) => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

  it('has one line for each answer, with the template of the path and the id', async () => {
    const { ask, lines } = await aDesk();
    await ask('PUT', '/notes/abcd', {
      ...note,
      headers: { ...bearer(tokens.issue('seller', 'a'.repeat(24), 'otp')), 'x-request-id': 'r1' },
    });
    const [line, ...others] = linesOf(lines);
    expect(line).toMatchObject({
      requestId: 'r1',
      method: 'PUT',
      route: '/api/notes/{orderId}',
      status: 201,
      ms: expect.any(Number),
    });
    expect(others).toEqual([]);
  });

  it('has nothing of what was sent: no body, query, token or id', async () => {
    const { ask, lines } = await aDesk();
    const token = tokens.issue('customer', 'b'.repeat(24), 'otp');
    await ask('PUT', '/notes/wxyz?mobile=%2B919876543210', { json: { text: '+919876543210' }, headers: bearer(token) });
    await ask('POST', '/signed', { json: { text: 'my secret' } });
    await ask('GET', '/notes?q=private');
    expect(lines).toHaveLength(3);
    for (const secret of ['9876543210', 'wxyz', token, 'my secret', 'private'])
      expect(lines.join()).not.toContain(secret);
  });

  it('tells reads that went well at the lowest level', async () => {
    const { ask, lines } = await aDesk();
    await ask('GET', '/notes');
    await ask('POST', '/notes', note);
    await ask('GET', '/nowhere');
    expect(linesOf(lines).map(({ level, route }) => [level, route])).toEqual([
      [20, '/api/notes'],
      [30, '/api/notes'],
      [30, 'other'],
    ]);
  });

  it('has a bug once, while the client learns nothing of it', async () => {
    const { ask, lines } = await aDesk();
    const answer = await ask('GET', '/broken');
    expect(answer).toMatchObject({ status: 500, body: { code: 'broken' } });
    expect(answer.text).not.toMatch(/torn|TypeError|\.ts/);
    expect(lines.filter((line) => line.includes('torn'))).toHaveLength(1);
    expect(lines.join()).not.toContain('9876543210');
  });
});
