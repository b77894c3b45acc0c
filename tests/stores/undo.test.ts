import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.js';
import { makeIndexes } from '../../src/platform/mongo.js';
import { Refusal } from '../../src/platform/refusal.js';
import type { StoreChange } from '../../src/stores/rules.js';
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

async function aChange(change: StoreChange) {
  const store = await aStore();
  const made = await stores.change(seller._id, store._id, change);
  return { store, changeId: made.changeId ?? '', before: made.before };
}
const undo = (changeId: string) => stores.undo(seller._id, changeId);

beforeAll(() => makeIndexes(db));

describe('a change of a store', () => {
  const hours = { from: '09:00', to: '21:00', closedDays: [7] };

  it.each<[StoreChange, object]>([
    [{ name: 'Asha & Daughters' }, { name: 'Asha Pickles' }],
    [{ upiVpa: 'asha@okbank' }, { upiVpa: null }],
    [{ paymentText: 'Bank of Jaipur\n1234' }, { paymentText: null }],
    [{ hours }, { hours: null }],
    [{ closedUntil: '2027-01-01T00:00:00.000Z' }, { closedUntil: null }],
    [
      { deliveryCharge: 4000, freeAbove: 50_000 },
      { deliveryCharge: 0, freeAbove: null },
    ],
    [
      { pickup: true, digest: false },
      { pickup: false, digest: true },
    ],
  ])('%j is taken back as it was', async (change, before) => {
    const made = await aChange(change);
    expect(made.before).toEqual(before);
    const { store, before: taken } = await undo(made.changeId);
    expect(store).toEqual({ ...made.store, catalogVersion: 3 });
    expect(Object.keys(taken).sort()).toEqual(Object.keys(before).sort());
    expect(announced.filter((id) => id === store._id)).toHaveLength(2);
  });

  it('is taken back once, however often that is asked', async () => {
    const { store, changeId } = await aChange({ pickup: true });
    await Promise.all(Array.from({ length: 10 }, () => undo(changeId)));
    await stores.update(seller._id, store._id, { pickup: true });
    expect((await undo(changeId)).store.pickup).toBe(true);
  });

  it('is taken back beside other changes, not over a later one of the same thing', async () => {
    const { store, changeId } = await aChange({ minOrder: 100 });
    await stores.update(seller._id, store._id, { name: 'Other' });
    expect((await undo(changeId)).store).toMatchObject({ name: 'Other' });
    const second = await stores.change(seller._id, store._id, { minOrder: 200 });
    await stores.update(seller._id, store._id, { minOrder: 300 });
    const refused = new Refusal('undo_overtaken', 409, { name: 'Other' });
    await expect(undo(second.changeId ?? '')).rejects.toEqual(refused);
    expect((await stores.byId(store._id)).minOrder).toBe(300);
  });

  it('stays after ten minutes', async () => {
    const { changeId } = await aChange({ digest: false });
    clock.pass(10 * 60 + 1);
    await expect(undo(changeId)).rejects.toEqual(new Refusal('undo_too_late', 409, { minutes: 10 }));
  });

  it('is nobody else’s to take back', async () => {
    const { changeId } = await aChange({ digest: false });
    await expect(stores.undo(newId(), changeId)).rejects.toEqual(new Refusal('no_change', 404));
    for (const other of ['', 'store.x', `store.${newId()}-ABCDEFGH`, changeId.slice(0, -1)]) {
      await expect(undo(other)).rejects.toEqual(new Refusal('no_change', 404));
    }
  });

  it('that changed nothing has nothing to take back', async () => {
    const store = await aStore();
    const made = await stores.change(seller._id, store._id, { digest: true, minOrder: null }, { key: 'n.1' });
    expect(made).toEqual({ store, before: {} });
  });

  it('has the same answer when it comes again', async () => {
    const store = await aStore();
    const once = { key: 'r.1' };
    const first = await stores.change(seller._id, store._id, { minOrder: 500 }, once);
    expect(await stores.change(seller._id, store._id, { minOrder: 500 }, once)).toEqual(first);
  });
});

describe('two people who change a store at once', () => {
  it('both keep what they changed', async () => {
    const { _id } = await aStore();
    await Promise.all([
      stores.update(seller._id, _id, { name: 'One' }),
      stores.update(seller._id, _id, { address: 'Pune' }),
      stores.update(seller._id, _id, { minOrder: 100 }),
    ]);
    expect(await stores.byId(_id)).toMatchObject({ name: 'One', address: 'Pune', minOrder: 100 });
  });

  it('learn of the same thing what the other made of it', async () => {
    const { _id } = await aStore();
    const made = await Promise.all([100, 200, 300].map((minOrder) => stores.change(seller._id, _id, { minOrder })));
    const befores = made.map(({ before }) => before.minOrder).sort();
    const last = (await stores.byId(_id)).minOrder;
    expect([...befores, last].sort()).toEqual([100, 200, 300, null].sort());
  });
});

describe('closed for today', () => {
  it('ends by itself at the next opening, or by hand', async () => {
    const store = await aStore();
    await stores.update(seller._id, store._id, { hours: { from: '09:00', to: '21:00', closedDays: [] } });
    const { store: closed, changeId } = await stores.closeToday(seller._id, store._id, { key: 't.1' });
    expect(closed.closedUntil?.getTime()).toBeGreaterThan(clock.now().getTime());
    expect((await stores.closeToday(seller._id, store._id, { key: 't.1' })).changeId).toBe(changeId);
    expect((await stores.openAgain(seller._id, store._id)).store).not.toHaveProperty('closedUntil');
  });
});
