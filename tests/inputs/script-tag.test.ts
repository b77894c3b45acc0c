import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBrowser } from '../storefront/a-browser.js';
import { chromiumPath, noChromium } from '../support/chromium.js';
import { type Product, testProcesses } from '../support/processes.js';

/** Ends whatever it stands in, asks for a picture of its own, and would set `hit` in any page that runs it. */
const TAG = `"'><img src=/hit onerror=hit=1></script><script>hit=1</script>`;

const PASSWORD = 'the word of the operator';
const haat = testProcesses();
let product: Product;
let pages: string[] = [];
let answers: [path: string, token: string][] = [];

async function call<Body = { token: string }>(path: string, body: object, token = ''): Promise<Body> {
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': 'k',
    ...(token && { authorization: `Bearer ${token}` }),
  };
  const answer = await fetch(`${product.url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path} was refused: ${await answer.text()}`);
  return (await answer.json()) as Body;
}

/** A shop in which every word that anybody may choose is the tag, up to an order and a talk about it. */
beforeAll(async () => {
  product = await haat.start({ ADMIN_PASSWORD: PASSWORD });
  const { token } = await call('/accounts', { mobile: '+919876500001', otp: '1234' });
  const { token: buyer } = await call('/customers/token', { mobile: '+919876500002', otp: '1234' });
  const { storeId, link } = await call<{ storeId: string; link: string }>(
    '/stores',
    { name: TAG, address: TAG },
    token,
  );
  const pickle = { name: TAG, description: TAG, category: TAG.slice(0, 60), mrp: 19900, salePrice: 14900 };
  const { id } = await call<{ id: string }>(`/stores/${storeId}/products`, pickle, token);
  const { cartId } = await call<{ cartId: string }>('/carts', { storeLink: link });
  const cart = await call(`/carts/${cartId}/lines`, { productId: id, qty: 1, storeLink: link });
  const words = { name: TAG, address: TAG, note: TAG };
  const { orderId } = await call<{ orderId: string }>('/orders', { cart, ...words }, buyer);
  const { talkId } = await call<{ talkId: string }>('/talks', { orderId, text: TAG }, buyer);
  await call(`/orders/${orderId}/status`, { status: 'rejected', reason: TAG }, token);
  const asked = encodeURIComponent(TAG);
  pages = [
    ...[`/s/${link}`, `/s/${link}?q=${asked}`, `/s/${link}/p/${id}`, `/s/${link}/order`, `/s/${link}?lang=${asked}`],
    ...[`/s/${asked}`, `/chat?shop=${link}`, `/chat?start=${asked}`, `/docs/?url=${asked}`, `/${asked}`],
    ...['/admin', '/admin/whatsapp', `/admin?again=${asked}`],
    `/docs/?url=https://evil.example/x.json&configUrl=https://evil.example/c.json#/${asked}`,
  ];
  answers = [
    ...[`/stores/${storeId}`, `/products/${id}`, `/orders/${orderId}`, `/talks/${talkId}/messages`].map(
      (path): [string, string] => [path, token],
    ),
    ...[`/storefront/${link}/catalog`, `/carts/${cartId}`, `/storefront/${asked}`].map((path): [string, string] => [
      path,
      '',
    ]),
    [`/stores?cursor=${asked}`, token],
    [`/stores/${storeId}/customers/export`, token],
  ];
});

/** What a browser would run of a page or load into it, but for files of our own. */
const foreign = (html: string): string[] =>
  [...html.matchAll(/<script[^>]*>|<img[^>]*hit[^>]*>|<[^>]*\son\w+=[^>]*>|javascript:/gi)]
    .map(([tag]) => tag)
    .filter((tag) => !/^<script [^>]*(src="[^"]*"|type="application\/(ld\+)?json")[^>]*>$/.test(tag));

describe('a script tag in every word that people may choose', () => {
  it('stays words on every page, which allows no code but our files', async () => {
    for (const path of pages) {
      const authorization = `Basic ${btoa(`admin:${PASSWORD}`)}`;
      const page = await fetch(product.url + path, { headers: path.startsWith('/admin') ? { authorization } : {} });
      const html = await page.text();
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(page.headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(policy, path).toContain("default-src 'none'");
      expect(policy, path).not.toMatch(/unsafe|script-src[^;]*(\*|https?:|data:)/);
      if (page.headers.get('content-type')?.includes('html')) expect(foreign(html), path).toEqual([]);
    }
  });

  it('is in an answer of the API as it was typed, which no browser takes for a page', async () => {
    for (const [path, token] of answers) {
      const answer = await fetch(`${product.url}/api/v1${path}`, {
        headers: { accept: 'text/html', ...(token && { authorization: `Bearer ${token}` }) },
      });
      expect(answer.status, path).toBeLessThan(500);
      expect(answer.headers.get('content-type'), path).toMatch(/^(application\/(problem\+)?json|text\/csv)/);
      expect(answer.headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(answer.headers.get('content-security-policy'), path).toContain("default-src 'none'");
    }
  });
});

describe.skipIf(!chromiumPath)(chromiumPath ? 'in a browser' : `in a browser (${noChromium})`, () => {
  const open = testBrowser();
  /** Pages that are drawn in the browser, and what is there when they are. */
  const DRAWN: [start: string, drawn: string][] = [
    ['/chat', '.said'],
    ['/docs', '.opblock'],
  ];

  /** What went wrong on a page: code that ran, a question it asked elsewhere, and what the policy had to stop. */
  function watch(page: Page): string[] {
    const wrong: string[] = [];
    page.on('dialog', (dialog) => wrong.push(dialog.message()));
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) wrong.push(message.text());
    });
    page.on('request', (request) => {
      const { origin, pathname } = new URL(request.url());
      const isOurs = origin === product.url || /^(data|blob):/.test(request.url());
      if (!isOurs || pathname === '/hit') wrong.push(request.url());
    });
    return wrong;
  }

  it('it does nothing on any page, not even what a policy would have to stop', async () => {
    const page = await open({ httpCredentials: { username: 'admin', password: PASSWORD } });
    const wrong = watch(page);
    for (const path of pages) {
      await page.goto(product.url + path);
      const drawn = DRAWN.find(([start]) => path.startsWith(start))?.[1];
      if (drawn) await page.locator(drawn).first().waitFor();
      expect([path, ...wrong, await page.evaluate('typeof hit')]).toEqual([path, 'undefined']);
    }
  }, 60_000);

  it('it is shown as words in a chat, by who wrote it and by the bot', async () => {
    const page = await open({});
    const wrong = watch(page);
    await page.goto(`${product.url}${pages.find((path) => path.startsWith('/chat?shop='))}`);
    await page.getByText(TAG).first().waitFor();
    await page.locator('#text').fill(TAG);
    await page.keyboard.press('Enter');
    await page.locator('.said.you', { hasText: TAG }).waitFor();
    expect([...wrong, await page.evaluate('typeof hit')]).toEqual(['undefined']);
  });
});
