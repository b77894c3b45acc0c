import { describe, expect, it } from 'vitest';
import { chatWith } from '../../../support/chat.js';
import { testServices } from '../../../support/services.js';
import { aProduct, aShop } from '../../../support/shop.js';

const services = testServices();

async function inAShop(...names: string[]) {
  const { store, products } = await aShop(services, names);
  const buyer = await chatWith(services);
  await buyer.starts(`s_${store.link}`);
  return { store, buyer, ids: products.map(({ _id }) => _id) };
}

/** What is said of a cart but for the last line, which leads to it on the page. */
const linesOf = (said: string) => said.replace(/\n.*$/, '');

describe('a cart in the chat', () => {
  it('is filled by a tap, and a card with − and + shows how many', async () => {
    const { buyer, ids } = await inAShop('Mango');
    const [mango = ''] = ids;
    expect(await buyer.taps(`add:${mango}`)).toBe('Mango · ₹149\nIn your cart: 1.');
    expect(buyer.ids()).toEqual([`less:${mango}`, `more:${mango}`, 'checkout', 'cart', `ask:${mango}`, 'buy']);
    expect(await buyer.taps(`more:${mango}`)).toBe('Mango · ₹149\nIn your cart: 2.');
    expect(await buyer.taps(`less:${mango}`)).toBe('Mango · ₹149\nIn your cart: 1.');
    expect(await buyer.taps(`less:${mango}`)).toBe('Mango · ₹149');
    expect(await buyer.presses(`less:${mango}`)).toBe('Mango · ₹149');
  });

  it('comes out of the catalog of the messenger, with what is in a shop now', async () => {
    const { store, buyer, ids } = await inAShop('Mango', 'Lemon');
    const [mango = '', lemon = ''] = ids;
    const ordered = [
      { productId: mango, qty: 2 },
      { productId: 'f'.repeat(24), qty: 1 },
      { productId: lemon, qty: 500 },
    ];
    const stranger = await chatWith(services, { channel: 'whatsapp-cloud' });
    const said = await stranger.orders(ordered);
    expect(said).toContain("Some of it can't be had any more.");
    expect(said).toContain(`Your cart at ${store.name}:`);
    expect(said).toMatch(/2 × Mango[\s\S]*99 × Lemon/);
    expect(stranger.ids()).toContain('checkout');
    expect(await buyer.orders([{ productId: 'f'.repeat(24), qty: 1 }])).toMatch(/product/);
  });

  it('leads to the page that orders it', async () => {
    const { store, buyer, ids } = await inAShop('Mango');
    await buyer.taps(`add:${ids[0]}`);
    const [, link, cartId = ''] =
      /\nIt is on this page too: \S+\/s\/([^/]+)\/c\/(\S+)$/.exec(await buyer.taps('cart')) ?? [];
    expect(link).toBe(store.link);
    expect((await services.carts.read(cartId)).lines).toMatchObject([{ productId: ids[0], qty: 1 }]);
  });

  it('takes several rows of a list at once', async () => {
    const { store } = await aShop(services, ['Mango', 'Lemon', 'Papad']);
    const buyer = await chatWith(services, { channel: 'whatsapp-web' });
    await buyer.types(`shop ${store.link}`);
    expect(buyer.said()).toContain('*1* + Papad · ₹149\n*2* + Lemon · ₹149\n*3* + Mango · ₹149');
    expect(await buyer.types('१x2, 3')).toContain('2 × Papad · ₹298\n1 × Mango · ₹149\nTotal: ₹447');
  });

  it('shows its lines, its delivery and its sum', async () => {
    const { store, products, accountId } = await aShop(services, ['Mango']);
    await services.stores.update(accountId, store._id, { deliveryCharge: 3000, freeAbove: 20000 });
    const buyer = await chatWith(services);
    const id = products[0]?._id;
    await buyer.presses(`add:${id}`);
    expect(linesOf(await buyer.types('cart'))).toBe(
      `Your cart at ${store.name}:\n1 × Mango · ₹149\nDelivery · ₹30\nTotal: ₹179`,
    );
    expect(buyer.ids()).toEqual(['checkout', `remove:${id}`, 'buy']);
    await buyer.presses(`more:${id}`);
    expect(linesOf(await buyer.taps('cart'))).toBe(`Your cart at ${store.name}:\n2 × Mango · ₹298\nTotal: ₹298`);
  });

  it('lets a line go at once, and puts it back as it was', async () => {
    const { buyer, ids, store } = await inAShop('Mango', 'Lemon');
    const [mango = '', lemon = ''] = ids;
    for (const wire of [`add:${mango}`, `more:${mango}`, `more:${mango}`, `add:${lemon}`, 'cart'])
      await buyer.presses(wire);
    expect(linesOf(await buyer.taps(`remove:${mango}`))).toBe(
      `Mango is out of your cart.\n\nYour cart at ${store.name}:\n1 × Lemon · ₹149\nTotal: ₹149`,
    );
    const undo = buyer.ids().find((id) => id.startsWith(`undo:cart.${mango}.3.`)) ?? '';
    expect(await buyer.taps(undo)).toContain('3 × Mango · ₹447');
    await buyer.taps(`remove:${lemon}`);
    await buyer.taps(`remove:${mango}`);
    expect(buyer.said()).toBe(`Mango is out of your cart.\n\nYour cart at ${store.name} is empty.`);
    expect(await buyer.presses(`remove:${mango}`)).toMatch(/is empty\.$/);
  });

  it('leads back to the shop also from an old message, and by a 0 where there are no buttons', async () => {
    const { store, products } = await aShop(services, ['Mango']);
    const buyer = await chatWith(services);
    await buyer.presses(`add:${products[0]?._id}`);
    const toShop = buyer.wire('buy');
    await buyer.types('checkout');
    await buyer.types('Ravi');
    expect(await buyer.presses(toShop), 'and not back to the name').toMatch(new RegExp(`^Welcome to ${store.name}`));

    const typing = await chatWith(services, { channel: 'whatsapp-web' });
    await typing.types(`shop ${store.link}`);
    await typing.types('1');
    expect(typing.said()).toContain('*0* Back to the shop');
    expect(await typing.types('0')).toMatch(new RegExp(`^Welcome to ${store.name}`));
  });

  it('leads back to its own shop where the buyer is in no other', async () => {
    const { store, products } = await aShop(services, ['Mango']);
    const buyer = await chatWith(services);
    await buyer.presses(`remove:${products[0]?._id}`);
    expect(await buyer.taps('buy')).toMatch(new RegExp(`^Welcome to ${store.name}`));
  });

  it('puts a line back for ten minutes', async () => {
    const { buyer, ids } = await inAShop('Mango');
    await buyer.taps(`add:${ids[0]}`);
    await buyer.types('cart');
    await buyer.taps(`remove:${ids[0]}`);
    const undo = buyer.ids().find((id) => id.startsWith('undo:')) ?? '';
    buyer.waits(10);
    expect(await buyer.presses(undo)).toContain('1 × Mango · ₹149');
    await buyer.taps(`remove:${ids[0]}`);
    buyer.waits(1);
    expect(await buyer.presses(undo)).toMatch(/^That was over 10 minutes ago\./);
    expect(await buyer.presses(`undo:cart.${ids[0]}.1`)).toMatch(/^That was over 10 minutes ago\./);
    expect(await buyer.types('cart')).toMatch(/is empty\.$/);
  });

  it('holds no more than there is', async () => {
    const { store } = await aShop(services, []);
    const { _id } = await aProduct(services, store, { name: 'Ghee', stock: 2 });
    const buyer = await chatWith(services);
    await buyer.presses(`add:${_id}`);
    const all = 'Only 2 of Ghee are left.\n\nGhee · ₹149\nOnly 2 left.\nIn your cart: 2.';
    expect(await buyer.taps(`more:${_id}`)).toBe(all);
    expect(buyer.ids()).not.toContain(`more:${_id}`);
    expect(await buyer.presses(`more:${_id}`)).toBe(all);
  });

  it('is of one shop: a button of another shop takes the buyer there', async () => {
    const { buyer, ids, store } = await inAShop('Mango');
    const other = await aShop(services, ['Kurta']);
    await buyer.taps(`add:${ids[0]}`);
    expect(await buyer.presses(`add:${other.products[0]?._id}`)).toBe('Kurta · ₹149\nIn your cart: 1.');
    expect((await buyer.contact()).shop?.storeId).toBe(other.store._id);
    await buyer.starts(`s_${store.link}`);
    expect(await buyer.taps(`add:${ids[0]}`)).toBe('Mango · ₹149\nIn your cart: 2.');
  });

  it('begun on a page goes on in the chat', async () => {
    const { store, products } = await aShop(services);
    const cart = await services.carts.create(store.link);
    await services.carts.add(cart.cartId, { productId: products[0]?._id ?? '', qty: 2, storeLink: store.link });
    const buyer = await chatWith(services);
    expect(await buyer.starts(`c_${cart.cartId}`)).toContain('2 × Mango · ₹298');
    expect((await buyer.contact()).carts).toEqual([{ storeId: store._id, cartId: cart.cartId }]);
  });

  it('is still there after a look into another shop, where it was begun on a page as well', async () => {
    const { store, products } = await aShop(services);
    const cart = await services.carts.create(store.link);
    await services.carts.add(cart.cartId, { productId: products[0]?._id ?? '', qty: 2, storeLink: store.link });
    const buyer = await chatWith(services);
    await buyer.starts(`c_${cart.cartId}`);
    const other = await aShop(services, ['Kurta']);
    await buyer.starts(`s_${other.store.link}`);
    await buyer.taps(`add:${other.products[0]?._id}`);
    expect(await buyer.starts(`s_${store.link}`)).toContain('In your cart: 2 items, ₹298.');
    expect(await buyer.starts(`s_${other.store.link}`)).toContain('In your cart: 1 item, ₹149.');
  });

  it('that is gone is told, and the shop is shown', async () => {
    const { buyer, store } = await inAShop('Mango');
    expect(await buyer.starts('c_AAAAAAAAAAAAAAAAAAAAAA')).toMatch(
      new RegExp(`^That cart is gone\\. Please fill it again\\.\\n\\nWelcome to ${store.name}`),
    );
    const stranger = await chatWith(services);
    expect(await stranger.starts('c_x')).toMatch(/^You are in no shop yet\.\n\nWhich shop\?/);
  });

  it('is made anew when Redis lost it', async () => {
    const { buyer, ids } = await inAShop('Mango');
    await buyer.taps(`add:${ids[0]}`);
    await services.redis.flushdb();
    expect(await buyer.types('cart')).toMatch(/is empty\.$/);
    expect(await buyer.presses(`add:${ids[0]}`)).toBe('Mango · ₹149\nIn your cart: 1.');
  });

  it('needs a shop', async () => {
    const buyer = await chatWith(services);
    for (const text of ['cart', 'checkout']) {
      expect(await buyer.types(text)).toBe(
        'You are in no shop yet.\n\nWhich shop? Send me its link, like asha-pickles.',
      );
      await buyer.types('cancel');
    }
  });
});
