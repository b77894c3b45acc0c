import { describe, expect, it } from 'vitest';
import { chatWith } from '../../../support/chat.js';
import { testServices } from '../../../support/services.js';
import { aKnownBuyer, aProduct, aShop } from '../../../support/shop.js';

const services = testServices();
const ordersOf = async (customerId: string) => (await services.orders.ofCustomer(customerId, { limit: 10 })).items;

describe('a buyer nobody knows', () => {
  it('is asked for name, number and address, and then sees the whole order', async () => {
    const { store, products } = await aShop(services);
    const buyer = await chatWith(services);
    await buyer.starts(`s_${store.link}`);
    await buyer.taps(`add:${products[0]?._id}`);
    expect(await buyer.taps('checkout')).toBe('What name should be on the order?');
    expect(await buyer.types('Ravi Kumar')).toBe('Your mobile number, please, so that the shop can reach you.');
    expect(await buyer.types('12')).toMatch(/^That is no mobile number I know\..*\n\nYour mobile number/s);
    expect(await buyer.types('98765 43210')).toBe('Test mode: type any 4 digits.');
    expect(await buyer.types('12')).toMatch(/^A code has 4 to 8 digits/);
    expect(await buyer.types('1234')).toBe('Where should it go? Type the address or share the place.');
    expect(await buyer.types('12 MI Road, Jaipur')).toBe(
      [
        `Your order at ${store.name}:`,
        '1 × Mango · ₹149',
        'Total: ₹149',
        'For Ravi Kumar, 12 MI Road, Jaipur',
        'Write a note if you like, or choose how to pay.',
      ].join('\n'),
    );
    expect(buyer.ids()).toEqual(['cod', 'address', 'cart']);
    expect(await buyer.types('Please ring twice')).toContain('\nNote: Please ring twice');
    expect(await buyer.taps('cod')).toMatch(
      new RegExp(`^Done\\. Order HT-\\w{5} is with ${store.name}\\. You pay ₹149 in cash when it comes\\.$`),
    );
    const { customerId = '' } = await buyer.contact();
    expect(await ordersOf(customerId)).toMatchObject([
      {
        ...{ name: 'Ravi Kumar', mobile: '+919876543210', address: '12 MI Road, Jaipur', note: 'Please ring twice' },
        ...{ status: 'placed', total: 14900, contactId: buyer.contactId, payment: { method: 'cod', state: 'due' } },
      },
    ]);
    expect(await buyer.types('cart')).toMatch(/is empty\.$/);
  });

  it('goes back from question to question, and leaves with cancel', async () => {
    const { products } = await aShop(services);
    const buyer = await chatWith(services);
    await buyer.presses(`add:${products[0]?._id}`);
    await buyer.taps('checkout');
    await buyer.types('Ravi');
    await buyer.types('9876543211');
    expect(await buyer.types('back')).toMatch(/^Your mobile number/);
    expect(await buyer.types('back')).toMatch(/^What name/);
    expect(await buyer.types('back')).toMatch(/^Welcome/);
    await buyer.types('checkout');
    expect(await buyer.types('cancel')).toMatch(/^I stopped here/);
    expect(await buyer.types('cart')).toContain('1 × Mango');
  });

  it('may share a number that the platform vouches for, and a place on the map', async () => {
    const { products } = await aShop(services);
    const buyer = await chatWith(services, { channel: 'telegram', known: { name: 'Meena' } });
    await buyer.presses(`add:${products[0]?._id}`);
    expect(await buyer.taps('checkout')).toMatch(/^Your mobile number/);
    expect(await buyer.sharesNumber('+919876543212')).toMatch(/^Where should it go\?/);
    expect(await buyer.sharesPlace(26.9124, 75.7873, 'Hawa Mahal')).toContain(
      'For Meena, Hawa Mahal\nhttps://maps.google.com/?q=26.91240,75.78730',
    );
    expect((await buyer.contact()).customerProof).toBe('platform');
  });

  it('needs a code for a number that nobody vouches for', async () => {
    const { products } = await aShop(services);
    const buyer = await chatWith(services, { known: { name: 'Meena' } });
    await buyer.presses(`add:${products[0]?._id}`);
    await buyer.taps('checkout');
    expect(await buyer.sharesNumber('+919876543213', false)).toBe('Test mode: type any 4 digits.');
    await buyer.types('0000');
    expect((await buyer.contact()).customerProof).toBe('bypass');
  });

  it('may still share the number while the code is asked', async () => {
    const { products } = await aShop(services);
    const buyer = await chatWith(services, { known: { name: 'Meena' } });
    await buyer.presses(`add:${products[0]?._id}`);
    await buyer.taps('checkout');
    await buyer.types('9876543214');
    expect(await buyer.sharesNumber('+919876543215')).toMatch(/^Where should it go\?/);
    expect((await buyer.contact()).phone).toBe('+919876543215');
  });
});

describe('a buyer who is known', () => {
  it('orders with four messages: come in, put in, order, pay', async () => {
    const { store, products } = await aShop(services);
    const buyer = await aKnownBuyer(services, { channel: 'telegram' });
    await buyer.starts(`s_${store.link}`);
    await buyer.taps(`add:${products[0]?._id}`);
    expect(await buyer.taps('checkout')).toContain('For Ravi, 4 MI Road, Jaipur');
    expect(await buyer.taps('cod')).toMatch(/^Done\. Order HT-/);
    expect(await ordersOf(buyer.customerId)).toHaveLength(1);
  });

  it('on a channel of numbers with words and numbers alone', async () => {
    const { store, products } = await aShop(services);
    const buyer = await aKnownBuyer(services, { channel: 'whatsapp-web' });
    await buyer.types(`shop ${store.link}`);
    expect(buyer.said()).toBe(`Welcome to ${store.name}, Jaipur. What would you like?\n\n*1* + Mango · ₹149`);
    await buyer.types('1');
    expect(buyer.said()).toBe(
      'Mango · ₹149\nIn your cart: 1.\n\n*1* − One less\n*2* + One more\n*3* Order · ₹149\n*4* See my cart\n*5* Ask the seller\n*0* Back to the shop',
    );
    await buyer.types('3');
    expect(await buyer.types('cash')).toMatch(/^Done\. Order HT-/);
    expect(products).toHaveLength(1);
  });

  it('is offered the addresses used before, and may take another', async () => {
    const { products } = await aShop(services);
    const buyer = await aKnownBuyer(services);
    await buyer.presses(`add:${products[0]?._id}`);
    await buyer.taps('checkout');
    await buyer.taps('address');
    expect(buyer.replies[0]?.prompt).toMatchObject({
      ask: 'address',
      choices: [{ id: 'address:0', label: '4 MI Road, Jaipur' }],
    });
    expect(await buyer.types('7 Mall Road, Shimla')).toContain('For Ravi, 7 Mall Road, Shimla');
    await buyer.taps('address');
    expect(await buyer.taps('address:0')).toContain('For Ravi, 4 MI Road, Jaipur');
  });

  it('as a seller needs no second proof of the same number', async () => {
    const { products } = await aShop(services);
    const buyer = await chatWith(services, { known: { name: 'Asha' } });
    await services.contacts.linkAccount(buyer.contactId, 'some account', '+919876500001', 'otp');
    await buyer.presses(`add:${products[0]?._id}`);
    expect(await buyer.taps('checkout')).toMatch(/^Where should it go/);
    expect((await buyer.contact()).customerProof).toBe('otp');
  });

  it('who was forgotten meanwhile is asked again', async () => {
    const { products } = await aShop(services);
    const buyer = await aKnownBuyer(services, { known: { name: 'Ravi' } });
    await services.customers.forget(buyer.customerId);
    await buyer.presses(`add:${products[0]?._id}`);
    expect(await buyer.taps('checkout')).toMatch(/^Your mobile number/);
  });

  it('pays by UPI where the shop takes it', async () => {
    const { store, products, accountId } = await aShop(services);
    await services.stores.update(accountId, store._id, { upiVpa: 'asha@okbank' });
    const buyer = await aKnownBuyer(services);
    await buyer.presses(`add:${products[0]?._id}`);
    await buyer.taps('checkout');
    expect(buyer.ids()).toEqual(['cod', 'upi', 'address', 'cart']);
    expect(await buyer.taps('upi')).toMatch(
      /Pay ₹149 by UPI to asha@okbank\.\nupi:\/\/pay\?pa=asha%40okbank&.*&am=149\.00&cu=INR/,
    );
  });
});

describe('an order that cannot be as it was seen', () => {
  async function atReview(stock: number | null = null) {
    const shop = await aShop(services, ['Mango']);
    const ghee = await aProduct(services, shop.store, { name: 'Ghee', stock });
    const buyer = await aKnownBuyer(services);
    for (const id of [shop.products[0]?._id, ghee._id]) await buyer.presses(`add:${id}`);
    await buyer.taps('checkout');
    return { ...shop, ghee, buyer };
  }

  it('is shown once more with the old price and the new, and only then placed', async () => {
    const { buyer, store, ghee } = await atReview();
    await services.products.change(store, ghee._id, { salePrice: 12000, mrp: 14900 });
    expect(await buyer.taps('cod')).toMatch(/^Ghee is now ₹120; it was ₹149\.\nNew total: ₹269\.\n\nYour order at/);
    expect(await ordersOf(buyer.customerId)).toEqual([]);
    expect(await buyer.taps('cod')).toMatch(/You pay ₹269 in cash/);
  });

  it('is not placed by the button of the review before', async () => {
    const { buyer, store, ghee } = await atReview();
    const old = buyer.wire('cod');
    await services.products.change(store, ghee._id, { salePrice: 12000, mrp: 14900 });
    await buyer.presses(old);
    expect(await buyer.presses(old)).toMatch(/^That button is from an earlier message\.\n\nYour order at/);
    expect(await ordersOf(buyer.customerId)).toEqual([]);
  });

  it('goes without what has just sold out', async () => {
    const { buyer, store, ghee } = await atReview(1);
    await services.products.change(store, ghee._id, { stock: 0 });
    expect(await buyer.taps('cod')).toMatch(
      /^Ghee has just sold out\. The rest of your cart is safe\.\nNew total: ₹149\.\n\nYour order/,
    );
    expect(await buyer.taps('cod')).toMatch(/You pay ₹149 in cash/);
    expect((await ordersOf(buyer.customerId))[0]?.lines.map(({ name }) => name)).toEqual(['Mango']);
  });

  it('goes with the pieces that are left', async () => {
    const { store } = await aShop(services);
    const ghee = await aProduct(services, store, { name: 'Ghee', stock: 5 });
    const buyer = await aKnownBuyer(services);
    for (let n = 0; n < 3; n++) await buyer.presses(`add:${ghee._id}`);
    await buyer.taps('checkout');
    await services.products.change(store, ghee._id, { stock: 2 });
    expect(await buyer.taps('cod')).toMatch(/^Only 2 of Ghee are left\.\nNew total: ₹298\./);
    expect(await buyer.taps('cod')).toMatch(/You pay ₹298/);
  });

  it('ends at the cart when nothing is left', async () => {
    const { store } = await aShop(services);
    const ghee = await aProduct(services, store, { name: 'Ghee', stock: 1 });
    const buyer = await aKnownBuyer(services);
    await buyer.presses(`add:${ghee._id}`);
    await buyer.taps('checkout');
    await services.products.change(store, ghee._id, { hidden: true });
    expect(await buyer.taps('cod')).toMatch(/^Ghee has just sold out\..*\n\nYour cart at/s);
    expect(await ordersOf(buyer.customerId)).toEqual([]);
  });

  it('tells a new delivery charge too', async () => {
    const { buyer, store, accountId } = await atReview();
    await services.stores.update(accountId, store._id, { deliveryCharge: 2500 });
    expect(await buyer.taps('cod')).toMatch(/^Delivery is now ₹25; it was ₹0\.\nNew total: ₹323\./);
  });

  it('waits in words while the shop is closed', async () => {
    const { buyer, store, accountId } = await atReview();
    await services.stores.update(accountId, store._id, { open: false });
    expect(await buyer.taps('cod')).toMatch(/is closed just now\. Please come back later\.\n\nYour order at/);
  });

  it('is not begun below the minimum, and the cart is shown', async () => {
    const { store, products, accountId } = await aShop(services);
    await services.stores.update(accountId, store._id, { minOrder: 20000 });
    const buyer = await aKnownBuyer(services);
    await buyer.presses(`add:${products[0]?._id}`);
    expect(await buyer.taps('checkout')).toMatch(/takes orders from ₹200\. Please add ₹51 more\.\n\nMango · ₹149/);
  });
});

describe('placing an order', () => {
  it('once places it once: a second tap finds the order', async () => {
    const { products } = await aShop(services);
    const buyer = await aKnownBuyer(services);
    await buyer.presses(`add:${products[0]?._id}`);
    await buyer.taps('checkout');
    const wire = buyer.wire('cod');
    const first = await buyer.presses(wire);
    expect(await buyer.presses(wire)).toBe(`That button is from an earlier message.\n\n${first}`);
    expect(await ordersOf(buyer.customerId)).toHaveLength(1);
  });

  it('takes "no onions" for a note, and a plain no for none, also from somebody who sells', async () => {
    const { products, accountId } = await aShop(services);
    const buyer = await aKnownBuyer(services);
    await services.contacts.linkAccount(buyer.contactId, accountId, '+919876577777', 'platform');
    await buyer.presses(`add:${products[0]?._id}`);
    await buyer.taps('checkout');
    expect(await buyer.types('no')).toContain('Write a note if you like');
    expect(await buyer.types('no onions')).toContain('Note: no onions');
    expect(await buyer.types('ok thanks')).toContain('Note: ok thanks');
  });

  it('is not done by an "ok", and a greeting is no note', async () => {
    const { products } = await aShop(services);
    const buyer = await aKnownBuyer(services);
    await buyer.presses(`add:${products[0]?._id}`);
    await buyer.taps('checkout');
    for (const text of ['ok', 'yes', 'hello', '77'])
      expect(await buyer.types(text)).toContain('Write a note if you like');
    expect(await buyer.types('x'.repeat(501))).toMatch(/^A note has at most 500 characters/);
    expect(await buyer.types('back')).toMatch(/^Where should it go/);
  });
});
