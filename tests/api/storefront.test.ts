import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { testApi } from '../support/api.js';
import { testShop } from '../support/builders.js';

const { services, aStore, aProduct, anOrder, tokenOf } = testShop();
const api = testApi(services);

type Catalog = {
  categories: { id: string; name: string; productCount: number; products: { name: string; available: boolean }[] }[];
};
type Page = { items: { id: string; name: string }[]; nextCursor: string | null };

/** An answer with its bytes as they came over the wire. */
const raw = (path: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; headers: Record<string, unknown>; bytes: Buffer }>((done, fail) => {
    request(api.url(`/api/v1${path}`), { headers }, (res) => {
      const parts: Buffer[] = [];
      res.on('data', (part: Buffer) => parts.push(part));
      res.on('end', () => done({ status: res.statusCode ?? 0, headers: res.headers, bytes: Buffer.concat(parts) }));
    })
      .on('error', fail)
      .end();
  });

describe('a shop', () => {
  it('is found by its link, however that is written', async () => {
    const store = await aStore({ name: 'Ravi Kurtas' });
    const face = {
      ...{ storeId: store._id, name: 'Ravi Kurtas', address: store.address, link: store.link },
      ...{ url: `http://haat.test/s/${store.link}`, currency: 'INR' },
      ...{ openNow: true, opensAt: null, pickup: false },
    };
    for (const link of [store.link, store.link.toUpperCase(), `${store.link}%20`]) {
      expect((await api.get(`/storefront/${link}`)).body, link).toEqual(face);
    }
  });

  it('has its new name and address from the moment the seller changed them', async () => {
    const store = await aStore();
    await aProduct({ store });
    const name = async () => (await api.get<{ name: string }>(`/storefront/${store.link}`)).body.name;
    const inCatalog = async () =>
      (await api.get<{ store: { name: string } }>(`/storefront/${store.link}/catalog`)).body.store.name;
    expect([await name(), await inCatalog()]).toEqual(['Asha Pickles', 'Asha Pickles']);
    await api.patch(`/stores/${store._id}`, { token: tokenOf(store), body: { name: 'Asha & Daughters' } });
    expect([await name(), await inCatalog()]).toEqual(['Asha & Daughters', 'Asha & Daughters']);
  });

  it.each(['no-such-shop', '$ne', '..%2F..', '%00', 'a%0Ab', '%F0%9F%A5%AD', 'a'.repeat(201), '%E2%80%AE'])(
    'is not at %s',
    async (link) => {
      for (const path of ['', '/catalog', '/products']) {
        const nothing = await api.get(`/storefront/${link}${path}`);
        expect(nothing).toMatchObject({
          status: 404,
          body: { code: 'no_shop', detail: 'No shop at this link. Ask the seller for it again.' },
        });
      }
    },
  );
});

describe('a catalog', () => {
  it('has the categories with most products first, what is sold out, and nothing hidden', async () => {
    const store = await aStore();
    await aProduct({ store, name: 'Shirt', category: 'Clothes' });
    await aProduct({ store, name: 'Lime pickle', category: 'Pickles', stock: 0 });
    await aProduct({ store, name: 'Mango pickle', category: 'pickles' });
    await aProduct({ store, name: 'Secret', category: 'Hidden things', hidden: true });
    const { body } = await api.get<Catalog>(`/storefront/${store.link}/catalog`);
    expect(body).toMatchObject({
      store: { storeId: store._id, link: store.link },
      categories: [
        {
          name: 'Pickles',
          productCount: 2,
          products: [
            { name: 'Mango pickle', available: true },
            { name: 'Lime pickle', available: false },
          ],
        },
        { name: 'Clothes', productCount: 1, products: [{ name: 'Shirt' }] },
      ],
    });
  });

  it('of a new shop is empty', async () => {
    const { link } = await aStore();
    expect((await api.get<Catalog>(`/storefront/${link}/catalog`)).body.categories).toEqual([]);
  });

  it('is not sent again to whoever has it, until it changes', async () => {
    const store = await aStore();
    const pickle = await aProduct({ store, stock: 1 });
    const path = `/storefront/${store.link}/catalog`;
    const first = await api.get(path);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/".+"$/);
    expect(first.headers.get('cache-control')).toBe('no-cache');
    const same = await api.get(path, { headers: { 'if-none-match': `"other", ${etag}` } });
    expect([same.status, same.text, same.headers.get('etag')]).toEqual([304, '', etag]);
    await anOrder([[pickle, 1]]);
    services.catalog.forget(store._id);
    const changed = await api.get<Catalog>(path, { headers: { 'if-none-match': etag } });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(etag);
    expect(changed.body.categories[0]?.products[0]?.available).toBe(false);
  });

  it('comes compressed to whoever can read that', async () => {
    const store = await aStore();
    for (let n = 0; n < 20; n++) await aProduct({ store, name: `Pickle ${n}` });
    const path = `/storefront/${store.link}/catalog`;
    const plain = await raw(path);
    const zipped = await raw(path, { 'accept-encoding': 'br, gzip' });
    expect([plain.headers['content-encoding'], zipped.headers['content-encoding']]).toEqual([undefined, 'gzip']);
    expect(gunzipSync(zipped.bytes)).toEqual(plain.bytes);
    expect(Number(zipped.headers['content-length'])).toBe(zipped.bytes.length);
    expect(zipped.bytes.length).toBeLessThan(plain.bytes.length / 2);
    expect([plain.headers.vary, zipped.headers.vary]).toEqual(['Accept-Encoding', 'Accept-Encoding']);
  });
});

describe('the products of a shop', () => {
  it('are read page by page, by category or by words', async () => {
    const store = await aStore();
    for (const name of ['Mango pickle', 'Lime pickle', 'Garlic pickle']) await aProduct({ store, name });
    await aProduct({ store, name: 'Mango papad', category: 'Papad' });
    const find = async (query: string) => (await api.get<Page>(`/storefront/${store.link}/products${query}`)).body;
    const names = ({ items }: Page) => items.map(({ name }) => name);
    expect(names(await find(''))).toEqual(['Mango papad', 'Garlic pickle', 'Lime pickle', 'Mango pickle']);
    expect(names(await find('?category=PICKLES'))).toEqual(['Garlic pickle', 'Lime pickle', 'Mango pickle']);
    expect(names(await find('?q=mango'))).toEqual(['Mango papad', 'Mango pickle']);
    expect(names(await find('?q=mango%20pick&category=Pickles'))).toEqual(['Mango pickle']);
    expect(names(await find('?category=Shoes'))).toEqual([]);
    const first = await find('?limit=3');
    const second = await find(`?limit=3&cursor=${first.nextCursor}`);
    expect([...names(first), ...names(second)]).toHaveLength(4);
    expect(second.nextCursor).toBeNull();
    const { body } = await api.get<Catalog>(`/storefront/${store.link}/catalog`);
    expect(names(await find(`?category=${body.categories[1]?.id}`))).toEqual(['Mango papad']);
  });

  it.each([
    'q=%00',
    'category=%00',
    'category=',
    'cursor=%00',
    'cursor=abc',
    'q=a&q=b',
    'category[$ne]=1',
    'limit=0',
    'sort=price',
    `q=${'a'.repeat(201)}`,
  ])('are not read with %s', async (query) => {
    const { link } = await aStore();
    expect(await api.get(`/storefront/${link}/products?${query}`)).toMatchObject({ status: 422 });
  });
});
