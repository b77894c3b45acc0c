import { expect, it } from 'vitest';
import { buildersOf } from '../orders/builders.js';
import { testServices } from '../support/services.js';
import { aStorefront } from './a-storefront.js';
import { aVisitor, formsIn } from './a-visitor.js';

const services = testServices();
const { aStore, aProduct } = buildersOf(services);

/** Ends an attribute, an element and a script, whichever it stands in. */
const HOSTILE = `"'><img src=x onerror=alert(1)></script><script>`;

/** Tags of a page that a browser would run or load, but for our own. */
const smuggled = (page: string): string[] =>
  [...page.matchAll(/<script[^>]*>|<img[^>]*>|<[^>]*\son\w+=[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => !/^<script type="(module" src="\/s\/assets\/\w+\/shop\.js"|application\/ld\+json")>$/.test(tag));

it('what a hostile seller and a hostile buyer typed stays words on every page of an order', async () => {
  const store = await aStore(`Asha ${HOSTILE}`);
  const change = { address: HOSTILE, paymentText: HOSTILE, upiVpa: 'asha@okbank' };
  await services.stores.update(store.accountId, store._id, change);
  const names = [HOSTILE, `Mango ${HOSTILE}`];
  const [, mango] = await Promise.all(
    names.map((name) => aProduct(store, { name, category: HOSTILE, description: HOSTILE })),
  );
  services.catalog.forget(store._id);
  const buyer = aVisitor(await aStorefront(services));
  const look = (what: string): void => {
    expect(smuggled(buyer.page), what).toEqual([]);
    expect(buyer.page, what).toContain('&lt;img src=x onerror=alert(1)');
  };
  const shop = `/s/${store.link}`;

  for (const path of [shop, `${shop}?q=${encodeURIComponent(HOSTILE)}`, `${shop}?category=${mango?.categoryId}`]) {
    await buyer.opens(path);
    look(path);
  }
  await buyer.opens(`${shop}/p/${mango?._id}`);
  look('the product');
  await buyer.opens(shop);
  await buyer.presses(`Add Mango ${HOSTILE}`);
  look('the shop with a cart');
  await buyer.opens(`${shop}/order`);
  look('the order');
  const typed = { name: HOSTILE, address: HOSTILE, note: HOSTILE, otp: '1234' };
  await buyer.fills({ mobile: HOSTILE, ...typed });
  expect(formsIn(buyer.page).find(({ fields }) => 'note' in fields)?.fields).toMatchObject({ note: HOSTILE });
  look('the order that was refused');
  await buyer.fills({ mobile: '9811100001', ...typed });
  expect(buyer.at).toMatch(/\/orders\/[0-9a-f]{24}$/);
  look('the order that was placed');

  const [order] = (await services.orders.ofStore(store._id, { limit: 1 })).items;
  await services.orders.setStatus(store.accountId, order?._id ?? '', { status: 'rejected', reason: HOSTILE });
  await buyer.opens(buyer.at);
  look('the order that was turned down');
  expect(buyer.page).toContain('&lt;/script>');
});
