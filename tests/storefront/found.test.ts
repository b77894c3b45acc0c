import { describe, expect, it } from 'vitest';
import { buildersOf } from '../orders/builders.js';
import { testServices } from '../support/services.js';
import { aStorefront, PUBLIC_URL } from './a-storefront.js';

const services = testServices();
const { aStore, aProduct } = buildersOf(services);

const dataOf = (page: string) =>
  JSON.parse(/<script type="application\/ld\+json">([^<]*)<\/script>/.exec(page)?.[1] ?? 'null');

describe('what a search engine reads', () => {
  it('is the shop with its offers, in its currency', async () => {
    const store = await aStore();
    const mango = await aProduct(store, { salePrice: 14_950 });
    await aProduct(store, { name: 'Sold pickle', stock: 0 });
    const { open } = await aStorefront(services);
    const data = dataOf((await open(`/s/${store.link}`)).page);
    expect(data).toMatchObject({ '@type': 'Store', name: 'Asha Pickles', url: `${PUBLIC_URL}/s/${store.link}` });
    expect(data.makesOffer).toMatchObject([
      { availability: 'https://schema.org/OutOfStock' },
      { price: '149.50', priceCurrency: 'INR', url: `${PUBLIC_URL}/s/${store.link}/p/${mango._id}` },
    ]);
  });

  it('is one product on its page, whatever its seller typed', async () => {
    const store = await aStore();
    const name = '</script><script>alert("1")</script>';
    const { _id } = await aProduct(store, { name, description: 'Hot & sour', category: 'Achar' });
    const { open } = await aStorefront(services);
    const { page } = await open(`/s/${store.link}/p/${_id}`);
    expect(dataOf(page)).toMatchObject({ '@type': 'Product', name, description: 'Hot & sour', category: 'Achar' });
    expect(page).not.toContain('<script>alert');
  });

  it('is a map of the pages that everybody may see', async () => {
    const store = await aStore();
    const mango = await aProduct(store);
    const hidden = await aProduct(store, { name: 'Not yet' });
    await services.products.change(store, hidden._id, { hidden: true });
    services.catalog.forget(store._id);
    const { open } = await aStorefront(services);
    const { page, headers } = await open(`/s/${store.link}/sitemap.xml`);
    expect(headers.get('content-type')).toContain('application/xml');
    const urls = [...page.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, url]) => url);
    expect(urls).toEqual([
      `${PUBLIC_URL}/s/${store.link}`,
      `${PUBLIC_URL}/s/${store.link}?category=${mango.categoryId}`,
      `${PUBLIC_URL}/s/${store.link}/p/${mango._id}`,
    ]);
    const again = await open(`/s/${store.link}/sitemap.xml`, { 'if-none-match': headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
    expect((await open('/s/no-such-shop/sitemap.xml')).status).toBe(404);
  });
});
