import { describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.js';
import { testApi } from '../support/api.js';
import { aShopThroughTime } from '../support/shop-through-time.js';

const { services, aSeller, aStore, aProduct, anOrder, tokenOf, itIs, time } = aShopThroughTime();
const api = testApi(services);

type StoreBody = { storeId: string; link: string; openNow: boolean; opensAt: string | null };
const hours = { from: '09:00', to: '21:00', closedDays: [7] };

describe('a store over HTTP', () => {
  it('is read with all that can be set, by its seller', async () => {
    const store = await aStore({ upiVpa: 'asha@okbank' });
    const path = `/stores/${store._id}`;
    expect(await api.get(path, { token: tokenOf(store) })).toMatchObject({
      status: 200,
      body: {
        ...{ storeId: store._id, open: true, closedUntil: null, hours: null, openNow: true, opensAt: null },
        ...{ upiVpa: 'asha@okbank', paymentText: null, pickup: false, formerLinks: [] },
      },
    });
    const { token } = await aSeller();
    expect(await api.get(path, { token })).toMatchObject({ status: 404, body: { code: 'no_store' } });
    expect((await api.get(path)).status).toBe(401);
  });

  it('is changed in everything at once, and changed back', async () => {
    const store = await aStore();
    const token = tokenOf(store);
    const path = `/stores/${store._id}`;
    const body = { hours, pickup: true, paymentText: 'Bank of Jaipur\n1234', name: 'Asha & More' };
    const changed = await api.patch<StoreBody>(path, { token, body });
    expect(changed).toMatchObject({ status: 200, body });
    const undo = `${path}/settings/${changed.headers.get('change-id')}/undo`;
    const before = { hours: null, pickup: false, paymentText: null, name: store.name };
    for (let n = 0; n < 2; n++) expect(await api.post(undo, { token })).toMatchObject({ status: 200, body: before });
    const { token: stranger } = await aSeller();
    expect(await api.post(undo, { token: stranger })).toMatchObject({ status: 404, body: { code: 'no_store' } });
    expect(await api.post(`${path}/settings/store.${newId()}-ABC/undo`, { token })).toMatchObject({
      ...{ status: 404, body: { code: 'no_change' } },
    });
  });

  it('does not take back what is old, or was changed since', async () => {
    const store = await aStore();
    const token = tokenOf(store);
    const path = `/stores/${store._id}`;
    const first = await api.patch(path, { token, body: { pickup: true } });
    const undo = `${path}/settings/${first.headers.get('change-id')}/undo`;
    await api.patch(path, { token, body: { pickup: false } });
    expect(await api.post(undo, { token })).toMatchObject({ status: 409, body: { code: 'undo_overtaken' } });
    const second = await api.patch(path, { token, body: { pickup: true } });
    const started = time.now;
    itIs(new Date(started.getTime() + 601_000).toISOString());
    const late = await api.post(`${path}/settings/${second.headers.get('change-id')}/undo`, { token });
    expect(late).toMatchObject({ status: 409, body: { code: 'undo_too_late' } });
    itIs(started.toISOString());
  });

  it('tells who asks that a link is taken, and which ones are free', async () => {
    const other = await aStore({ name: 'Taken Link' });
    const store = await aStore();
    const refused = await api.patch<{ free: string[] }>(`/stores/${store._id}`, {
      token: tokenOf(store),
      body: { link: other.link },
    });
    expect(refused).toMatchObject({ status: 409, body: { code: 'link_taken' } });
    const [link = ''] = refused.body.free;
    const taken = await api.patch<StoreBody>(`/stores/${store._id}`, { token: tokenOf(store), body: { link } });
    expect(taken.body).toMatchObject({ link, formerLinks: [store.link], url: `http://haat.test/s/${link}` });
  });
});

describe('the old link of a store', () => {
  it('leads to it, and carts begun under it go on', async () => {
    const store = await aStore();
    const pickle = await aProduct({ store });
    const cart = await api.post<{ cartId: string }>('/carts', { body: { storeLink: store.link } });
    const link = `${store.link}-new`;
    await api.patch(`/stores/${store._id}`, { token: tokenOf(store), body: { link } });
    for (const path of ['', '/catalog', '/products']) {
      expect((await api.get(`/storefront/${store.link}${path}`)).status, path).toBe(200);
    }
    expect((await api.get(`/storefront/${store.link}`)).body).toMatchObject({ storeId: store._id, link });
    const body = { productId: pickle._id, qty: 1, storeLink: store.link };
    expect(await api.post(`/carts/${cart.body.cartId}/lines`, { body })).toMatchObject({ body: { storeLink: link } });
  });
});

describe('the hours of a store', () => {
  it('are told to buyers as they pass, also where a catalog was kept', async () => {
    const store = await aStore({ hours });
    const pickle = await aProduct({ store });
    const look = async (etag?: string) => {
      const headers = etag ? { 'if-none-match': etag } : {};
      const catalog = await api.get<{ store: StoreBody }>(`/storefront/${store.link}/catalog`, { headers });
      const face = await api.get<StoreBody>(`/storefront/${store.link}`);
      return { catalog, face: face.body, etag: catalog.headers.get('etag') ?? '' };
    };
    // a Friday, half past nine in India
    const open = await look();
    expect([open.face.openNow, open.catalog.body.store.openNow, open.face.opensAt]).toEqual([true, true, null]);
    expect((await look(open.etag)).catalog.status).toBe(304);

    itIs('2026-11-28T15:30:00Z');
    const closed = await look(open.etag);
    expect(closed.catalog.status).toBe(200);
    const monday = { openNow: false, opensAt: '2026-11-30T03:30:00.000Z' };
    expect([closed.face, closed.catalog.body.store]).toMatchObject([monday, monday]);
    await expect(anOrder([[pickle, 1]])).rejects.toMatchObject({ code: 'store_closed', params: { day: 'Monday' } });

    itIs('2026-11-30T03:30:00Z');
    expect((await look(closed.etag)).catalog.body.store.openNow).toBe(true);
    expect(await anOrder([[pickle, 1]])).toMatchObject({ status: 'placed' });
    itIs('2026-11-27T04:00:00Z');
  });

  it('end for today by one call, and begin again by another', async () => {
    const store = await aStore({ hours });
    const token = tokenOf(store);
    const closed = await api.post<StoreBody>(`/stores/${store._id}/close-today`, { token, key: 'k1' });
    expect(closed.body).toMatchObject({ open: true, openNow: false, opensAt: '2026-11-28T03:30:00.000Z' });
    const opened = await api.post(`/stores/${store._id}/open-again`, { token });
    expect(opened.body).toMatchObject({ openNow: true, closedUntil: null });
    // the first call, come again late, closes nothing
    await api.post(`/stores/${store._id}/close-today`, { token, key: 'k1' });
    expect((await api.get(`/storefront/${store.link}`)).body).toMatchObject({ openNow: true });
    await api.patch(`/stores/${store._id}`, { token, body: { open: false } });
    expect((await api.get(`/storefront/${store.link}`)).body).toMatchObject({ openNow: false, opensAt: null });
    expect((await api.post(`/stores/${store._id}/open-again`, { token })).body).toMatchObject({ openNow: true });
  });
});
