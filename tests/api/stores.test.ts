import { describe, expect, it } from 'vitest';
import { testApi } from '../support/api.js';
import { testShop } from '../support/builders.js';

const { services, aSeller, aStore, tokenOf } = testShop();
const api = testApi(services);

type StoreBody = { storeId: string; link: string; url: string; name: string };

describe('a new store', () => {
  it('is open at once under a link of its own', async () => {
    const { token } = await aSeller();
    const made = await api.post<StoreBody>('/stores', {
      token,
      body: { name: 'आशा अचार', address: 'Malviya Nagar, Jaipur' },
    });
    expect(made.status).toBe(201);
    const { storeId, link } = made.body;
    expect(link).toMatch(/^[a-z0-9-]{3,40}$/);
    expect(made.body).toEqual({
      ...{ storeId, link, url: `http://haat.test/s/${link}` },
      ...{ name: 'आशा अचार', address: 'Malviya Nagar, Jaipur', currency: 'INR' },
    });
    expect(await api.get(`/storefront/${link}`)).toMatchObject({ status: 200, body: { storeId } });
  });

  it('may have another currency', async () => {
    const { token } = await aSeller();
    const body = { name: 'Kuwait Dates', address: 'Salmiya', currency: 'KWD' };
    expect(await api.post('/stores', { token, body })).toMatchObject({ status: 201, body: { currency: 'KWD' } });
  });

  it('is one, however often the same key asks at once', async () => {
    const { token } = await aSeller();
    const body = { name: 'Twice', address: 'Pune' };
    const all = await Promise.all(
      Array.from({ length: 10 }, () => api.post<StoreBody>('/stores', { token, body, key: 'k1' })),
    );
    expect(new Set(all.map(({ body: made }) => made.storeId)).size).toBe(1);
    expect((await api.get<{ items: unknown[] }>('/stores', { token })).body.items).toHaveLength(1);
    const otherBody = { ...body, name: 'Thrice' };
    expect(await api.post('/stores', { token, body: otherBody, key: 'k1' })).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
    const somebody = await aSeller();
    expect((await api.post('/stores', { token: somebody.token, body: otherBody, key: 'k1' })).status).toBe(201);
  });

  it.each([
    ['no name', { address: 'Pune' }, ['name']],
    ['an empty name', { name: ' ', address: 'Pune' }, ['name']],
    ['a name that nobody sees', { name: '\u200b\u2060', address: 'Pune' }, ['name']],
    ['a name of 100 kB', { name: 'अ'.repeat(30_000), address: 'Pune' }, ['name']],
    ['a currency that is none', { name: 'A', address: 'B', currency: 'XYZW' }, ['currency']],
    ['a field of its own', { name: 'A', address: 'B', link: 'mine' }, ['link']],
    ['two wrong fields', { name: 7, address: null }, ['name', 'address']],
  ])('is refused with %s', async (_what, body, paths) => {
    const { token } = await aSeller();
    const refused = await api.post<{ errors: { path: string }[] }>('/stores', { token, body });
    expect(refused).toMatchObject({ status: 422, body: { code: 'bad_request' } });
    expect([...new Set(refused.body.errors.map(({ path }) => path))]).toEqual(paths);
    expect((await api.get('/stores', { token })).body).toEqual({ items: [], nextCursor: null });
  });

  it('is for sellers', async () => {
    expect((await api.post('/stores', { body: { name: 'A', address: 'B' } })).status).toBe(401);
  });
});

describe('the stores of a seller', () => {
  it('are listed page by page, with all that can be set', async () => {
    const seller = await aSeller();
    for (const name of ['One', 'Two', 'Three']) await aStore({ seller, name });
    await aStore({ name: 'of somebody else' });
    const names: string[] = [];
    let path = '/stores?limit=2';
    for (let pages = 0; path && pages < 5; pages++) {
      const { body } = await api.get<{ items: StoreBody[]; nextCursor: string | null }>(path, { token: seller.token });
      names.push(...body.items.map(({ name }) => name));
      path = body.nextCursor ? `/stores?limit=2&cursor=${body.nextCursor}` : '';
    }
    expect(names).toEqual(['One', 'Two', 'Three']);
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=-1',
    'limit=1.5',
    'limit=abc',
    'limit=',
    'limit=1&limit=2',
    'cursor=',
    'page=2',
  ])('are not listed with %s', async (query) => {
    const { token } = await aSeller();
    expect(await api.get(`/stores?${query}`, { token })).toMatchObject({ status: 422, body: { code: 'bad_request' } });
  });

  it('are not listed from a cursor that no page gave out', async () => {
    const { token } = await aSeller();
    expect(await api.get('/stores?cursor=nonsense', { token })).toMatchObject({
      status: 422,
      body: { code: 'bad_cursor' },
    });
  });
});

describe('a change of a store', () => {
  it('changes what is named, clears what is null, and leaves the link', async () => {
    const store = await aStore({ minOrder: 10_000, upiVpa: 'asha@okbank' });
    const token = tokenOf(store);
    const body = {
      name: 'Asha & Daughters',
      open: false,
      deliveryCharge: 4000,
      freeAbove: 50_000,
      minOrder: null,
      language: 'hi',
      timeZone: 'Asia/Kolkata',
    };
    const changed = await api.patch(`/stores/${store._id}`, { token, body });
    expect(changed).toMatchObject({
      status: 200,
      body: {
        ...body,
        link: store.link,
        address: store.address,
        upiVpa: 'asha@okbank',
        currency: 'INR',
        country: 'IN',
      },
    });
    expect((await api.get<{ items: unknown[] }>('/stores', { token })).body.items).toEqual([changed.body]);
  });

  it('may be nothing at all', async () => {
    const store = await aStore();
    expect((await api.patch(`/stores/${store._id}`, { token: tokenOf(store), body: {} })).status).toBe(200);
  });

  it.each([
    [{ name: null }, 'name'],
    [{ address: '' }, 'address'],
    [{ currency: 'USDollar' }, 'currency'],
    [{ link: 'no link' }, 'link'],
    [{ hours: { from: '9', to: '21:00' } }, 'hours.from'],
    [{ closedUntil: 'tomorrow' }, 'closedUntil'],
    [{ paymentText: 'x'.repeat(301) }, 'paymentText'],
    [{ deliveryCharge: -1 }, 'deliveryCharge'],
    [{ deliveryCharge: 1.5 }, 'deliveryCharge'],
    [{ minOrder: 1e12 }, 'minOrder'],
    [{ freeAbove: '500' }, 'freeAbove'],
    [{ upiVpa: 'no vpa' }, 'upiVpa'],
    [{ open: 'yes' }, 'open'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ language: 'no language at all' }, 'language'],
    [{ accountId: 'x' }, 'accountId'],
  ])('is refused: %j', async (body, path) => {
    const store = await aStore();
    const refused = await api.patch(`/stores/${store._id}`, { token: tokenOf(store), body });
    expect(refused).toMatchObject({
      status: 422,
      body: { errors: expect.arrayContaining([expect.objectContaining({ path })]) },
    });
  });

  it('of a store that is not there is 404', async () => {
    const { token } = await aSeller();
    for (const id of ['0'.repeat(24), 'x', '$ne', '../x', 'A'.repeat(24)]) {
      const path = `/stores/${encodeURIComponent(id)}`;
      expect(await api.patch(path, { token, body: {} }), id).toMatchObject({ status: 404 });
    }
  });
});
