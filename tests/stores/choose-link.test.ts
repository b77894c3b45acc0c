import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.js';
import { makeIndexes } from '../../src/platform/mongo.js';
import { Refusal } from '../../src/platform/refusal.js';
import { LinkTaken, nearLinks, parseLink } from '../../src/stores/link.js';
import { createStores } from '../../src/stores/service.js';
import { testClock } from '../support/clock.js';
import { testDb } from '../support/db.js';

const db = testDb();
const clock = testClock();
const defaults = { country: 'IN', currency: 'INR', language: 'en' } as const;
const stores = createStores({ db, clock, publicUrl: 'https://haat.example', defaults });
const seller = { _id: newId(), mobile: '+919876543210', createdAt: clock.now() };
const aStore = (name: string) => stores.create(seller, { name, address: 'Malviya Nagar, Jaipur' });
const move = (storeId: string, link: string) => stores.change(seller._id, storeId, { link });

beforeAll(() => makeIndexes(db));

describe('a link that a seller chooses', () => {
  it('leads to the shop from then on, and the old one goes on to', async () => {
    const { _id, link: old } = await aStore('First Shop');
    const { store } = await move(_id, 'the-best-pickles');
    expect(store).toMatchObject({ link: 'the-best-pickles', formerLinks: [old] });
    expect((await stores.byLink(old))._id).toBe(_id);
    expect((await stores.byLink('the-best-pickles'))._id).toBe(_id);
  });

  it('may be a former one of the same shop', async () => {
    const { _id, link: old } = await aStore('Second Shop');
    await move(_id, 'second-new');
    const { store } = await move(_id, old);
    expect(store).toMatchObject({ link: old, formerLinks: ['second-new'] });
  });

  it('is taken back with both links leading there', async () => {
    const { _id, link: old } = await aStore('Third Shop');
    const { changeId = '' } = await move(_id, 'third-new');
    expect((await stores.undo(seller._id, changeId)).store).toMatchObject({ link: old, formerLinks: ['third-new'] });
  });

  it('is never one that another shop has or had', async () => {
    const one = await aStore('Fourth Shop');
    await move(one._id, 'fourth-new');
    const other = await aStore('Fifth Shop');
    for (const link of [one.link, 'fourth-new']) {
      const refused = await move(other._id, link).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(LinkTaken);
      expect(refused).toMatchObject({ code: 'link_taken', status: 409, params: { link } });
      const { free } = refused as LinkTaken;
      expect(free[0]).toBe(`${link}-malviya-nagar`);
      for (const near of free) expect((await move(other._id, near)).store.link).toBe(near);
    }
    expect((await stores.byLink(one.link))._id).toBe(one._id);
  });

  it('goes to one of two shops that want it at once', async () => {
    const shops = await Promise.all(['Race A', 'Race B', 'Race C'].map(aStore));
    const wanted = await Promise.allSettled(shops.map(({ _id }) => move(_id, 'wanted-by-all')));
    expect(wanted.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of wanted) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(LinkTaken);
    const owner = shops[wanted.findIndex(({ status }) => status === 'fulfilled')];
    expect((await stores.byLink('wanted-by-all'))._id).toBe(owner?._id);
  });

  it('is one of twenty', async () => {
    const { _id, link } = await aStore('Many Links');
    for (let n = 2; n <= 20; n++) await move(_id, `many-links-${n}`);
    await expect(move(_id, 'many-links-21')).rejects.toEqual(new Refusal('too_many_links', 409, { most: 20 }));
    expect((await move(_id, link)).store.link).toBe(link);
  });
});

describe('a link as it is typed', () => {
  it.each([
    ['Asha-Pickles ', 'asha-pickles'],
    ['https://haat.example/s/asha-2', 'asha-2'],
    ['a1b', 'a1b'],
  ])('%s is %s', (text, link) => expect(parseLink(text)).toBe(link));

  it.each(['ab', '', 'asha pickles', 'आशा', '-asha', 'asha-', 'index', 'a'.repeat(41), 'asha_pickles'])(
    '"%s" is none',
    (text) => expect(() => parseLink(text)).toThrow(new Refusal('bad_link', 422)),
  );

  it('has links near it, all of them good', () => {
    const near = nearLinks('a'.repeat(40), { address: 'मालवीय नगर, Jaipur' });
    expect(near.length).toBeGreaterThan(3);
    for (const link of near) expect(parseLink(link)).toBe(link);
    expect(near.some((link) => link.endsWith('-jaipur'))).toBe(true);
  });
});
