import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.js';
import { inTransaction, makeIndexes } from '../../src/platform/mongo.js';
import { Refusal } from '../../src/platform/refusal.js';
import { createStores } from '../../src/stores/service.js';
import { testClock } from '../support/clock.js';
import { testDb } from '../support/db.js';
import { plansOf } from '../support/plans.js';

const db = testDb();
const clock = testClock();
const defaults = { country: 'IN', currency: 'INR', language: 'en' } as const;
const stores = createStores({ db, clock, publicUrl: 'https://haat.example', defaults });
let numbers = 0;

const anAccount = (mobile = `+91987651${(1000 + numbers++).toString()}`) => ({
  _id: newId(),
  mobile,
  createdAt: clock.now(),
});
const asha = { name: 'Asha Pickles', address: 'Malviya Nagar, Jaipur' };
const noShop = new Refusal('no_shop', 404);
const noStore = new Refusal('no_store', 404);

beforeAll(() => makeIndexes(db));

describe('a new store', () => {
  it('is open at once, with a link and the country, money and clock of the seller', async () => {
    const seller = anAccount();
    const store = await stores.create(seller, asha);
    expect(store).toEqual({
      _id: expect.stringMatching(/^[0-9a-f]{24}$/),
      accountId: seller._id,
      ...asha,
      link: 'asha-pickles',
      formerLinks: [],
      country: 'IN',
      currency: 'INR',
      language: 'en',
      timeZone: 'Asia/Kolkata',
      open: true,
      lowStockAt: 3,
      digest: true,
      pickup: false,
      deliveryCharge: 0,
      catalogVersion: 1,
      createdAt: clock.now(),
    });
    expect(stores.url(store)).toBe('https://haat.example/s/asha-pickles');
    expect(await stores.byId(store._id)).toEqual(store);
  });

  it('of a seller abroad is of that country, unless another currency is asked for', async () => {
    const abroad = anAccount('+96550012345');
    const kuwaiti = { country: 'KW', currency: 'KWD', language: 'ar', timeZone: 'Asia/Kuwait' };
    expect(await stores.create(abroad, asha)).toMatchObject(kuwaiti);
    expect(await stores.create(abroad, { ...asha, currency: 'USD' })).toMatchObject({ ...kuwaiti, currency: 'USD' });
  });

  it('has a link of its own also when 30 of one name open at once', async () => {
    const name = 'Gupta Sweets';
    const made = await Promise.all(Array.from({ length: 30 }, () => stores.create(anAccount(), { ...asha, name })));
    const links = made.map(({ link }) => link);
    expect(new Set(links).size).toBe(30);
    expect(links.filter((link) => link === 'gupta-sweets')).toHaveLength(1);
    expect(links.every((link) => /^gupta-sweets(-[a-z0-9]{4,8})?$/.test(link))).toBe(true);
    const found = await Promise.all(links.map((link) => stores.byLink(link)));
    expect(found).toEqual(made);
  });

  it('with a name of emoji alone has a link too', async () => {
    const store = await stores.create(anAccount(), { ...asha, name: '🎉🥭' });
    expect(store).toMatchObject({ name: '🎉🥭', link: expect.stringMatching(/^shop-[a-z0-9]{4}$/) });
    expect(await stores.byLink(store.link)).toEqual(store);
  });
});

describe('opening a store twice with one key', () => {
  it('opens it once, also when 25 do so at once', async () => {
    const seller = anAccount();
    const once = { key: 'contact.4' };
    const made = await Promise.all(Array.from({ length: 25 }, () => stores.create(seller, asha, once)));
    expect(new Set(made.map(({ _id }) => _id)).size).toBe(1);
    expect((await stores.ofAccount(seller._id)).items).toHaveLength(1);
  });

  it('gives the store as it now is', async () => {
    const seller = anAccount();
    const { _id } = await stores.create(seller, asha, { key: 'k', hash: 'h' });
    const changed = await stores.update(seller._id, _id, { name: 'Asha & Daughters' });
    expect(await stores.create(seller, asha, { key: 'k', hash: 'h' })).toEqual(changed);
  });

  it('is refused when the key was used for another store', async () => {
    const seller = anAccount();
    await stores.create(seller, asha, { key: 'k', hash: 'h' });
    const reused = new Refusal('idempotency_key_reused', 422);
    await expect(stores.create(seller, { ...asha, name: 'Other' }, { key: 'k', hash: 'i' })).rejects.toEqual(reused);
  });

  it('opens one for each of two sellers who chose the same key', async () => {
    const [one, other] = [anAccount(), anAccount()];
    const first = await stores.create(one, asha, { key: '1' });
    expect((await stores.create(other, asha, { key: '1' }))._id).not.toBe(first._id);
  });
});

describe('a store is found', () => {
  it('by its link in any case, with a slash behind it, and by a link it had before', async () => {
    const store = await stores.create(anAccount(), { ...asha, name: 'Ravi Kurtas' });
    await db.collection('stores').updateOne({ link: store.link }, { $push: { links: 'ravis-kurtas' as never } });
    const found = { ...store, formerLinks: ['ravis-kurtas'] };
    for (const link of ['ravi-kurtas', 'RAVI-Kurtas/', 'ravis-kurtas'])
      expect(await stores.byLink(link)).toEqual(found);
    const next = await stores.create(anAccount(), { ...asha, name: 'Ravis Kurtas' });
    expect(next.link).toMatch(/^ravis-kurtas-/);
  });

  it.each(['nobody-here', '', '{"$gt":""}', '🎉', 'x'.repeat(100_000)])('by no other link, as %.20j', async (link) => {
    await expect(stores.byLink(link)).rejects.toEqual(noShop);
  });

  it('by its seller alone', async () => {
    const [seller, other] = [anAccount(), anAccount()];
    const store = await stores.create(seller, asha);
    expect(await stores.own(seller._id, store._id)).toEqual(store);
    await expect(stores.own(other._id, store._id)).rejects.toEqual(noStore);
    await expect(stores.own(seller._id, '{"$ne":null}')).rejects.toEqual(noStore);
    await expect(stores.byId('ffffffffffffffffffffffff')).rejects.toEqual(noShop);
  });

  it('within a transaction as it is there', async () => {
    const store = await stores.create(anAccount(), asha);
    const version = await inTransaction(db, async (session) => {
      await db.collection('stores').updateOne({ link: store.link }, { $inc: { catalogVersion: 1 } }, { session });
      return (await stores.byId(store._id, session)).catalogVersion;
    });
    expect(version).toBe(2);
  });
});

describe('the stores of an account', () => {
  it('come page by page in the order they were opened, each once', async () => {
    const seller = anAccount();
    const opened: string[] = [];
    for (const pause of [0, 0, 5, 0, 9, 1, 0]) {
      clock.pass(pause);
      opened.push((await stores.create(seller, asha))._id);
    }
    await stores.create(anAccount(), asha);
    const pages: string[][] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await stores.ofAccount(seller._id, { limit: 3, cursor: cursor || undefined });
      pages.push(page.items.map(({ _id }) => _id));
      cursor = page.nextCursor;
    }
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
    expect(pages.flat()).toEqual(opened);
    expect((await stores.idsOf(seller._id)).sort()).toEqual([...opened].sort());
  });

  it('are none for a newcomer, and there is no page after them', async () => {
    expect(await stores.ofAccount(newId())).toEqual({ items: [], nextCursor: null });
    expect(await stores.idsOf(newId())).toEqual([]);
  });

  it('that fill the last page exactly have no page after it', async () => {
    const seller = anAccount();
    await stores.create(seller, asha);
    expect((await stores.ofAccount(seller._id, { limit: 1 })).nextCursor).toBeNull();
  });

  it.each(['x', 'e30', Buffer.from('1.{"$gt":""}').toString('base64url'), 'y'.repeat(100_000), '\u0000'])(
    'are refused for a cursor that nobody gave out, as %.20j',
    async (cursor) => {
      await expect(stores.ofAccount(newId(), { limit: 5, cursor })).rejects.toEqual(new Refusal('bad_cursor', 422));
    },
  );
});

it('never reads all stores to find one', async () => {
  const seller = anAccount();
  const plans = await plansOf(db, async () => {
    const store = await stores.create(seller, { ...asha, name: 'Planned' }, { key: 'p' });
    await stores.create(seller, { ...asha, name: 'Planned' }, { key: 'p' });
    await stores.create(seller, { ...asha, name: 'Planned' });
    await stores.byLink(store.link);
    await stores.byId(store._id);
    await stores.own(seller._id, store._id);
    await stores.idsOf(seller._id);
    const { nextCursor } = await stores.ofAccount(seller._id, { limit: 1 });
    await stores.ofAccount(seller._id, { limit: 1, cursor: nextCursor ?? undefined });
    await stores.update(seller._id, store._id, { open: false }, { key: 'q' });
  });
  expect(plans.length).toBeGreaterThanOrEqual(9);
  expect(plans.filter(({ stages }) => stages.includes('COLLSCAN'))).toEqual([]);
  expect(plans.filter(({ stages }) => stages.includes('SORT'))).toEqual([]);
});
