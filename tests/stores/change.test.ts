import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.js';
import { makeIndexes } from '../../src/platform/mongo.js';
import { Refusal } from '../../src/platform/refusal.js';
import { createStores } from '../../src/stores/service.js';
import { testClock } from '../support/clock.js';
import { testDb } from '../support/db.js';

const db = testDb();
const clock = testClock();
const defaults = { country: 'IN', currency: 'INR', language: 'en' } as const;
const announced: string[] = [];
const announce = (storeId: string) => void announced.push(storeId);
const stores = createStores({ db, clock, publicUrl: 'https://haat.example', defaults, announce });

const seller = { _id: newId(), mobile: '+919876543210', createdAt: clock.now() };
const aStore = () => stores.create(seller, { name: 'Asha Pickles', address: 'Jaipur' });

beforeAll(() => makeIndexes(db));

describe('a change of a store', () => {
  it('takes what is named and leaves the rest, the link above all', async () => {
    const store = await aStore();
    const changed = await stores.update(seller._id, store._id, { name: 'Asha & Daughters', open: false });
    expect(changed).toEqual({ ...store, name: 'Asha & Daughters', open: false, catalogVersion: 2 });
    expect(await stores.byLink(store.link)).toEqual(changed);
  });

  it('sets and clears what a store may have', async () => {
    const store = await aStore();
    const all = { upiVpa: 'asha@okbank', deliveryCharge: 4000, freeAbove: 50_000, minOrder: 10_000 };
    expect(await stores.update(seller._id, store._id, all)).toEqual({ ...store, ...all, catalogVersion: 2 });
    const none = { upiVpa: null, deliveryCharge: null, freeAbove: null, minOrder: null };
    expect(await stores.update(seller._id, store._id, none)).toEqual({ ...store, catalogVersion: 3 });
  });

  it('sets language and time zone', async () => {
    const store = await aStore();
    const change = { language: 'hi', timeZone: 'Asia/Dubai' };
    expect(await stores.update(seller._id, store._id, change)).toEqual({ ...store, ...change, catalogVersion: 2 });
  });

  it('that changes nothing makes no new version', async () => {
    const store = await aStore();
    const nothing = [
      {},
      { name: store.name, open: true },
      { minOrder: null, deliveryCharge: null },
      { name: undefined },
    ];
    for (const change of nothing) expect(await stores.update(seller._id, store._id, change)).toEqual(store);
  });

  it('is announced, unless nothing changed', async () => {
    const { _id } = await aStore();
    const said = () => announced.filter((storeId) => storeId === _id).length;
    await stores.update(seller._id, _id, { open: true }, { key: 'a.1' });
    expect(said()).toBe(0);
    await stores.update(seller._id, _id, { open: false }, { key: 'a.2' });
    expect(said()).toBe(1);
    await stores.update(seller._id, _id, { open: false }, { key: 'a.2' });
    expect(said()).toBe(1);
  });

  it('counts each of 20 changes at once', async () => {
    const { _id } = await aStore();
    await Promise.all(Array.from({ length: 20 }, (_, i) => stores.update(seller._id, _id, { minOrder: i + 1 })));
    expect((await stores.byId(_id)).catalogVersion).toBe(21);
  });

  it('is for the owner alone', async () => {
    const store = await aStore();
    const refused = new Refusal('no_store', 404);
    await expect(stores.update(newId(), store._id, { open: false })).rejects.toEqual(refused);
    await expect(stores.update(seller._id, newId(), { open: false })).rejects.toEqual(refused);
    expect(await stores.byId(store._id)).toEqual(store);
  });
});

describe('a change that comes twice with one key', () => {
  it('is made once, also when it comes 20 times at once', async () => {
    const { _id } = await aStore();
    const same = Array.from({ length: 20 }, () => stores.update(seller._id, _id, { open: false }, { key: 'c.1' }));
    for (const store of await Promise.all(same)) expect(store).toMatchObject({ open: false, catalogVersion: 2 });
  });

  it('does not undo what was changed in between', async () => {
    const { _id } = await aStore();
    await stores.update(seller._id, _id, { open: false }, { key: 'c.1' });
    await stores.update(seller._id, _id, { open: true }, { key: 'c.2' });
    expect(await stores.update(seller._id, _id, { open: false }, { key: 'c.1' })).toMatchObject({ open: true });
  });

  it('is known also when the first time changed nothing', async () => {
    const { _id } = await aStore();
    await stores.update(seller._id, _id, { open: true }, { key: 'c.1' });
    await stores.update(seller._id, _id, { open: false }, { key: 'c.2' });
    const again = await stores.update(seller._id, _id, { open: true }, { key: 'c.1' });
    expect(again).toMatchObject({ open: false, catalogVersion: 2 });
  });

  it('is refused when the key was used for another change', async () => {
    const { _id } = await aStore();
    await stores.update(seller._id, _id, { open: false }, { key: 'k', hash: 'a' });
    const reused = new Refusal('idempotency_key_reused', 422);
    await expect(stores.update(seller._id, _id, { open: true }, { key: 'k', hash: 'b' })).rejects.toEqual(reused);
  });

  it('is remembered for 20 changes, and the store grows no further', async () => {
    const { _id } = await aStore();
    for (let i = 0; i < 25; i++) await stores.update(seller._id, _id, { minOrder: i + 1 }, { key: `c.${i}` });
    const kept = await db.collection('stores').findOne({ _id: _id as never });
    expect(kept?.changes).toHaveLength(20);
    expect(await stores.byId(_id)).not.toHaveProperty('changes');
  });
});
