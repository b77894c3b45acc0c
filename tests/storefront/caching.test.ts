import { describe, expect, it } from 'vitest';
import { buildersOf } from '../orders/builders.js';
import { testServices } from '../support/services.js';
import { aStorefront } from './a-storefront.js';

const services = testServices();
const { aStore, aProduct } = buildersOf(services);

const styleOf = (page: string): string => page.match(/<link rel="stylesheet" href="([^"]*)"\/>/)?.[1] ?? '';

describe('a shop that was opened before', () => {
  it('is not sent again while nothing in it changed, and is when something did', async () => {
    const { open } = await aStorefront(services);
    const store = await aStore();
    const pickle = await aProduct(store);
    const first = await open(`/s/${store.link}`);
    const etag = first.headers.get('etag') ?? '';
    expect(first.headers.get('cache-control')).toBe('no-cache');
    expect(first.headers.get('vary')).toContain('Accept-Language');

    const again = await open(`/s/${store.link}`, { 'if-none-match': etag });
    expect([again.status, again.page, again.headers.get('etag')]).toEqual([304, '', etag]);

    await services.products.change(store, pickle._id, { salePrice: 9_900 });
    services.catalog.forget(store._id);
    const changed = await open(`/s/${store.link}`, { 'if-none-match': etag });
    expect(changed.status).toBe(200);
    expect(changed.page).toContain('₹99');
  });

  it('is another page for another search and another language', async () => {
    const texts = { t: () => (key: string) => key, languages: ['en', 'hi'] };
    const { open } = await aStorefront(services, { texts });
    const { link } = await aStore();
    const etags = [];
    for (const query of ['', '?q=a', '?q=b', '?unknown=1'])
      etags.push((await open(`/s/${link}${query}`)).headers.get('etag'));
    etags.push((await open(`/s/${link}`, { 'accept-language': 'hi' })).headers.get('etag'));
    const [shop, , , unknown] = etags;
    expect(unknown).toBe(shop);
    expect(new Set(etags).size).toBe(4);
  });

  it('is sent without its body to who asks for the head alone', async () => {
    const { url } = await aStorefront(services);
    const { link } = await aStore();
    const head = await fetch(`${url}/s/${link}`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('etag')).toMatch(/^W\/"/);
  });
});

describe('what a page is made of', () => {
  it('comes compressed only to who can read that', async () => {
    const { open } = await aStorefront(services);
    const store = await aStore();
    await aProduct(store);
    // the page itself, and the style sheet that it names
    for (const find of [() => `/s/${store.link}`, (page: string) => styleOf(page)]) {
      const path = find((await open(`/s/${store.link}`)).page);
      const bare = await open(path, { 'accept-encoding': 'identity' });
      expect(bare.headers.get('content-encoding')).toBeNull();
      for (const [accepted, encoding] of [
        ['gzip, deflate', 'gzip'],
        // as Chrome and Firefox say it
        ['gzip, deflate, br, zstd', 'br'],
        ['gzip, br;q=0', 'gzip'],
      ] as const) {
        const packed = await open(path, { 'accept-encoding': accepted });
        expect(packed.headers.get('content-encoding')).toBe(encoding);
        expect(packed.headers.get('vary')).toContain('Accept-Encoding');
        expect(packed.page).toBe(bare.page);
      }
    }
  });

  it('is kept by browsers for good under the name of its version, and only under that', async () => {
    const { open } = await aStorefront(services);
    const { page } = await open(`/s/${(await aStore()).link}`);
    const address = styleOf(page);
    const style = await open(address, { 'accept-encoding': 'identity' });
    expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(style.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    // nothing in it is loaded from anywhere
    expect(style.page).not.toMatch(/url\(|@import/);
    const old = await open(address.replace(/[0-9a-f]{12}/, 'before'));
    expect([old.status, old.headers.get('cache-control')]).toEqual([200, 'no-cache']);
    for (const file of ['nothing.css', '..%2Fassets.ts', 'constructor']) {
      expect((await open(`/s/assets/before/${file}`)).status).toBe(404);
    }
  });
});
