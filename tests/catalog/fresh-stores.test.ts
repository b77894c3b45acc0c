import { expect, it } from 'vitest';
import { createFreshStores } from '../../src/catalog/fresh-stores.js';
import { notFound } from '../../src/platform/refusal.js';
import type { Store } from '../../src/stores/model.js';
import { testClock } from '../support/clock.js';

const asha: Store = {
  _id: 'asha',
  accountId: 'a',
  name: 'Asha',
  address: 'Jaipur',
  link: 'asha',
  formerLinks: [],
  country: 'IN',
  currency: 'INR',
  language: 'en',
  timeZone: 'Asia/Kolkata',
  open: true,
  deliveryCharge: 0,
  lowStockAt: 3,
  digest: true,
  pickup: false,
  catalogVersion: 1,
  createdAt: new Date(0),
};

/** Stores that answer when they are told to. */
function aSlowShelf() {
  const asked: { link: string; answer(version: number): void; refuse(): void }[] = [];
  const byLink = (link: string) =>
    new Promise<Store>((resolve, reject) => {
      const answer = (catalogVersion: number) => resolve({ ...asha, _id: link, link, catalogVersion });
      asked.push({ link, answer, refuse: () => reject(notFound('shop')) });
    });
  const clock = testClock();
  return { asked, clock, stores: createFreshStores({ stores: { byLink, byId: byLink }, clock }) };
}

it('asks once for all who come at once, and again after a second', async () => {
  const { asked, clock, stores } = aSlowShelf();
  const both = [stores.byLink('asha'), stores.byLink('asha')];
  expect(asked).toHaveLength(1);
  asked[0]?.answer(1);
  expect((await Promise.all(both)).map(({ catalogVersion }) => catalogVersion)).toEqual([1, 1]);
  clock.pass(1);
  const later = stores.byLink('asha');
  asked[1]?.answer(2);
  expect((await later).catalogVersion).toBe(2);
});

it('does not trust a look that may have begun before the change that was announced', async () => {
  const { asked, stores } = aSlowShelf();
  const early = stores.byLink('asha');
  stores.forget('asha');
  const late = stores.byLink('asha');
  asked[1]?.answer(2);
  asked[0]?.answer(1);
  expect([(await early).catalogVersion, (await late).catalogVersion]).toEqual([1, 2]);
  expect((await stores.byLink('asha')).catalogVersion).toBe(2);
});

it('forgets the store that changed and keeps the others', async () => {
  const { asked, stores } = aSlowShelf();
  const both = [stores.byLink('asha'), stores.byLink('ravi')];
  for (const { answer } of asked) answer(1);
  await Promise.all(both);
  stores.forget('asha');
  void stores.byLink('ravi');
  void stores.byLink('asha');
  expect(asked.map(({ link }) => link)).toEqual(['asha', 'ravi', 'asha']);
});

it('asks again for a link that led nowhere', async () => {
  const { asked, stores } = aSlowShelf();
  const nobody = stores.byLink('soon');
  asked[0]?.refuse();
  await expect(nobody).rejects.toMatchObject({ code: 'no_shop' });
  const somebody = stores.byLink('soon');
  asked[1]?.answer(1);
  expect((await somebody).link).toBe('soon');
});

it('remembers a thousand links at most', async () => {
  const { asked, stores } = aSlowShelf();
  for (let n = 0; n <= 1000; n++) void stores.byLink(`link-${n}`);
  void stores.byLink('link-1');
  expect(asked).toHaveLength(1001);
  void stores.byLink('link-0');
  expect(asked).toHaveLength(1002);
});

it('asks again also when the clock was put back', async () => {
  const { asked, clock, stores } = aSlowShelf();
  const first = stores.byLink('asha');
  asked[0]?.answer(1);
  await first;
  clock.pass(-3600);
  void stores.byLink('asha');
  expect(asked).toHaveLength(2);
});
