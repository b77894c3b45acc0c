import { once } from 'node:events';
import { connect } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Product, testProcesses } from '../support/processes.js';

const haat = testProcesses();
let product: Product;
let shop: { storeId: string; link: string; token: string };

/** What would look like a line of the log, if it ever stood at the beginning of one. */
const FORGED = '{"level":60,"msg":"forged"}';

async function post<Body>(path: string, body: object, token = ''): Promise<Body> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(`${product.url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await answer.json()) as Body;
}

/** Sends bytes as they are, which no client would, and gives the head of the answer. */
async function speak(lines: readonly string[], body = ''): Promise<string> {
  const socket = connect(Number(new URL(product.url).port), '127.0.0.1').setEncoding('latin1');
  let heard = '';
  socket.on('data', (text) => {
    heard += String(text);
  });
  socket.write(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`, 'latin1');
  await once(socket, 'close');
  return heard.split('\r\n\r\n')[0] ?? '';
}

const get = (path: string, ...headers: string[]): Promise<string> =>
  speak([`GET ${path} HTTP/1.1`, 'Host: localhost', ...headers]);
const statusOf = (head: string): number => Number(head.split(' ')[1]);

beforeAll(async () => {
  product = await haat.start({ LOG_LEVEL: 'debug' });
  const { token } = await post<{ token: string }>('/accounts', { mobile: '+919876500001', otp: '1234' });
  const named = { name: `Asha\r\n${FORGED}`, address: `Pune\n${FORGED}` };
  shop = { ...(await post<Omit<typeof shop, 'token'>>('/stores', named, token)), token };
});

describe('a header of an answer', () => {
  it.each([
    '/s/asha%0d%0aSet-Cookie:%20forged=1',
    '/s/ASHA%0D%0ALocation:%20https://evil.example/',
    '/docs%0d%0aforged:%201',
    '/chat?start=a%0d%0aforged:%201',
    '/media/p/a%0d%0aforged:%201',
    '/api/v1/storefront/a%0d%0aforged:%201/catalog',
    '/%0d%0aforged:%201',
  ])('is never one that stood in the address: %s', async (path) => {
    const head = await get(path);
    expect(statusOf(head)).toBeLessThan(500);
    expect(head).not.toMatch(/^(forged|location: https:\/\/evil|set-cookie: forged)/im);
  });

  it.each([
    ['a line feed alone', ['X-Request-Id: a\nforged: 1']],
    ['a carriage return alone', ['X-Request-Id: a\rforged: 1']],
    ['a folded line', ['X-Request-Id: a', ' forged: 1']],
    ['a NUL', ['X-Request-Id: a\0forged: 1']],
    ['signs of two bytes', ['X-Request-Id: a\u010d\u010aforged: 1']],
  ])('is never one that was smuggled in by %s', async (_what, headers) => {
    const head = await get('/healthz', ...headers);
    expect([200, 400]).toContain(statusOf(head));
    expect(head).not.toMatch(/^forged/im);
  });

  it.each([
    '%0d%0aforged:%201',
    '?a%0aforged:%201',
    '/%E5%98%8A%E5%98%8Dforged:%201',
    '@evil.example',
    '//evil.example',
  ])('is none that stood in a form, which leads back to the shop: %s', async (end) => {
    const form = `product=${'a'.repeat(24)}&qty=0&back=/s/${shop.link}${end}`;
    const length = `Content-Length: ${form.length}`;
    const type = 'Content-Type: application/x-www-form-urlencoded';
    const head = await speak([`POST /s/${shop.link}/cart HTTP/1.1`, 'Host: localhost', type, length], form);
    expect(statusOf(head)).toBe(303);
    expect(head).not.toMatch(/^forged/im);
    expect(head).toMatch(new RegExp(`^location: /s/${shop.link}([?/][^/]*)?\r?$`, 'im'));
  });

  it('leads nowhere but to our own pages', async () => {
    const paths = [
      '//evil.example',
      '/s//evil.example',
      '//evil.example/s/x/',
      '/docs//evil.example',
      '/\\evil.example',
    ];
    for (const path of [...paths, `/s/${shop.link.toUpperCase()}?back=//evil.example`, '/docs', '/']) {
      const [, place = '/'] = /^location: (.*)$/im.exec(await get(path)) ?? [];
      expect(place, path).toMatch(/^\/(?![/\\])/);
    }
  });

  it('and no page believes what a request says our name is', async () => {
    for (const path of [`/s/${shop.link}`, '/openapi.json', `/api/v1/storefront/${shop.link}`, '/chat']) {
      const answer = await fetch(product.url + path, { headers: { 'x-forwarded-host': 'evil.example' } });
      expect(answer.status).toBe(200);
      expect(await answer.text(), path).not.toContain('evil.example');
      const head = await speak([`GET ${path} HTTP/1.1`, 'Host: evil.example']);
      expect(head, path).not.toContain('evil.example');
    }
  });
});

describe('a request that two servers could read in two ways', () => {
  const start = 'POST /api/v1/otp HTTP/1.1';
  it.each([
    ['two lengths', [start, 'Host: a', 'Content-Length: 2', 'Content-Length: 3']],
    ['a length and pieces', [start, 'Host: a', 'Content-Length: 2', 'Transfer-Encoding: chunked']],
    ['pieces that are none', [start, 'Host: a', 'Transfer-Encoding: chunked, identity']],
    ['a space before the colon', [start, 'Host: a', 'Content-Length : 2']],
    ['no host', [start, 'Content-Length: 2']],
  ])('is read in none: %s', async (_what, lines) => {
    expect(statusOf(await speak(lines, '{}'))).toBe(400);
  });
});

describe('the log of a process', () => {
  it('is one JSON a line, whatever people write where', async () => {
    const { storeId, token, link } = shop;
    const words = `Mango\r\n${FORGED}\u2028${FORGED}`;
    const pickle = { name: words, description: words, category: words, mrp: 19900, salePrice: 14900 };
    await post(`/stores/${storeId}/products`, pickle, token);
    await post('/otp', { mobile: words, purpose: 'seller' });
    await post('/accounts', { mobile: `+919876500009\n${FORGED}`, otp: FORGED });
    const split = `\n${FORGED}`;
    for (const header of ['User-Agent', 'Referer', 'Cookie', 'X-Forwarded-For', 'Accept-Language', 'X-Request-Id']) {
      await get(`/s/${link}`, `${header}: a${split}`);
      await get(`/s/${link}`, `${header}: a\u0085${FORGED}`);
    }
    for (const path of [`/s/${encodeURIComponent(split)}`, `/api/v1/carts/${encodeURIComponent(split)}`])
      await get(path);
    await get(`/s/${link}`, 'X-Request-Id: the-last-one');
    await product.printed('the-last-one');

    const [ready, ...lines] = product.output().trimEnd().split('\n{"level":');
    expect(ready).not.toContain(FORGED);
    expect(lines.length).toBeGreaterThan(15);
    const read = lines.map((line) => JSON.parse(`{"level":${line}`) as { msg: string; pid: number });
    expect(read.filter(({ msg, pid }) => msg === 'forged' || pid !== product.pid)).toEqual([]);
  });
});
