import { describe, expect, it } from 'vitest';
import { defineStore, type Store } from '../../src/stores/model.js';
import { plain } from '../catalog/pictures.js';
import { buildersOf } from '../orders/builders.js';
import { testServices } from '../support/services.js';
import { aStorefront, PUBLIC_URL, words } from './a-storefront.js';

const services = testServices();
const { aStore, aProduct } = buildersOf(services);

const pageOf = async (store: Store, query = '') => {
  const { open } = await aStorefront(services);
  const { status, page } = await open(`/s/${store.link}${query}`);
  expect(status).toBe(200);
  return page;
};
/** The markup of one product's card. */
const cardOf = (page: string, id: string) => page.split(`id="p-${id}"`)[1]?.split('</li>')[0] ?? '';

describe('the page of a shop', () => {
  it('says whose it is, where, and that it is open', async () => {
    const said = words(await pageOf(await aStore('Asha Pickles')));
    for (const word of ['Asha Pickles', 'Camp, Pune', 'Open today']) expect(said).toContain(word);
  });

  it('shows each product with its price, what it was before, and how much cheaper it is', async () => {
    const store = await aStore();
    const { _id } = await aProduct(store, { name: 'Mango pickle', mrp: 19_900, salePrice: 14_950 });
    const card = cardOf(await pageOf(store), _id);
    expect(words(card)).toContain('Mango pickle ₹149.50 ₹199 MRP ₹199');
    expect(words(card)).toContain('24% off');
    // the struck price is seen; read aloud is the one with its name
    expect(card).toMatch(/<s [^>]*aria-hidden="true">₹199<\/s>/);
  });

  it('says nothing of a printed price that is the price', async () => {
    const store = await aStore();
    const { _id } = await aProduct(store, { mrp: 14_900, salePrice: 14_900 });
    const card = cardOf(await pageOf(store), _id);
    expect(words(card)).not.toContain('MRP');
    expect(words(card)).not.toContain('off');
  });

  it('calls the printed price by another name outside of India', async () => {
    const store = await aStore();
    await aProduct(store);
    await defineStore(services.db).updateOne({ _id: store._id }, { country: 'KE', currency: 'KES' });
    const said = words(await pageOf(store));
    expect(said).toContain('Before Ksh 199');
    expect(said).not.toContain('MRP');
  });

  it('keeps a sold-out product on the shelf, and says so in place of a discount', async () => {
    const store = await aStore();
    const { _id } = await aProduct(store, { stock: 0 });
    const page = await pageOf(store);
    expect(words(cardOf(page, _id))).toContain('Sold out');
    expect(words(cardOf(page, _id))).not.toContain('% off');
    expect(page).toContain(`class="card sold-out" id="p-${_id}"`);
  });

  it('shows the photo in two sizes, the first ones at once and those further down when they come near', async () => {
    const store = await aStore();
    const photo = await services.photos.take(await plain(900, 600).jpeg().toBuffer());
    const made = [];
    for (let i = 0; i < 5; i++) made.push(await aProduct(store, { photo }));
    const page = await pageOf(store);
    const [last, ...before] = made.map(({ _id }) => cardOf(page, _id));
    const small = `${PUBLIC_URL}/media/p/${photo.key}-320.webp`;
    expect(last).toContain(`src="${small}" srcset="${small} 320w, ${small.replace('320', '1080')} 1080w"`);
    expect(last).toContain('width="320" height="320"');
    // what is seen before they come
    expect(last).toContain(`<img class="blur" src="data:image/webp;base64,${photo.blur}"`);
    expect(last).toContain('loading="lazy"');
    expect(before.filter((card) => card.includes('loading="lazy"'))).toEqual([]);
  });

  it('puts the initial where a photo is missing', async () => {
    const store = await aStore();
    const { _id } = await aProduct(store, { name: '(new) lime pickle' });
    expect(cardOf(await pageOf(store), _id)).toContain('<span class="initial" aria-hidden="true">N</span>');
  });

  it('leads from each category to its shelf, the fullest first', async () => {
    const store = await aStore();
    for (const category of ['Papad', 'Pickles', 'Pickles']) await aProduct(store, { category });
    const page = await pageOf(store);
    const chips = [...page.matchAll(/<a href="#(c-\w+)"><bdi>(\w+)/g)];
    expect(chips.map(([, , name]) => name)).toEqual(['Pickles', 'Papad']);
    for (const [, id, name] of chips)
      expect(words(page.split(`id="${id}"`)[1] ?? '')).toMatch(new RegExp(`^> ${name}`));
  });

  it('leads to the order in the chat', async () => {
    const store = await aStore();
    await aProduct(store);
    const page = await pageOf(store);
    expect(page).toMatch(
      new RegExp(`<nav class="bar"><div [^>]*><a [^>]*href="${PUBLIC_URL}/chat\\?start=s_${store.link}"`),
    );
    expect(words(page)).toContain('Order in chat');
  });

  it('says when it is closed, and takes no order then', async () => {
    const store = await aStore();
    await aProduct(store);
    await services.stores.update(store.accountId, store._id, { open: false });
    const said = words(await pageOf(store));
    expect(said).toContain('Asha Pickles is closed just now.');
    expect(said).not.toContain('Open today');
    expect(said).not.toContain('Order in chat');
  });

  it('says of a new shop that there is nothing yet', async () => {
    const said = words(await pageOf(await aStore('Ravi Kurtas')));
    expect(said).toContain('Ravi Kurtas is still arranging the shelves.');
    expect(said).not.toContain('Order in chat');
  });

  it('shows well in a message that has its link', async () => {
    const store = await aStore('Asha "Achar" & Co');
    const photo = await services.photos.take(await plain(40, 30, '#00ff00').jpeg().toBuffer());
    await aProduct(store, { photo });
    const page = await pageOf(store);
    const meta = (name: string) => page.match(new RegExp(`<meta property="og:${name}" content="([^"]*)"/>`))?.[1];
    expect(meta('title')).toBe('Asha &quot;Achar&quot; &amp; Co');
    expect(words(meta('description') ?? '')).toContain('Camp, Pune');
    expect(meta('url')).toBe(`${PUBLIC_URL}/s/${store.link}`);
    expect(meta('image')).toMatch(new RegExp(`^${PUBLIC_URL}/s/${store.link}/preview/\\d+\\.jpg$`));
    expect(page).toContain(`<link rel="canonical" href="${PUBLIC_URL}/s/${store.link}"/>`);
  });

  it('shows what a hostile seller typed as words, and runs no script of anybody', async () => {
    const store = await aStore('<script>alert(1)</script>"\'');
    const hostile = '"><img src=x onerror=alert(1)>\u202eevil';
    await aProduct(store, { name: hostile, category: '</title><script>x</script>' });
    await aProduct(store, { category: 'Other' });
    const page = await pageOf(store);
    expect(
      page
        .replace(/<script type="module" src="\/s\/assets\/\w+\/shop.js"><\/script>/, '')
        .replace(/<script type="application\/ld\+json">[^<]*<\/script>/, ''),
    ).not.toMatch(/<script|<img|<[^>]+\sonerror/);
    expect(page).not.toContain('\u202e');
    expect(words(page)).toContain('"><img src=x onerror=alert(1)>evil');
    const { open } = await aStorefront(services);
    const policy = (await open(`/s/${store.link}`)).headers.get('content-security-policy');
    expect(policy?.split('; ')).toEqual([
      ...["default-src 'none'", "script-src 'self'", "connect-src 'self'", "style-src 'self'"],
      ...["img-src 'self' data: http://haat.test", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"],
    ]);
  });

  it('speaks the language of the browser, else that of the shop, else its own', async () => {
    const store = await aStore();
    const t = (language: string | null | undefined) => (key: string) => `${language} ${key}`;
    const texts = { t, languages: ['ar', 'en', 'hi'] };
    const { open } = await aStorefront(services, { texts, defaultLanguage: 'hi' });
    const head = async (accept?: string) =>
      (
        await open(`/s/${store.link}`, accept === undefined ? { 'accept-language': '' } : { 'accept-language': accept })
      ).page.match(/<html [^>]*>/)?.[0];
    expect(await head('ar-EG, en;q=0.5')).toBe('<html lang="ar" dir="rtl">');
    expect(await head('fr')).toBe('<html lang="en" dir="ltr">');
    await services.stores.update(store.accountId, store._id, { language: 'ta-IN' });
    services.catalog.forget(store._id);
    expect(await head()).toBe('<html lang="hi" dir="ltr">');
  });
});
