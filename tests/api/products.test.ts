import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { testApi } from '../support/api.js';
import { testShop } from '../support/builders.js';

const { services, aSeller, aStore, tokenOf, aProduct } = testShop();
const api = testApi(services);

type Image = { url: string; thumbnail: string };
type ProductBody = { id: string; name: string; stock: number | null; image: Image | null };

const pickle = { name: 'Mango pickle 500 g', mrp: 19900, salePrice: 14900, category: 'Pickles' };
const aPhoto = (width = 800, height = 600) =>
  sharp({ create: { width, height, channels: 3, background: '#0a6b4b' } })
    .jpeg()
    .toBuffer();

async function aForm(fields: Record<string, string>, photo?: Buffer | string): Promise<FormData> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  if (photo !== undefined) form.append('image', new Blob([Buffer.from(photo)]), 'photo.jpg');
  return form;
}
const texts = { name: 'Mango pickle', mrp: '19900', salePrice: '14900', category: 'Pickles' };

/** A store and calls on its products. */
async function aShelf() {
  const store = await aStore();
  const token = tokenOf(store);
  const add = (body: unknown, key?: string) =>
    api.post<ProductBody>(`/stores/${store._id}/products`, { token, body, ...(key && { key }) });
  const list = async () =>
    (await api.get<{ items: ProductBody[] }>(`/stores/${store._id}/products`, { token })).body.items;
  return { store, token, add, list };
}

describe('a new product', () => {
  it('is for sale at once', async () => {
    const { store, token, add } = await aShelf();
    const added = await add({ ...pickle, description: 'Sun-dried.\nNo vinegar.', stock: 12 });
    expect(added.status).toBe(201);
    const { id } = added.body;
    expect(added.body).toEqual({
      ...pickle,
      ...{ id, storeId: store._id, description: 'Sun-dried.\nNo vinegar.', stock: 12, image: null, hidden: false },
    });
    expect((await api.get(`/products/${id}`, { token })).body).toEqual(added.body);
    const { body } = await api.get(`/storefront/${store.link}/catalog`);
    expect(body).toMatchObject({ categories: [{ name: 'Pickles', products: [{ id, available: true }] }] });
  });

  it('comes with a photo, which two addresses show, and which is an upright WebP without what the camera wrote', async () => {
    const { add } = await aShelf();
    const sideways = await sharp(await aPhoto(1600, 1200))
      .withExif({ IFD3: { GPSLatitude: '26/1 55/1 0/1', GPSLatitudeRef: 'N' } })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const added = await add(await aForm({ ...texts, stock: '3' }, sideways));
    expect(added).toMatchObject({ status: 201, body: { ...pickle, name: 'Mango pickle', stock: 3 } });
    const { url = '', thumbnail = '' } = added.body.image ?? {};
    const seen = await Promise.all(
      [url, thumbnail].map(async (address) => {
        expect(address).toMatch(/^http:\/\/haat\.test\/media\/p\/[0-9a-f]{64}-(1080|320)\.webp$/);
        const got = await fetch(api.url(new URL(address).pathname));
        return sharp(Buffer.from(await got.arrayBuffer())).metadata();
      }),
    );
    expect(seen.map(({ format, width, height, exif }) => [format, width, height, exif])).toEqual([
      ['webp', 810, 1080, undefined],
      ['webp', 240, 320, undefined],
    ]);
  });

  it('is unlimited without a stock, also in a form that leaves it empty', async () => {
    const { add } = await aShelf();
    for (const body of [
      pickle,
      { ...pickle, stock: null },
      await aForm(texts),
      await aForm({ ...texts, stock: '', image: '' }),
    ]) {
      expect(await add(body)).toMatchObject({ status: 201, body: { stock: null, image: null } });
    }
  });

  it('is one for 25 equal keys at once', async () => {
    const { add, list } = await aShelf();
    const all = await Promise.all(Array.from({ length: 25 }, () => add(pickle, 'k')));
    expect(new Set(all.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect(await list()).toHaveLength(1);
    expect(await add({ ...pickle, salePrice: 1 }, 'k')).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
  });

  it('is another one when the photo is another one', async () => {
    const { add } = await aShelf();
    expect((await add(await aForm(texts, await aPhoto(10, 10)), 'k')).status).toBe(201);
    expect((await add(await aForm(texts, await aPhoto(10, 10)), 'k')).status).toBe(201);
    expect(await add(await aForm(texts, await aPhoto(20, 10)), 'k')).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
  });

  it.each([
    [{ ...pickle, salePrice: 0 }, 'salePrice', 'bad_request'],
    [{ ...pickle, salePrice: -5 }, 'salePrice', 'bad_request'],
    [{ ...pickle, salePrice: 149.5 }, 'salePrice', 'bad_request'],
    [{ ...pickle, salePrice: '14900' }, 'salePrice', 'bad_request'],
    [{ ...pickle, mrp: 10 ** 11 + 1 }, 'mrp', 'bad_request'],
    [{ ...pickle, salePrice: 20000 }, 'salePrice', 'price_above_mrp'],
    [{ ...pickle, name: '' }, 'name', 'bad_request'],
    [{ ...pickle, name: 'x'.repeat(121) }, 'name', 'bad_request'],
    [{ ...pickle, name: { $gt: '' } }, 'name', 'bad_request'],
    [{ ...pickle, category: '' }, 'category', 'bad_request'],
    [{ ...pickle, stock: -1 }, 'stock', 'bad_request'],
    [{ ...pickle, stock: 1.5 }, 'stock', 'bad_request'],
    [{ ...pickle, hidden: true }, 'hidden', 'bad_request'],
    [{ ...pickle, image: 'http://elsewhere.example/a.jpg' }, 'image', 'bad_request'],
    [{ name: 'A' }, 'mrp', 'bad_request'],
  ])('is refused: %j', async (body, path, code) => {
    const { add, list } = await aShelf();
    expect(await add(body)).toMatchObject({
      status: 422,
      body: { code, errors: expect.arrayContaining([expect.objectContaining({ path })]) },
    });
    expect(await list()).toEqual([]);
  });

  it.each([
    ['text', Buffer.from('not a photo, whatever its name says'), 415, 'photo_unreadable'],
    ['nothing', Buffer.alloc(0), 415, 'photo_unreadable'],
    ['a program', Buffer.from('MZ\x90\x00'.repeat(100)), 415, 'photo_unreadable'],
    [
      'a drawing that could carry code',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
      415,
      'photo_unreadable',
    ],
    ['half a photo', 'half', 422, 'photo_unreadable'],
    ['16 MB', Buffer.alloc(16 * 1024 * 1024, 1), 413, 'photo_too_big'],
  ])('is refused with %s in place of a photo, and nothing is kept', async (_what, bytes, status, code) => {
    const { add, list } = await aShelf();
    const photo = bytes === 'half' ? (await aPhoto()).subarray(0, 300) : bytes;
    expect(await add(await aForm(texts, photo))).toMatchObject({ status, body: { code } });
    expect(await list()).toEqual([]);
  });

  it.each([
    ['a price as on screen', { ...texts, salePrice: '149.00' }, 'salePrice'],
    ['a price in words', { ...texts, mrp: 'cheap' }, 'mrp'],
    ['half a stock', { ...texts, stock: '1.5' }, 'stock'],
    ['a field that is none', { ...texts, hidden: 'true' }, 'hidden'],
    ['an address in place of a photo', { ...texts, image: 'http://elsewhere.example' }, 'image'],
  ])('is refused in a form with %s', async (_what, fields, path) => {
    const { add } = await aShelf();
    expect(await add(await aForm(fields))).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  });
});

describe('a change of a product', () => {
  const change = async (given: Parameters<typeof aProduct>[0], body: unknown) => {
    const store = await aStore();
    const product = await aProduct({ store, ...given });
    return {
      store,
      product,
      changed: await api.patch<ProductBody>(`/products/${product._id}`, { token: tokenOf(store), body }),
    };
  };

  it('changes what is named and leaves the rest', async () => {
    const { product, changed } = await change(
      { stock: 5, description: 'Hot' },
      { salePrice: 12900, category: ' SWEETS ' },
    );
    expect(changed).toMatchObject({
      status: 200,
      body: {
        id: product._id,
        name: 'Mango pickle',
        salePrice: 12900,
        mrp: 19900,
        category: 'SWEETS',
        stock: 5,
        description: 'Hot',
      },
    });
  });

  it('clears with null, and in a form with an empty text', async () => {
    const cleared = { status: 200, body: { stock: null, description: '' } };
    expect((await change({ stock: 5, description: 'Hot' }, { stock: null, description: null })).changed).toMatchObject(
      cleared,
    );
    const form = await aForm({ stock: '', description: '' });
    expect((await change({ stock: 5, description: 'Hot' }, form)).changed).toMatchObject(cleared);
  });

  it('puts a photo on it, leaves it, and takes it away', async () => {
    const { store, product, changed } = await change({}, await aForm({}, await aPhoto()));
    const patch = (body: unknown) =>
      api.patch<ProductBody>(`/products/${product._id}`, { token: tokenOf(store), body });
    expect(changed.body.image).not.toBeNull();
    expect((await patch({ name: 'Other' })).body.image).toEqual(changed.body.image);
    expect((await patch(await aForm({ image: '' }))).body.image).toBeNull();
    await patch(await aForm({}, await aPhoto()));
    expect((await patch({ image: null })).body.image).toBeNull();
  });

  it('hides it from buyers, and shows it again', async () => {
    const { store, product, changed } = await change({}, { hidden: true });
    expect(changed.body).toMatchObject({ hidden: true });
    const offers = async () => (await api.get<{ items: unknown[] }>(`/storefront/${store.link}/products`)).body.items;
    expect(await offers()).toEqual([]);
    await api.patch(`/products/${product._id}`, { token: tokenOf(store), body: await aForm({ hidden: 'false' }) });
    expect(await offers()).toHaveLength(1);
  });

  it('holds the rules for the product as it is then', async () => {
    expect((await change({}, { mrp: 10000 })).changed).toMatchObject({
      status: 422,
      body: { code: 'price_above_mrp' },
    });
    expect((await change({}, { mrp: 10000, salePrice: 10000 })).changed.status).toBe(200);
  });

  it.each([
    [{ name: null }],
    [{ salePrice: null }],
    [{ storeId: 'x' }],
    [{ deleted: true }],
    [{ stock: '5' }],
    [{ hidden: 1 }],
    [[]],
  ])('is refused: %j', async (body) => {
    expect((await change({}, body)).changed).toMatchObject({ status: 422, body: { code: 'bad_request' } });
  });
});

describe('a product that was deleted', () => {
  it('is gone for good, and deleting it again with the same key is no fault', async () => {
    const store = await aStore();
    const { _id } = await aProduct({ store });
    const token = tokenOf(store);
    expect(await api.del(`/products/${_id}`, { token, key: 'k' })).toMatchObject({ status: 204, text: '' });
    expect((await api.del(`/products/${_id}`, { token, key: 'k' })).status).toBe(204);
    for (const again of [await api.get(`/products/${_id}`, { token }), await api.del(`/products/${_id}`, { token })]) {
      expect(again).toMatchObject({ status: 404, body: { code: 'no_product' } });
    }
    expect((await api.get(`/stores/${store._id}/products`, { token })).body).toEqual({ items: [], nextCursor: null });
  });
});

describe("a seller's list", () => {
  it('has every product once, the newest first, hidden ones too, and finds by words', async () => {
    const store = await aStore();
    const token = tokenOf(store);
    const names = ['Mango pickle', 'Lime pickle', 'Papad', 'Chutney', 'Hidden pickle'];
    for (const name of names) await aProduct({ store, name, hidden: name.startsWith('Hidden'), category: 'Food' });
    const seen: string[] = [];
    let query = '?limit=2';
    for (let pages = 0; query && pages < 9; pages++) {
      const { body } = await api.get<{ items: ProductBody[]; nextCursor: string | null }>(
        `/stores/${store._id}/products${query}`,
        { token },
      );
      seen.push(...body.items.map(({ name }) => name));
      query = body.nextCursor ? `?limit=2&cursor=${body.nextCursor}` : '';
    }
    expect(seen).toEqual(names.toReversed());
    const found = await api.get<{ items: ProductBody[] }>(`/stores/${store._id}/products?q=PICKLE`, { token });
    expect(found.body.items.map(({ name }) => name)).toEqual(['Hidden pickle', 'Lime pickle', 'Mango pickle']);
  });

  it.each(['q=a&q=b', 'q[$regex]=.*', 'cursor=x', 'limit=1000', `q=${'a'.repeat(201)}`])(
    'is refused with %s',
    async (query) => {
      const store = await aStore();
      expect((await api.get(`/stores/${store._id}/products?${query}`, { token: tokenOf(store) })).status).toBe(422);
    },
  );

  it('takes any words without harm', async () => {
    const store = await aStore();
    const token = tokenOf(store);
    for (const q of ['.*', '(', '\\', '$where', '%00', '[', 'ا‮', '🥭', "'; return true; '"]) {
      const found = await api.get(`/stores/${store._id}/products?q=${encodeURIComponent(q)}`, { token });
      expect([q, found.body]).toEqual([q, { items: [], nextCursor: null }]);
    }
  });

  it('is nobody else’s', async () => {
    const store = await aStore();
    const { token } = await aSeller();
    expect(await api.get(`/stores/${store._id}/products`, { token })).toMatchObject({
      status: 404,
      body: { code: 'no_store' },
    });
  });
});
