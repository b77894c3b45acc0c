import { describe, expect, it } from 'vitest';
import { chatWith } from '../../../support/chat.js';
import { testServices } from '../../../support/services.js';
import { aProduct, aShop } from '../../../support/shop.js';

const services = testServices();
const names = (count: number) => Array.from({ length: count }, (_, n) => `Thing${n + 1}`);

describe('a buyer who comes into a shop', () => {
  it.each(['deep link', 'command', 'address', 'button and link'])('by its %s sees what it sells', async (door) => {
    const { store, products } = await aShop(services, ['Mango', 'Lemon']);
    const buyer = await chatWith(services);
    if (door === 'deep link') await buyer.starts(`s_${store.link}`);
    if (door === 'command') await buyer.types(`shop ${store.link.toUpperCase()}`);
    if (door === 'address') await buyer.types(services.stores.url(store));
    if (door === 'button and link') {
      await buyer.starts();
      expect(await buyer.taps('buy')).toBe('Which shop? Send me its link, like asha-pickles.');
      await buyer.types(services.stores.url(store));
    }
    expect(buyer.said()).toBe(`Welcome to ${store.name}, Jaipur. What would you like?`);
    expect(buyer.ids()).toEqual(products.map(({ _id }) => `add:${_id}`).reverse());
    expect((await buyer.contact()).shop).toEqual({ storeId: store._id });
  });

  it('is told when there is no such shop, and asked again where the link was asked', async () => {
    const buyer = await chatWith(services);
    expect(await buyer.starts('s_nowhere-at-all')).toBe('No shop at this link. Ask the seller for it again.');
    await buyer.presses('buy');
    expect(await buyer.types('nowhere-at-all')).toMatch(/^No shop at this link\..*\n\nWhich shop\?/);
  });

  it('sees eight products at once, and more of a shop with one category page by page', async () => {
    const { store, products } = await aShop(services, names(10));
    const buyer = await chatWith(services);
    await buyer.starts(`s_${store.link}`);
    expect(buyer.ids()).toHaveLength(9);
    await buyer.taps('next');
    expect(buyer.ids()).toEqual([`add:${products[1]?._id}`, `add:${products[0]?._id}`, 'buy']);
    await buyer.taps('buy');
    expect(buyer.ids()).toHaveLength(9);
  });

  it('enters a larger shop by its categories', async () => {
    const { store } = await aShop(services, names(8));
    const kurta = await aProduct(services, store, { name: 'Kurta', category: 'Clothes' });
    const buyer = await chatWith(services);
    await buyer.starts(`s_${store.link}`);
    expect(buyer.replies[0]?.prompt.choices?.map(({ label }) => label)).toEqual(['Pickles (8)', 'Clothes (1)']);
    expect(await buyer.taps(`category:${kurta.categoryId}`)).toBe(`Clothes at ${store.name}. What would you like?`);
    expect(buyer.ids()).toEqual([`add:${kurta._id}`, 'buy']);
  });

  it('finds products by their words, and sees one alone as its card', async () => {
    const { store, products } = await aShop(services, ['Mango pickle', 'Lemon pickle', 'Papad']);
    const buyer = await chatWith(services);
    await buyer.starts(`s_${store.link}`);
    expect(await buyer.types('pickle')).toBe('This is what I found for "pickle".');
    expect(buyer.ids()).toHaveLength(4);
    expect(await buyer.types('papad')).toBe('Papad · ₹149');
    expect(buyer.ids()).toEqual([`add:${products[2]?._id}`, `ask:${products[2]?._id}`, 'buy']);
    expect(await buyer.types('quinoa')).toMatch(/^I didn't understand that\./);
    expect(buyer.ids()).toEqual(['cart', 'my-orders', 'sell']);
  });

  it('may say "buy" before it, where no shop is called so', async () => {
    const { store } = await aShop(services, ['Mango pickle']);
    const buyer = await chatWith(services);
    await buyer.starts(`s_${store.link}`);
    expect(await buyer.types('buy mango')).toBe('Mango pickle · ₹149');
    expect(await buyer.types('buy quinoa')).toMatch(/^No shop at this link\./);
    expect(await buyer.types('x'.repeat(90))).toMatch(/^I didn't understand/);
  });

  it('still finds them after something else was talked about', async () => {
    const { store } = await aShop(services, ['Mango pickle']);
    const buyer = await chatWith(services);
    await buyer.starts(`s_${store.link}`);
    await buyer.types('help');
    await buyer.types('cancel');
    expect(await buyer.types('mango')).toBe('Mango pickle · ₹149');
  });

  it('comes back to the shop with what was in the cart', async () => {
    const { store, products } = await aShop(services);
    const buyer = await chatWith(services);
    await buyer.starts(`s_${store.link}`);
    await buyer.taps(`add:${products[0]?._id}`);
    expect(await buyer.types('shop')).toMatch(/\nIn your cart: 1 item, ₹149\.$/);
    expect(await buyer.starts(`s_${store.link}`)).toMatch(/\nIn your cart: 1 item, ₹149\.$/);
  });
});

describe('a product', () => {
  it('shows its printed price, what is written of it, and how few are left', async () => {
    const { store } = await aShop(services, []);
    const { _id } = await services.products.add(store, {
      ...{ name: 'Ghee', description: 'From our cows', mrp: 60000, salePrice: 54950, category: 'Dairy', stock: 3 },
    });
    const buyer = await chatWith(services);
    expect(await buyer.presses(`product:${_id}`)).toBe('Ghee · ₹549.50 (MRP ₹600)\nFrom our cows\nOnly 3 left.');
    expect(buyer.ids()).toEqual([`add:${_id}`, `ask:${_id}`, 'buy']);
    expect((await buyer.contact()).shop?.storeId).toBe(store._id);
  });

  it('stays listed when it is sold out, and cannot be put in', async () => {
    const { store } = await aShop(services, []);
    const { _id } = await aProduct(services, store, { name: 'Ghee', stock: 0 });
    const buyer = await chatWith(services);
    await buyer.starts(`s_${store.link}`);
    expect(buyer.replies[0]?.prompt.choices).toEqual([{ id: `product:${_id}`, label: 'Ghee · sold out' }]);
    expect(await buyer.taps(`product:${_id}`)).toBe('Ghee · ₹149\nIt is sold out just now.');
    expect(await buyer.presses(`add:${_id}`)).toMatch(/^Ghee has just sold out\. The rest of your cart is safe\./);
    expect(await buyer.types('cart')).toMatch(/is empty\.$/);
  });

  it('that was taken out of the shop is told to be gone', async () => {
    const { store, products } = await aShop(services);
    const [mango] = products;
    const buyer = await chatWith(services);
    await buyer.starts(`s_${store.link}`);
    await services.products.remove(store, mango?._id ?? '');
    expect(await buyer.taps(`add:${mango?._id}`)).toMatch(/^This product is not in the shop any more\./);
    expect(await buyer.presses(`product:${mango?._id}`)).toMatch(/^This product is not in the shop any more\./);
  });
});

describe('a shop', () => {
  it('that is closed can be looked at, but nothing is ordered', async () => {
    const { store, products, accountId } = await aShop(services);
    await services.stores.update(accountId, store._id, { open: false });
    const buyer = await chatWith(services);
    expect(await buyer.starts(`s_${store.link}`)).toMatch(/is closed just now\. You can still look around\.$/);
    expect(buyer.ids()).toEqual([`product:${products[0]?._id}`]);
    await buyer.presses(`add:${products[0]?._id}`);
    expect(await buyer.types('checkout')).toMatch(/is closed just now\. Please come back later\./);
  });

  it('without products says that it is filling its shelves', async () => {
    const { store } = await aShop(services, []);
    const buyer = await chatWith(services);
    expect(await buyer.starts(`s_${store.link}`)).toMatch(/is still filling its shelves\./);
  });
});
