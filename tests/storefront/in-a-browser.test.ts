import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { plain } from '../catalog/pictures.js';
import { buildersOf } from '../orders/builders.js';
import { boxOf, chromiumPath, launchChromium, noChromium } from '../support/chromium.js';
import { testServices } from '../support/services.js';
import { aStorefront, PUBLIC_URL } from './a-storefront.js';

const services = testServices();
const { aStore, aProduct } = buildersOf(services);

describe.skipIf(!chromiumPath)(chromiumPath ? 'on a phone of 360 px' : noChromium, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  /** A phone on which the shop's public address leads to the server of this test. */
  async function aPhone(colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const shop = await aStorefront(services);
    const page = await browser.newPage({
      viewport: { width: 360, height: 740 },
      colorScheme,
      isMobile: true,
      hasTouch: true,
    });
    await page.route(`${PUBLIC_URL}/**`, async (route) => {
      const { pathname, search } = new URL(route.request().url());
      await route.fulfill({ response: await route.fetch({ url: `${shop.url}${pathname}${search}` }) });
    });
    // before the server ends: the browser may still be asking for something
    onTestFinished(async () => {
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await page.close();
    });
    return page;
  }

  it('nothing sticks out, however long the words are, and the order is in reach of the thumb', async () => {
    const store = await aStore('The Grandmothers’ Pickles, Papads and Everything Else Trading Company of Pune');
    const photo = await services.photos.take(await plain(300, 900).jpeg().toBuffer());
    for (let i = 0; i < 14; i++) {
      const name = i % 2 ? 'Donaudampfschifffahrtsgesellschaftskapitänspickle' : 'Mango pickle';
      await aProduct(store, {
        name,
        category: `A category with a name ${i % 6}`,
        photo: i % 3 ? photo : null,
        mrp: 99_999_999_900,
      });
    }
    const page = await aPhone();
    await page.goto(`${PUBLIC_URL}/s/${store.link}`);

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    const bar = await boxOf(page.getByRole('link', { name: 'Order in chat' }));
    expect(bar).toEqual({ x: 8, y: 740 - 8 - 56, width: 344, height: 56 });
    const tall = page.locator('.photo', { has: page.locator('img') }).first();
    const { width, height } = await boxOf(tall);
    expect(width).toBe(height);
    for (const target of await page.locator('a:visible:not(.skip), button:visible, input:visible').all()) {
      expect((await boxOf(target)).height, await target.innerHTML()).toBeGreaterThanOrEqual(44);
    }

    await page.goto(`${PUBLIC_URL}/s/${store.link}?q=${'pickle'.repeat(16)}`);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });

  it('the categories stay at the top, and lead to shelves that they do not hide', async () => {
    const store = await aStore();
    for (let i = 0; i < 22; i++) await aProduct(store, { category: i < 12 ? 'Pickles' : 'Papad' });
    const page = await aPhone('dark');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(`${PUBLIC_URL}/s/${store.link}`);
    await page.getByRole('navigation', { name: 'Categories' }).getByRole('link', { name: 'Papad' }).click();
    const chips = await boxOf(page.getByRole('navigation', { name: 'Categories' }));
    const heading = await boxOf(page.getByRole('heading', { name: 'Papad' }));
    expect(chips?.y).toBe(0);
    expect(heading?.y).toBeGreaterThanOrEqual(chips?.height ?? 0);
    expect(heading?.y).toBeLessThan(200);
    expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe('rgb(23, 19, 15)');
  });

  it('a search is typed and sent with the keyboard alone', async () => {
    const store = await aStore();
    for (let i = 0; i < 13; i++) await aProduct(store, { name: i ? `Papad ${i}` : 'Mango', category: 'All' });
    const page = await aPhone();
    await page.goto(`${PUBLIC_URL}/s/${store.link}`);
    await page.getByRole('searchbox', { name: 'Search this shop' }).fill('mango');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Found for "mango"' }).waitFor();
    expect(page.url()).toBe(`${PUBLIC_URL}/s/${store.link}?q=mango`);
    expect(await page.getByRole('heading', { level: 3 }).allTextContents()).toEqual(['Mango']);
  });
});
