import { describe, expect, it } from 'vitest';
import { buildersOf } from '../orders/builders.js';
import { testServices } from '../support/services.js';
import { aStorefront, words } from './a-storefront.js';
import { aVisitor, formsIn } from './a-visitor.js';

const services = testServices();
const { aStore, aProduct } = buildersOf(services);

let mobiles = 0;
const aMobile = () => `98111${String(10_000 + mobiles++)}`;
const someone = (mobile = aMobile()) => ({ mobile, otp: '1234', name: 'Ravi', address: '12 MG Road, Pune', note: '' });

async function inAShop(stock: number | null = null) {
  const store = await aStore();
  const mango = await aProduct(store, { name: 'Mango pickle', stock });
  await aProduct(store, { name: 'Lemon pickle' });
  const storefront = await aStorefront(services);
  return { store, mango, storefront, buyer: aVisitor(storefront) };
}
const ordersOf = async (storeId: string) => (await services.orders.ofStore(storeId, { limit: 10 })).items;

describe('an order without any script', () => {
  it('goes from the shelf to a page that says it is with the shop', async () => {
    const { store, buyer } = await inAShop();
    await buyer.opens(`/s/${store.link}`);
    expect(await buyer.presses('Add Mango pickle')).toContain('1 item · ₹149');
    expect(await buyer.presses('One more Mango pickle')).toContain('2 items · ₹298');
    const form = await buyer.opens(`/s/${store.link}/order`);
    expect(form).toContain('Mango pickle');
    expect(form).toContain('Place order · ₹298');
    const done = await buyer.fills(someone());
    expect(buyer.at).toMatch(new RegExp(`^/s/${store.link}/orders/[0-9a-f]{24}$`));
    expect(done).toMatch(/Done\. Order HT-\w{5} is with Asha Pickles\./);
    expect(done).toContain('You pay ₹298 in cash when it comes.');
    expect(await ordersOf(store._id)).toMatchObject([{ name: 'Ravi', total: 29_800, status: 'placed' }]);
    // what was ordered has left the cart
    expect(await buyer.opens(`/s/${store.link}/order`)).toContain('Your cart is empty.');
  });

  it('asks a buyer who ordered before for nothing that is known', async () => {
    const { store, buyer } = await inAShop();
    await buyer.opens(`/s/${store.link}`);
    await buyer.presses('Add Mango pickle');
    await buyer.opens(`/s/${store.link}/order`);
    await buyer.fills(someone('9811199999'));
    await buyer.opens(`/s/${store.link}`);
    await buyer.presses('Add Lemon pickle');
    const form = await buyer.opens(`/s/${store.link}/order`);
    expect(form).toContain('You order as +919811199999.');
    expect(form).not.toContain('Mobile number');
    const [order] = formsIn(buyer.page).filter(({ fields }) => 'address' in fields);
    expect(order?.fields).toMatchObject({ name: 'Ravi', address: '12 MG Road, Pune' });
    expect(await buyer.fills({ name: 'Ravi' })).toMatch(/^HT-\w{5} · Asha Pickles/);
  });

  it('says under each field what it should be, and keeps what was typed', async () => {
    const { store, buyer } = await inAShop();
    await buyer.opens(`/s/${store.link}`);
    await buyer.presses('Add Mango pickle');
    await buyer.opens(`/s/${store.link}/order`);
    const told = await buyer.fills({ ...someone(), mobile: '12', name: ' ', note: 'Ring <twice>' });
    expect(buyer.status).toBe(422);
    expect(told).toContain('That is no mobile number I know.');
    expect(told).toContain('A name has 1 to 80 characters');
    const [form] = formsIn(buyer.page).filter(({ fields }) => 'address' in fields);
    expect(form?.fields).toMatchObject({ mobile: '12', note: 'Ring <twice>', address: '12 MG Road, Pune' });
    expect(await ordersOf(store._id)).toEqual([]);
    expect(await buyer.fills({ ...someone(), otp: 'abc' })).toContain('A code has 4 to 8 digits');
    await buyer.fills(someone());
    expect(await ordersOf(store._id)).toHaveLength(1);
  });

  it('shows a price that changed beside the old one, and orders only what was seen', async () => {
    const { store, mango, buyer } = await inAShop();
    await buyer.opens(`/s/${store.link}`);
    await buyer.presses('Add Mango pickle');
    await buyer.opens(`/s/${store.link}/order`);
    await services.products.change(store, mango._id, { salePrice: 15_900 });
    const told = await buyer.fills(someone());
    expect(buyer.status).toBe(409);
    expect(told).toContain('Mango pickle is now ₹159; it was ₹149. New total: ₹159.');
    expect(await ordersOf(store._id)).toEqual([]);
    await buyer.fills({ name: 'Ravi' });
    expect(await ordersOf(store._id)).toMatchObject([{ total: 15_900 }]);
  });

  it('is one, however often the button is pressed and from however many tabs', async () => {
    const { store, storefront, buyer } = await inAShop();
    await buyer.opens(`/s/${store.link}`);
    await buyer.presses('Add Mango pickle');
    await buyer.opens(`/s/${store.link}/order`);
    const tabs = [1, 2, 3].map(() => {
      const tab = aVisitor(storefront);
      for (const [name, value] of buyer.cookies) tab.cookies.set(name, value);
      return tab;
    });
    await Promise.all(tabs.map((tab) => tab.opens(`/s/${store.link}/order`)));
    const who = someone();
    const said = await Promise.all(tabs.map((tab) => tab.fills(who)));
    expect(new Set(tabs.map(({ at }) => at)).size).toBe(1);
    expect(new Set(said).size).toBe(1);
    expect(await ordersOf(store._id)).toHaveLength(1);
    // and back, and once more
    expect(await tabs[0]?.opens(`/s/${store.link}/order`)).toContain('Your cart is empty.');
  });

  it('of the last piece is had by one of two', async () => {
    const { store, storefront } = await inAShop(1);
    const two = [aVisitor(storefront), aVisitor(storefront)];
    for (const buyer of two) {
      await buyer.opens(`/s/${store.link}`);
      await buyer.presses('Add Mango pickle');
      await buyer.opens(`/s/${store.link}/order`);
    }
    const said = await Promise.all(two.map((buyer) => buyer.fills(someone())));
    expect(said.filter((one) => one.includes('is with Asha Pickles'))).toHaveLength(1);
    expect(await ordersOf(store._id)).toHaveLength(1);
    const loser = two[said.findIndex((one) => !one.includes('is with Asha Pickles'))];
    expect(words(loser?.page ?? '')).toMatch(/can't be had any more|has just sold out/);
  });
});

describe('an order page', () => {
  it('is seen by its buyer alone', async () => {
    const { store, storefront, buyer } = await inAShop();
    await buyer.opens(`/s/${store.link}`);
    await buyer.presses('Add Mango pickle');
    await buyer.opens(`/s/${store.link}/order`);
    await buyer.fills(someone());
    const other = aVisitor(storefront);
    await other.opens(buyer.at);
    expect(other.status).toBe(404);
    await other.opens(`/s/${store.link}`);
    await other.presses('Add Mango pickle');
    await other.opens(`/s/${store.link}/order`);
    await other.fills(someone());
    await other.opens(buyer.at);
    expect(other.status).toBe(404);
  });

  it('shows how the order stands, and why; it can be taken back and ordered again', async () => {
    const { store, mango, buyer } = await inAShop(5);
    const place = async () => {
      await buyer.opens(`/s/${store.link}/order`);
      await buyer.fills(buyer.cookies.has('haat_buyer') ? { name: 'Ravi' } : someone());
      return (await ordersOf(store._id))[0]?._id ?? '';
    };
    await buyer.opens(`/s/${store.link}`);
    await buyer.presses('Add Mango pickle');
    const first = await place();
    expect(await buyer.presses('Cancel this order')).toContain('was cancelled.');
    expect((await services.products.find(store, mango._id)).stock).toBe(5);
    expect(await buyer.presses('Order again')).toContain('Place order · ₹149');
    const second = await place();
    expect(second).not.toBe(first);
    await services.orders.setStatus(store.accountId, second, { status: 'rejected', reason: 'too busy' });
    const said = await buyer.opens(buyer.at);
    expect(said).toContain("Asha Pickles can't take order");
    expect(said).toContain('too busy');
    expect(said).not.toContain('You pay');
  });

  it('of an order that is picked up needs no address and costs no delivery', async () => {
    const { store, buyer } = await inAShop();
    await services.stores.update(store.accountId, store._id, { pickup: true, deliveryCharge: 4000 });
    services.catalog.forget(store._id);
    await buyer.opens(`/s/${store.link}`);
    await buyer.presses('Add Mango pickle');
    expect(await buyer.opens(`/s/${store.link}/order`)).toContain('Place order · ₹189');
    const said = await buyer.fills({ ...someone(), address: '', way: 'pickup' });
    expect(said).toContain('You pay ₹149 when you pick it up.');
    expect(said).toContain('Pick it up: Camp, Pune');
    expect(await ordersOf(store._id)).toMatchObject([{ pickup: true, total: 14_900, delivery: 0, address: '' }]);
  });

  it('of an order by UPI has a link that a payment app opens', async () => {
    const { store, buyer } = await inAShop();
    await services.stores.update(store.accountId, store._id, { upiVpa: 'asha@okbank' });
    services.catalog.forget(store._id);
    await buyer.opens(`/s/${store.link}`);
    await buyer.presses('Add Mango pickle');
    await buyer.opens(`/s/${store.link}/order`);
    const said = await buyer.fills({ ...someone(), payment: 'upi' });
    expect(said).toContain('Pay ₹149 by UPI to asha@okbank.');
    expect(buyer.page).toMatch(
      /href="upi:\/\/pay\?pa=asha%40okbank&amp;pn=Asha%20Pickles&amp;am=149\.00&amp;cu=INR&amp;tn=HT-/,
    );
    expect(buyer.page).toContain('<svg');
    expect(await buyer.presses('I have paid')).toContain('Asha Pickles looks for your payment in the bank.');
    const [order] = await ordersOf(store._id);
    expect(order?.payment.state).toBe('claimed');
    await services.orders.setPayment(store.accountId, order?._id ?? '', 'received');
    expect(await buyer.opens(buyer.at)).toContain('It is paid.');
  });
});

describe('a form', () => {
  it('that another site sends is refused, and changes nothing', async () => {
    const { store, mango, storefront } = await inAShop();
    const answer = await fetch(`${storefront.url}/s/${store.link}/cart`, {
      method: 'POST',
      headers: { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' },
      body: `product=${mango._id}&qty=1`,
      redirect: 'manual',
    });
    expect(answer.status).toBe(403);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it('never leads out of the shop', async () => {
    const { store, mango, storefront } = await inAShop();
    for (const back of [
      '//evil.example',
      'https://evil.example',
      `/s/${store.link}//evil`,
      `/s/${store.link}\\evil`,
      '/chat',
    ]) {
      const answer = await fetch(`${storefront.url}/s/${store.link}/cart`, {
        method: 'POST',
        body: new URLSearchParams({ product: mango._id, qty: '1', back }),
        redirect: 'manual',
      });
      expect([answer.status, answer.headers.get('location')]).toEqual([303, `/s/${store.link}`]);
    }
  });

  it('with anything in it is answered in words', async () => {
    const { store, storefront } = await inAShop();
    for (const [path, body] of [
      ['cart', 'product=x&qty=1'],
      ['cart', 'qty=99999999999'],
      ['cart', ''],
      ['order', 'seen=%00%ff{[&name[]=1&address=%F0%28'],
      ['order', `seen=${'['.repeat(30_000)}`],
      ['orders/none/again', ''],
      ['orders/6923a0f1c5d2e84b7a901234/cancel', ''],
    ]) {
      const answer = await fetch(`${storefront.url}/s/${store.link}/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: body ?? '',
        redirect: 'manual',
      });
      expect(answer.status, `${path} ${body?.slice(0, 40)}`).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(answer.headers.get('content-type')).toContain('text/html');
    }
  });
});
