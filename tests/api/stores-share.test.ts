import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { testApi } from '../support/api.js';
import { testShop } from '../support/builders.js';
import { readQr } from '../support/read-qr.js';

const { services, aSeller, aStore, tokenOf, aCustomer } = testShop();
const api = testApi(services);

/** A picture as a client gets it. */
async function picture(path: string, token: string, headers: Record<string, string> = {}) {
  const { status, headers: got } = await api.get(path, { token, headers });
  const answer = await fetch(api.url(`/api/v1${path}`), { headers: { authorization: `Bearer ${token}`, ...headers } });
  return {
    status,
    type: got.get('content-type'),
    etag: got.get('etag') ?? '',
    bytes: Buffer.from(await answer.arrayBuffer()),
  };
}

type Share = { url: string; card: string; qr: string; poster: string };

describe('sharing a store', () => {
  it('gives link, text and where the pictures are, which are there', async () => {
    const store = await aStore();
    const token = tokenOf(store);
    const url = services.stores.url(store);
    const { status, body } = await api.get<Share>(`/stores/${store._id}/share`, { token });
    expect(status).toBe(200);
    expect(body).toEqual({
      ...{ link: store.link, url, text: `Asha Pickles is open. See what I sell and order here: ${url}` },
      ...{ card: `/api/v1/stores/${store._id}/card.png`, qr: `/api/v1/stores/${store._id}/qr.png` },
      poster: `/api/v1/stores/${store._id}/poster.png`,
    });
    for (const path of [body.card, body.qr, body.poster]) {
      const answer = await fetch(api.url(path), { headers: { authorization: `Bearer ${token}` } });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
      await answer.arrayBuffer();
    }
  });

  it.each([
    ['card', 1080, 1920, 1080],
    ['qr', 900, 900, 900],
    ['poster', 2480, 3508, 620],
  ])('draws the %s, whose QR opens the store', async (name, width, height, seenAt) => {
    const store = await aStore();
    const { status, type, bytes } = await picture(`/stores/${store._id}/${name}.png`, tokenOf(store));
    expect({ status, type }).toEqual({ status: 200, type: 'image/png' });
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width, height });
    expect(await readQr(bytes, seenAt)).toBe(services.stores.url(store));
  });

  it('tells who has the picture that it is the same, until the shop is called something else', async () => {
    const store = await aStore();
    const path = `/stores/${store._id}/card.png`;
    const { etag } = await picture(path, tokenOf(store));
    expect(await picture(path, tokenOf(store), { 'if-none-match': etag })).toMatchObject({ status: 304, etag });
    await services.stores.update(store.accountId, store._id, { name: 'Asha & Sons' });
    expect(await picture(path, tokenOf(store), { 'if-none-match': etag })).toMatchObject({ status: 200 });
  });

  it.each(['share', 'card.png', 'qr.png', 'poster.png', 'report', 'chart.png'])(
    "is for the store's seller alone: %s",
    async (what) => {
      const store = await aStore();
      const path = `/stores/${store._id}/${what}`;
      expect(await api.get(path)).toMatchObject({ status: 401 });
      expect(await api.get(path, { token: (await aCustomer()).token })).toMatchObject({ status: 403 });
      const other = await aSeller();
      expect(await api.get(path, { token: other.token })).toMatchObject({ status: 404, body: { code: 'no_store' } });
      const nowhere = `/stores/nothing/${what}`;
      expect(await api.get(nowhere, { token: other.token })).toMatchObject({ status: 404, body: { code: 'no_store' } });
      expect(await api.post(path, { token: other.token, body: {} })).toMatchObject({ status: 405 });
    },
  );
});
