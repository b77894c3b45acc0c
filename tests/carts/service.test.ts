import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCarts } from '../../src/carts/service.js';
import { createCatalog } from '../../src/catalog/catalog.js';
import { newId, newSecretId } from '../../src/platform/ids.js';
import { makeIndexes } from '../../src/platform/mongo.js';
import type { Store } from '../../src/stores/model.js';
import { aMarket, mediaUrl } from '../catalog/shop.js';
import { testClock } from '../support/clock.js';
import { testDb, testRedis } from '../support/db.js';

const db = testDb();
const redis = testRedis();
const clock = testClock();
const market = aMarket(db, { clock, announce: (storeId) => catalog.forget(storeId) });
const { products, stores, aStore, aProduct } = market;
const catalog = createCatalog({ db, clock, stores, mediaUrl, cacheBytes: 1024 * 1024 });
const carts = createCarts({ redis, products, catalog, clock, mediaUrl });
const DAY = 86_400;

let asha: Store;
beforeAll(() => makeIndexes(db));
beforeEach(async () => {
  asha = await aStore();
});

const of = ({ _id }: { _id: string }, qty: number, store = asha) => ({ productId: _id, qty, storeLink: store.link });
const aCart = async () => (await carts.create(asha.link)).cartId;
const pieces = async (cartId: string) => (await carts.read(cartId)).lines.map(({ name, qty }) => [name, qty]);

describe('a new cart', () => {
  it('is empty, of one store, and nobody can guess its id', async () => {
    const cart = await carts.create(asha.link);
    expect(cart).toEqual({
      cartId: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/),
      storeLink: asha.link,
      version: 0,
      lines: [],
      subtotal: 0,
      delivery: 0,
      total: 0,
      currency: 'INR',
      expiresAt: new Date(clock.now().getTime() + 30 * DAY * 1000).toISOString(),
    });
    expect(await carts.read(cart.cartId)).toEqual(cart);
  });

  it('of a link that leads nowhere is refused', async () => {
    await expect(carts.create('nobody')).rejects.toMatchObject({ code: 'no_shop', status: 404 });
  });

  it('asked for twice with one key is the same, also when both come at once', async () => {
    const ask = () => carts.create(asha.link, { key: 'k', hash: 'h' }, '10.0.0.1');
    const all = await Promise.all([ask(), ask(), ask()]);
    expect(new Set([...all, await ask()].map(({ cartId }) => cartId)).size).toBe(1);
  });

  it('is not given to a stranger who uses the same key', async () => {
    const once = { key: '1' };
    const mine = await carts.create(asha.link, once, 'me');
    const ids = [mine, await carts.create(asha.link, once, 'you'), await carts.create(asha.link, once)];
    expect(new Set(ids.map(({ cartId }) => cartId)).size).toBe(3);
  });

  it('of another store with the same key is refused', async () => {
    await carts.create(asha.link, { key: 'two' }, 'me');
    const other = carts.create((await aStore('Ravi')).link, { key: 'two' }, 'me');
    await expect(other).rejects.toMatchObject({ code: 'idempotency_key_reused', status: 422 });
  });
});

describe('adding', () => {
  it('puts a product in, adds to what is there, and counts the version up', async () => {
    const [mango, lime] = [await aProduct(asha), await aProduct(asha, { name: 'Lime pickle', salePrice: 100 })];
    const cartId = await aCart();
    await carts.add(cartId, of(mango, 2));
    await carts.add(cartId, of(lime, 1));
    const cart = await carts.add(cartId, of(mango, 3));
    expect(cart).toMatchObject({ version: 3, subtotal: 5 * 14_900 + 100, total: 5 * 14_900 + 100 });
    expect(await pieces(cartId)).toEqual([
      ['Mango pickle', 5],
      ['Lime pickle', 1],
    ]);
  });

  it('loses nothing when 30 people add at once', async () => {
    const [mango, lime] = [await aProduct(asha), await aProduct(asha, { name: 'Lime pickle' })];
    const cartId = await aCart();
    await Promise.all(Array.from({ length: 30 }, (_, n) => carts.add(cartId, of(n % 2 ? mango : lime, 1))));
    expect(await carts.read(cartId)).toMatchObject({ version: 30 });
    expect((await pieces(cartId)).map(([, qty]) => qty)).toEqual([15, 15]);
  });

  it('asked twice with one key adds once, and gives the cart as it now is', async () => {
    const mango = await aProduct(asha);
    const cartId = await aCart();
    const once = { key: 'contact.7', hash: 'h' };
    await Promise.all([carts.add(cartId, of(mango, 2), once), carts.add(cartId, of(mango, 2), once)]);
    await carts.add(cartId, of(mango, 1));
    await products.change(asha, mango._id, { hidden: true });
    expect(await carts.add(cartId, of(mango, 2), once)).toMatchObject({ version: 2, lines: [{ qty: 3 }] });
    const reused = carts.add(cartId, of(mango, 9), { key: 'contact.7', hash: 'other' });
    await expect(reused).rejects.toMatchObject({ code: 'idempotency_key_reused', status: 422 });
  });

  it('knows the last 50 keys', async () => {
    const mango = await aProduct(asha);
    const cartId = await aCart();
    for (let n = 1; n <= 51; n++) await carts.add(cartId, of(mango, 1), { key: `${n}` });
    expect(await carts.add(cartId, of(mango, 1), { key: '2' })).toMatchObject({ lines: [{ qty: 51 }] });
    expect(await carts.add(cartId, of(mango, 1), { key: '1' })).toMatchObject({ lines: [{ qty: 52 }] });
  });

  it('of another store’s product is refused, however it is asked for', async () => {
    const ravi = await aStore('Ravi');
    const theirs = await aProduct(ravi);
    const cartId = await aCart();
    const refusal = { code: 'cart_other_store', status: 409 };
    await expect(carts.add(cartId, of(theirs, 1, ravi))).rejects.toMatchObject(refusal);
    await expect(carts.add(cartId, of(theirs, 1))).rejects.toMatchObject(refusal);
    expect(await pieces(cartId)).toEqual([]);
  });

  it('of what cannot be bought is refused', async () => {
    const [hidden, gone] = [await aProduct(asha), await aProduct(asha)];
    await products.change(asha, hidden._id, { hidden: true });
    await products.remove(asha, gone._id);
    const cartId = await aCart();
    for (const product of [hidden, gone, { _id: newId() }, { _id: '{"$ne":1}' }]) {
      const adding = carts.add(cartId, of(product, 1));
      await expect(adding).rejects.toMatchObject({ code: 'no_product', status: 404 });
    }
  });

  it.each([0, -1, 1.5, 100, Number.NaN])('of %d pieces is refused', async (qty) => {
    const adding = carts.add(await aCart(), of(await aProduct(asha), qty));
    await expect(adding).rejects.toMatchObject({ code: 'bad_qty', status: 422, params: { most: 99 } });
  });

  it('goes up to 99 of a product and leaves the cart as it was beyond', async () => {
    const mango = await aProduct(asha);
    const cartId = await aCart();
    await carts.add(cartId, of(mango, 99));
    await expect(carts.add(cartId, of(mango, 1))).rejects.toMatchObject({ code: 'bad_qty' });
    expect(await carts.read(cartId)).toMatchObject({ version: 1, lines: [{ qty: 99 }] });
  });

  it('goes up to 100 products', async () => {
    const all = await Promise.all(Array.from({ length: 101 }, (_, n) => aProduct(asha, { name: `Jar ${n}` })));
    const cartId = await aCart();
    const added = await Promise.allSettled(all.map((product) => carts.add(cartId, of(product, 1))));
    const refused = added.filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([{ reason: { code: 'cart_full', status: 422, params: { most: 100 } } }]);
    expect(await carts.read(cartId)).toMatchObject({ version: 100 });
  });
});

describe('changing a line', () => {
  it('sets it, whatever it was; the same again changes nothing', async () => {
    const mango = await aProduct(asha);
    const cartId = await aCart();
    expect(await carts.set(cartId, mango._id, of(mango, 4))).toMatchObject({ version: 1, lines: [{ qty: 4 }] });
    expect(await carts.set(cartId, mango._id, of(mango, 2))).toMatchObject({ version: 2, lines: [{ qty: 2 }] });
    expect(await carts.set(cartId, mango._id, of(mango, 2))).toMatchObject({ version: 2 });
    await expect(carts.set(cartId, mango._id, of(mango, 0))).rejects.toMatchObject({ code: 'bad_qty' });
  });

  it('takes it out; what is not there is no fault', async () => {
    const [mango, lime] = [await aProduct(asha), await aProduct(asha, { name: 'Lime pickle' })];
    const cartId = await aCart();
    await carts.add(cartId, of(mango, 1));
    await carts.add(cartId, of(lime, 1));
    expect(await carts.remove(cartId, mango._id)).toMatchObject({ version: 3, lines: [{ name: 'Lime pickle' }] });
    expect(await carts.remove(cartId, mango._id)).toMatchObject({ version: 3 });
    expect(await carts.remove(cartId, '"}')).toMatchObject({ version: 3 });
    expect(await carts.remove(cartId, lime._id)).toMatchObject({ version: 4, lines: [], total: 0 });
  });

  it('asked again with its key leaves what was changed since', async () => {
    const mango = await aProduct(asha);
    const cartId = await aCart();
    await carts.set(cartId, mango._id, of(mango, 4), { key: 'set' });
    await carts.remove(cartId, mango._id, { key: 'out' });
    await carts.add(cartId, of(mango, 1));
    await carts.set(cartId, mango._id, of(mango, 4), { key: 'set' });
    expect(await carts.remove(cartId, mango._id, { key: 'out' })).toMatchObject({ lines: [{ qty: 1 }] });
  });
});

describe('reading', () => {
  it('gives names, prices and photos as they are now', async () => {
    const mango = await aProduct(asha);
    const cartId = await aCart();
    await carts.add(cartId, of(mango, 2));
    await products.change(asha, mango._id, { name: 'Aam ka achaar', salePrice: 10_000 });
    await market.setUp(asha, { deliveryCharge: 500, freeAbove: 20_001 });
    expect(await carts.read(cartId)).toMatchObject({
      version: 1,
      lines: [{ name: 'Aam ka achaar', salePrice: 10_000, lineTotal: 20_000 }],
      delivery: 500,
      total: 20_500,
    });
    await products.remove(asha, mango._id);
    const line = { name: 'Aam ka achaar', qty: 2, available: false, lineTotal: 0 };
    expect(await carts.read(cartId)).toMatchObject({ lines: [line], delivery: 0, total: 0 });
  });

  it.each(['', 'x', '../../etc', '{"$ne":1}', newSecretId()])('of %j finds no cart', async (cartId) => {
    const refusal = { code: 'no_cart', status: 404 };
    await expect(carts.read(cartId)).rejects.toMatchObject(refusal);
    await expect(carts.remove(cartId, 'x')).rejects.toMatchObject(refusal);
    await expect(carts.add(cartId, of(await aProduct(asha), 1))).rejects.toMatchObject(refusal);
  });
});

describe('an order', () => {
  it('takes out what was ordered, once, and leaves what was added since', async () => {
    const [mango, lime] = [await aProduct(asha), await aProduct(asha, { name: 'Lime pickle' })];
    const cartId = await aCart();
    await carts.add(cartId, of(mango, 3));
    await carts.add(cartId, of(lime, 1));
    const ordered = [of(mango, 2), of(lime, 1)];
    await Promise.all([carts.takeOut(cartId, 'order', ordered), carts.takeOut(cartId, 'order', ordered)]);
    expect(await carts.read(cartId)).toMatchObject({ version: 3, lines: [{ name: 'Mango pickle', qty: 1 }] });
    await carts.takeOut(cartId, 'another', [of(mango, 9)]);
    expect(await pieces(cartId)).toEqual([]);
  });

  it('of a cart that is gone is no fault', async () => {
    await expect(carts.takeOut(newSecretId(), 'order', [])).resolves.toBeUndefined();
    await expect(carts.takeOut('nonsense', 'order', [])).resolves.toBeUndefined();
  });
});

it('a cart lives for 30 days from its last change', async () => {
  const mango = await aProduct(asha);
  const cartId = await aCart();
  await redis.pexpire(`cart:${cartId}`, 5000);
  clock.pass(DAY);
  await carts.read(cartId);
  expect(await redis.pttl(`cart:${cartId}`)).toBeLessThanOrEqual(5000);
  const { expiresAt } = await carts.add(cartId, of(mango, 1));
  expect(expiresAt).toBe(new Date(clock.now().getTime() + 30 * DAY * 1000).toISOString());
  const days = (await redis.pttl(`cart:${cartId}`)) / 1000 / DAY;
  expect(days).toBeGreaterThan(29.9);
  expect(days).toBeLessThanOrEqual(30);
});
