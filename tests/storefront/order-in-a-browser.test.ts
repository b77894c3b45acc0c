import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { plain } from '../catalog/pictures.js';
import { buildersOf } from '../orders/builders.js';
import { chromiumPath, noChromium } from '../support/chromium.js';
import { testServices } from '../support/services.js';
import { DESKTOP, PHONE, testBrowser } from './a-browser.js';
import { aStorefront } from './a-storefront.js';

const services = testServices();
const { aStore, aProduct } = buildersOf(services);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let mobiles = 0;
const aMobile = () => `98333${String(10_000 + mobiles++)}`;
const ordersOf = async (storeId: string) => (await services.orders.ofStore(storeId, { limit: 10 })).items;

describe.skipIf(!chromiumPath)(chromiumPath ? 'an order in a browser' : noChromium, () => {
  const open = testBrowser();

  async function inAShop(options: BrowserContextOptions) {
    const store = await aStore();
    const photo = await services.photos.take(await plain(300, 300, '#c86428').jpeg().toBuffer());
    await aProduct(store, { name: 'Mango pickle', photo, description: 'Hot and sour.' });
    await aProduct(store, { name: 'Lemon pickle' });
    const { url } = await aStorefront(services);
    const page = await open(options);
    await page.goto(`${url}/s/${store.link}`);
    return { store, page, url };
  }

  /** @param language that the page speaks */
  async function order(page: Page, language = 'en'): Promise<void> {
    const t = services.texts.t(language);
    const total = '₹149';
    await page.getByRole('button', { name: t('storefront.addIt', { product: 'Mango pickle' }) }).click();
    await page.getByRole('link', { name: t('storefront.cart', { count: 1, pieces: '1', total }) }).click();
    await page.getByLabel(t('storefront.mobile')).fill(aMobile());
    await page.getByLabel(t('storefront.testCode')).fill('1234');
    await page.getByLabel(t('storefront.name'), { exact: true }).fill('Ravi');
    await page.getByLabel(t('storefront.address')).fill('12 MG Road\nPune');
    await page.getByRole('button', { name: t('storefront.place', { total }) }).click();
    await page.waitForURL(/\/orders\/\w+$/);
  }

  const ARABIC = { locale: 'ar-EG' };

  it.each([
    ['on a phone', 'en', PHONE],
    ['on a phone without script', 'en', { ...PHONE, javaScriptEnabled: false }],
    ['on a desktop', 'en', DESKTOP],
    ['on a phone', 'ar', { ...PHONE, ...ARABIC }],
    ['on a phone without script', 'ar', { ...PHONE, ...ARABIC, javaScriptEnabled: false }],
    ['on a desktop', 'ar', { ...DESKTOP, ...ARABIC }],
  ])('goes from the shelf to the shop, %s, in %s', async (_, language, options) => {
    const { store, page } = await inAShop(options);
    const html = page.locator(`html[lang=${language}][dir=${language === 'ar' ? 'rtl' : 'ltr'}]`);
    await html.waitFor();
    await order(page, language);
    await html.waitFor();
    const [placed] = await ordersOf(store._id);
    expect(placed).toMatchObject({ total: 14_900, address: '12 MG Road\nPune' });
    const slots = { number: placed?.number ?? '', shop: store.name };
    const said = services.texts.t(language)('storefront.is.placed', slots);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(said);
    // nothing sticks out sideways
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(page.viewportSize()?.width);
  });

  it('fills the cart without a new page, and counts up and down', async () => {
    const { store, page } = await inAShop(PHONE);
    await page.evaluate('globalThis.samePage = true');
    await page.getByRole('button', { name: 'Add Mango pickle' }).tap();
    await page.getByText('1 item · ₹149').waitFor();
    await page.getByRole('button', { name: 'One more Mango pickle' }).tap();
    await page.getByText('2 items · ₹298').waitFor();
    await page.getByRole('button', { name: 'One Mango pickle less' }).tap();
    await page.getByText('1 item · ₹149').waitFor();
    await page.getByRole('button', { name: 'One Mango pickle less' }).tap();
    await page.getByRole('link', { name: 'Order in chat' }).waitFor();
    await page.getByRole('button', { name: 'Add Mango pickle' }).waitFor();
    expect(await page.evaluate('globalThis.samePage')).toBe(true);
    expect(await ordersOf(store._id)).toEqual([]);
  });

  it('says why something cannot be put into the cart', async () => {
    const { store, page } = await inAShop(PHONE);
    const [mango] = (await services.products.list(store._id, { q: 'mango' })).items;
    await services.products.change(store, mango?._id ?? '', { hidden: true });
    await page.getByRole('button', { name: 'Add Mango pickle' }).tap();
    await page.getByText('This product is not in the shop any more.').waitFor();
  });

  it('can be made with the keyboard alone', async () => {
    const { store, page } = await inAShop(DESKTOP);
    const press = async (name: RegExp) => {
      const focused = () =>
        page.evaluate<string>('document.activeElement.ariaLabel ?? document.activeElement.textContent');
      for (let i = 0; i < 30 && !name.test(await focused()); i++) await page.keyboard.press('Tab');
      expect(await focused()).toMatch(name);
      await page.keyboard.press('Enter');
    };
    await press(/^Add Mango/);
    await page.getByText('1 item · ₹149').waitFor();
    await press(/1 item/);
    await page.getByLabel('Mobile number').focus();
    for (const text of [aMobile(), '1234', 'Ravi', '12 MG Road, Pune']) {
      await page.keyboard.type(text);
      await page.keyboard.press('Tab');
    }
    await press(/^Place order/);
    await page.getByRole('heading', { name: /^Done\./ }).waitFor();
    expect(await ordersOf(store._id)).toHaveLength(1);
  });

  it('is one, though the button is tapped twice and the page is gone back to', async () => {
    const { store, page } = await inAShop(PHONE);
    await order(page);
    await page.goBack();
    await page.goBack();
    // what the browser kept of the shop is not what the cart is now
    await page.getByRole('link', { name: 'Order in chat' }).waitFor();
    expect(await ordersOf(store._id)).toHaveLength(1);
  });

  it('shows by itself that the shop has moved it on', async () => {
    const { store, page } = await inAShop(PHONE);
    await order(page);
    const [placed] = await ordersOf(store._id);
    await services.orders.setStatus(store.accountId, placed?._id ?? '', { status: 'accepted' });
    await page.getByRole('heading', { name: /accepted order/ }).waitFor();
  });

  it.each(['en', 'ar'])(
    'has nothing that keeps somebody out in %s: axe finds nothing on any page',
    async (language) => {
      // axe is no file of ours, so the policy of the pages is left aside
      const { store, page, url } = await inAShop({ ...PHONE, bypassCSP: true, locale: language });
      const t = services.texts.t(language);
      const check = async () => {
        await page.evaluate(axe);
        const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
          'axe.run()',
        );
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      };
      await check();
      await page.getByRole('link', { name: 'Mango pickle' }).click();
      await page.waitForURL(/\/p\//);
      await check();
      await page.goto(`${url}/s/${store.link}/order`);
      await check();
      await page.goto(`${url}/s/${store.link}`);
      await order(page, language);
      await check();
      await page.goto(`${url}/s/${store.link}`);
      await page.getByRole('button', { name: t('storefront.addIt', { product: 'Mango pickle' }) }).click();
      await page.getByText(t('storefront.cart', { count: 1, pieces: '1', total: '₹149' })).waitFor();
      await page.goto(`${url}/s/${store.link}/order`);
      await check();
      await page.goto(`${url}/s/no-such-shop`);
      await check();
    },
  );
});
