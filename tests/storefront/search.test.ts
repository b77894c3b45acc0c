import { describe, expect, it } from 'vitest';
import { defineProduct, type KeptProduct } from '../../src/catalog/model.js';
import { newId } from '../../src/platform/ids.js';
import type { Store } from '../../src/stores/model.js';
import { buildersOf } from '../orders/builders.js';
import { testServices } from '../support/services.js';
import { aStorefront, words } from './a-storefront.js';

const services = testServices();
const { aStore, aProduct } = buildersOf(services);

/** `count` products named `Thing 1`, `Thing 2` …, the last one newest. */
async function fill(store: Store, count: number, category = 'Things'): Promise<void> {
  const { _id } = await aProduct(store, { name: 'Thing 1', category });
  const model = defineProduct(services.db);
  const first = await model.findById(_id).lean<KeptProduct>();
  if (!first) throw new Error('the first is missing');
  const others = Array.from({ length: count - 1 }, (_, index) => `Thing ${index + 2}`);
  await model.insertMany(
    others.map((name) => ({ ...first, _id: newId(), name, search: `${name} ${category}`.toLowerCase() })),
  );
}

const namesOn = (page: string) => [...page.matchAll(/<h3 [^>]*><bdi>([^<]*)/g)].map(([, name]) => name);
const linkTo = (page: string, label: string) =>
  [...page.matchAll(/<a [^>]*?href="([^"]*)"[^>]*>(.*?)<\/a>/gs)]
    .find(([, , inside]) => words(inside ?? '') === label)?.[1]
    ?.replaceAll('&amp;', '&');

describe('a search in a shop', () => {
  it('is offered from 13 products on', async () => {
    const { open } = await aStorefront(services);
    const [small, larger] = [await aStore(), await aStore()];
    await fill(small, 12);
    await fill(larger, 13);
    expect((await open(`/s/${small.link}`)).page).not.toContain('role="search"');
    expect((await open(`/s/${larger.link}`)).page).toContain('role="search"');
  });

  it('finds the products that have the words, and keeps what was typed', async () => {
    const { open } = await aStorefront(services);
    const store = await aStore();
    for (const name of ['Mango pickle', 'Lime pickle', 'Mango papad']) await aProduct(store, { name, category: 'All' });
    const { page } = await open(`/s/${store.link}?q=PICKLE+mango`);
    expect(namesOn(page)).toEqual(['Mango pickle']);
    expect(words(page)).toContain('Found for "PICKLE mango"');
    expect(linkTo(page, 'Show the whole shop')).toBe(`/s/${store.link}`);
    expect(page).toContain('<meta name="robots" content="noindex"/>');
  });

  it('that finds nothing says so, and shows the whole shop', async () => {
    const { open } = await aStorefront(services);
    const store = await aStore();
    await aProduct(store, { name: 'Mango pickle' });
    const { status, page } = await open(`/s/${store.link}?q=${encodeURIComponent('<b>kurta</b> "\u202e')}`);
    expect(status).toBe(200);
    expect(words(page)).toContain('No "<b>kurta</b> "" here.');
    expect(page).not.toContain('<b>');
    expect(namesOn(page)).toEqual(['Mango pickle']);
  });

  it.each(['', '%20%20', '%00', '%E2%80%AE'])('for nothing at all (%s) shows the shop', async (q) => {
    const { open } = await aStorefront(services);
    const store = await aStore();
    await aProduct(store);
    const { page } = await open(`/s/${store.link}?q=${q}`);
    expect(words(page)).not.toContain('Found for');
    expect(namesOn(page)).toEqual(['Mango pickle']);
  });

  it.each([
    'q=a&q=b',
    'q[$ne]=1',
    `q=${'x'.repeat(9000)}`,
    'q=%ED%A0%80',
    'cursor=nonsense',
    'category=%00',
    'q=.*%28a%2B%29%2B%24',
  ])('is not put out by %s', async (query) => {
    const { open } = await aStorefront(services);
    const store = await aStore();
    await aProduct(store);
    expect((await open(`/s/${store.link}?${query}`)).status).toBe(200);
  });

  it('goes on with a next page', async () => {
    const { open } = await aStorefront(services);
    const store = await aStore();
    await fill(store, 70);
    const first = (await open(`/s/${store.link}?q=thing`)).page;
    const second = (await open(linkTo(first, 'Next page') ?? '')).page;
    expect(namesOn(first)).toHaveLength(60);
    expect(namesOn(second)).toEqual(Array.from({ length: 10 }, (_, index) => `Thing ${10 - index}`));
    expect(linkTo(second, 'Next page')).toBeUndefined();
  });
});

describe('a shop of more than 200 products', () => {
  it('shows the newest of each category, and all of one behind its name', async () => {
    const { open } = await aStorefront(services);
    const store = await aStore();
    await aProduct(store, { name: 'Mango pickle', category: 'Pickles' });
    await fill(store, 205);
    const { page } = await open(`/s/${store.link}`);
    expect(namesOn(page)).toEqual([
      ...Array.from({ length: 12 }, (_, index) => `Thing ${205 - index}`),
      'Mango pickle',
    ]);
    const all = linkTo(page, 'See all 205 in Things') ?? '';
    expect(linkTo(page, 'Things')).toBe(all);

    const seen: (string | undefined)[] = [];
    for (let next: string | undefined = all; next; ) {
      const shelf = (await open(next)).page;
      expect(shelf).toContain('aria-current="page"');
      seen.push(...namesOn(shelf));
      next = linkTo(shelf, 'Next page');
    }
    expect(seen).toEqual(Array.from({ length: 205 }, (_, index) => `Thing ${205 - index}`));
  });

  it('is shown whole where a category is asked for that is gone', async () => {
    const { open } = await aStorefront(services);
    const store = await aStore();
    await aProduct(store);
    const { page } = await open(`/s/${store.link}?category=${newId()}`);
    expect(namesOn(page)).toEqual(['Mango pickle']);
    expect(page).toContain('<link rel="canonical" href="http://haat.test/s/');
    expect(page).not.toContain('?category=');
  });
});
