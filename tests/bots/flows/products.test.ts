import { describe, expect, it } from 'vitest';
import { aPhoto, aSeller, chatWith } from '../../support/chat.js';
import { testServices } from '../../support/services.js';
import { aProduct, aShop } from '../../support/shop.js';

const services = testServices();
const read = (seller: Awaited<ReturnType<typeof aSeller>>, id: string) => services.products.find(seller.store, id);

async function withMango(options: Parameters<typeof aSeller>[1] = {}) {
  const seller = await aSeller(services, options);
  const mango = await aProduct(services, seller.store, { name: 'Mango pickle', stock: 5, mrp: 19900 });
  await aProduct(services, seller.store, { name: 'Lemon pickle' });
  return { seller, mango };
}

describe('the list of products', () => {
  it('says how to begin while there is nothing', async () => {
    const seller = await aSeller(services);
    expect(await seller.types('products')).toContain('Your shop is still empty.');
    expect(seller.ids()).toEqual(['add-product', 'import']);
  });

  it('shows eight at a time, the newest first, with how each of them stands', async () => {
    const seller = await aSeller(services);
    for (let n = 1; n <= 9; n++) {
      await aProduct(services, seller.store, {
        name: `Pickle ${n}`,
        salePrice: 10000,
        stock: n === 9 ? 0 : n === 8 ? 5 : null,
      });
    }
    await seller.types('products');
    expect(seller.labels().slice(0, 3)).toEqual([
      'Pickle 9 · ₹100 · sold out',
      'Pickle 8 · ₹100 · 5 left',
      'Pickle 7 · ₹100',
    ]);
    expect(seller.labels()).not.toContain('Pickle 1 · ₹100');
    await seller.taps('next');
    expect(seller.labels()).toContain('Pickle 1 · ₹100');
    expect(await seller.types('back')).toContain(`In ${seller.store.name}, newest first`);
  });

  it('comes with one picture of their photos, numbered like the rows', async () => {
    const seller = await aSeller(services);
    await aProduct(services, seller.store, { name: 'Papad' });
    await seller.types('products');
    expect(seller.talk.replies.at(-1)?.prompt.photo).toBeUndefined();
    const photo = await services.photos.take(await aPhoto(3));
    await services.products.add(seller.store, { name: 'Kurta', mrp: 100, salePrice: 100, category: 'Clothes', photo });
    await seller.types('products');
    const key = seller.talk.replies.at(-1)?.prompt.photo ?? '';
    expect(key).toMatch(/^sheet\//);
    expect((await services.media.read(key))?.length).toBeGreaterThan(500);
  });

  it('is searched by a typed word: the only one opens at once', async () => {
    const { seller } = await withMango();
    await seller.types('products');
    expect(await seller.types('mango')).toContain('Mango pickle · ₹149, MRP ₹199');
    expect(await seller.types('PICKLE')).toContain('Found for "PICKLE":');
    expect(await seller.types('nothing such')).toMatch(/^I didn't understand/);
  });
});

describe.each(['web-chat', 'whatsapp-web'] as const)('one product on %s', (channel) => {
  async function opened() {
    const { seller, mango } = await withMango({ channel });
    await seller.types('products');
    await seller.taps(`product:${mango._id}`);
    return { seller, mango };
  }

  it('is changed at once, says old and new, and is as before by one tap', async () => {
    const { seller, mango } = await opened();
    await seller.taps('price');
    expect(await seller.types('15a')).toMatch(/^I found no price in/);
    expect(await seller.types('159')).toContain('Mango pickle: ₹149 → ₹159');
    expect((await read(seller, mango._id)).salePrice).toBe(15900);
    const undo = seller.ids().find((id) => id.startsWith('undo:')) ?? '';
    expect(await seller.taps(undo)).toContain('Mango pickle is as it was before.');
    expect((await read(seller, mango._id)).salePrice).toBe(14900);
  });

  it('takes the printed price along where the new one is above it', async () => {
    const { seller, mango } = await opened();
    await seller.taps('price');
    await seller.types('249');
    expect(await read(seller, mango._id)).toMatchObject({ salePrice: 24900, mrp: 24900 });
    await seller.taps('mrp');
    expect(await seller.types('100')).toContain("The sale price can't be above the MRP.");
    expect(await seller.types('299')).toContain('MRP ₹249 → ₹299');
  });

  it('has every part of it changed', async () => {
    const { seller, mango } = await opened();
    await seller.taps('rename');
    expect(await seller.types('Aam ka achar')).toContain('Mango pickle is called Aam ka achar from now on.');
    await seller.taps('stock');
    expect(await seller.types('12')).toContain('stock 5 → 12');
    await seller.taps('stock');
    expect(await seller.taps('unlimited')).toContain('stock 12 → unlimited');
    await seller.taps('describe');
    await seller.types('Hot and sour');
    await seller.taps('category');
    expect(await seller.types('Achar')).toContain('category Pickles → Achar');
    await seller.taps('photo');
    expect(await seller.sendsPhoto(4)).toContain('has its photo now');
    expect(await read(seller, mango._id)).toMatchObject({
      ...{ name: 'Aam ka achar', stock: null, description: 'Hot and sour', category: 'Achar' },
      photo: { width: 60, height: 40 },
    });
  });

  it('is hidden, and shown again', async () => {
    const { seller, mango } = await opened();
    expect(await seller.taps('hide')).toContain('hidden from buyers');
    expect((await read(seller, mango._id)).hidden).toBe(true);
    expect(await seller.taps('show')).toContain('Buyers see Mango pickle again.');
  });

  it('is deleted at once, and brought back for ten minutes', async () => {
    const { seller, mango } = await opened();
    expect(await seller.taps('delete')).toContain('Mango pickle is out of your shop.');
    await expect(read(seller, mango._id)).rejects.toMatchObject({ code: 'no_product' });
    const undo = seller.ids().find((id) => id.startsWith('undo:')) ?? '';
    expect(await seller.presses(undo)).toContain('Mango pickle is as it was before.');
    expect((await read(seller, mango._id)).stock).toBe(5);
  });
});

describe('a product that another person changes at the same time', () => {
  it('keeps both changes, and tells whoever comes too late that it is gone', async () => {
    const { seller, mango } = await withMango();
    await seller.types('products');
    await seller.taps(`product:${mango._id}`);
    await seller.taps('price');
    await services.products.change(seller.store, mango._id, { name: 'Aam' });
    expect(await seller.types('159')).toContain('Aam: ₹149 → ₹159');
    await services.products.remove(seller.store, mango._id);
    await seller.taps('hide').catch(() => undefined);
    expect(seller.said()).toContain('This product is not in the shop any more.');
  });

  it('is nobody’s but its seller’s', async () => {
    const { products } = await aShop(services);
    const other = await aSeller(services);
    await other.presses(`manage:${products[0]?._id}`);
    expect(other.said()).not.toContain('Mango');
    const buyer = await chatWith(services);
    await buyer.presses(`manage:${products[0]?._id}`);
    expect(buyer.said()).not.toContain('Change price');
  });

  it('opens for its seller from an old button, and as a buyer’s in the own shop', async () => {
    const { seller, mango } = await withMango();
    expect(await seller.presses(`product:${mango._id}`)).toContain('5 in stock');
    await seller.starts(`s_${seller.store.link}`);
    expect(await seller.presses(`product:${mango._id}`)).not.toContain('5 in stock');
  });
});
