import { expect, it } from 'vitest';
import type { CatalogView } from '../../src/catalog/catalog.js';
import { createViewCache } from '../../src/catalog/view-cache.js';

const face = { storeId: 's', name: 'S', address: 'A', link: 's', url: 'u', currency: 'INR' };
const store = { ...face, openNow: true, opensAt: null, pickup: false };
const aView = (version: number, bytes = 10): CatalogView => ({
  version,
  etag: `"s.${version}"`,
  catalog: { store, categories: [] },
  json: Buffer.alloc(bytes),
  gzip: Buffer.alloc(0),
});
const never = () => Promise.reject(new Error('should be kept'));

it('keeps a version until a later one is asked for', async () => {
  const views = createViewCache(1000);
  await views.get('s', 1, async () => aView(1));
  expect((await views.get('s', 1, never)).version).toBe(1);
  expect((await views.get('s', 2, async () => aView(2))).version).toBe(2);
  expect((await views.get('s', 1, never)).version).toBe(2);
});

it('begins anew when the same version is in another state by now', async () => {
  const views = createViewCache(1000);
  await views.get('s', 1, async () => aView(1));
  const closed = await views.get('s', 1, async () => ({ ...aView(1), state: '.closed' }), '.closed');
  expect(closed.state).toBe('.closed');
  expect(await views.get('s', 1, never, '.closed')).toBe(closed);
  await expect(views.get('s', 1, never)).rejects.toThrow('should be kept');
});

it('begins anew for a version later than the one that is being made, and an old one never replaces it', async () => {
  const views = createViewCache(1000);
  let finish = (_view: CatalogView): void => undefined;
  const slow = views.get('s', 1, () => new Promise((resolve) => (finish = resolve)));
  const joined = views.get('s', 1, never);
  await views.get('s', 2, async () => aView(2));
  finish(aView(1));
  expect([(await slow).version, (await joined).version]).toEqual([1, 1]);
  expect((await views.get('s', 2, never)).version).toBe(2);
});

it('drops what was read longest ago when there are too many bytes', async () => {
  const views = createViewCache(30);
  for (const id of ['a', 'b', 'c']) await views.get(id, 1, async () => aView(1));
  await views.get('a', 1, never);
  await views.get('d', 1, async () => aView(1));
  await views.get('a', 1, never);
  await views.get('c', 1, never);
  await expect(views.get('b', 1, never)).rejects.toThrow('should be kept');
});

it('makes it again after a failure', async () => {
  const views = createViewCache(1000);
  await expect(views.get('s', 1, () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  expect((await views.get('s', 1, async () => aView(1))).version).toBe(1);
});

it('serves a catalog that is larger than all it may keep', async () => {
  const views = createViewCache(5);
  expect((await views.get('s', 1, async () => aView(1))).version).toBe(1);
  await expect(views.get('s', 1, never)).rejects.toThrow('should be kept');
});
