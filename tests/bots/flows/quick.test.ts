import { describe, expect, it } from 'vitest';
import { aSeller, chatWith } from '../../support/chat.js';
import { testServices } from '../../support/services.js';
import { aKnownBuyer, aProduct, aShop } from '../../support/shop.js';

const services = testServices();

async function aStall(options: Parameters<typeof aSeller>[1] = {}) {
  const seller = await aSeller(services, options);
  const make = (name: string, more = {}) => aProduct(services, seller.store, { name, ...more });
  const [mango, lemon, kurta] = [
    await make('Mango pickle'),
    await make('Lemon pickle', { stock: 7 }),
    await make('Kurta 32'),
  ];
  const now = (id: string) => services.products.find(seller.store, id);
  return { seller, mango, lemon, kurta, now };
}

describe.each(['web-chat', 'whatsapp-web'] as const)('a word and a product in one message, on %s', (channel) => {
  it.each([
    ['price mango 159', 15900],
    ['Price  MANGO pickle ₹1,159.50', 115950],
    ['price mango rs. 159/-', 15900],
    ['price mango १५९', 15900],
  ])('%s', async (text, price) => {
    const { seller, mango, now } = await aStall({ channel });
    expect(await seller.types(text)).toContain('Mango pickle: ₹149 →');
    expect(await now(mango._id)).toMatchObject({ salePrice: price, mrp: price });
  });

  it('takes a number in a name for the name', async () => {
    const { seller, kurta, now } = await aStall({ channel });
    await seller.types('price kurta 32 899');
    expect((await now(kurta._id)).salePrice).toBe(89900);
  });

  it('sets the stock, also to none and to as much as there is', async () => {
    const { seller, lemon, now } = await aStall({ channel });
    expect(await seller.types('stock lemon 5')).toContain('stock 7 → 5');
    expect(await seller.types('stock lemon unlimited')).toContain('stock 5 → unlimited');
    expect(await seller.types('sold out lemon')).toContain('stock unlimited → 0');
    expect((await now(lemon._id)).stock).toBe(0);
    expect(await seller.types('back lemon')).toContain('stock 0 → unlimited');
    expect((await now(lemon._id)).stock).toBeNull();
  });

  it.each(['lemon sold out', 'lemon खत्म', 'स्टॉक खत्म lemon', 'खत्म lemon'])('understands "%s"', async (said) => {
    const { seller, lemon, now } = await aStall({ channel });
    await seller.presses('language:hi');
    await seller.types(said);
    expect((await now(lemon._id)).stock).toBe(0);
  });

  it('asks how many there are where orders took the last one', async () => {
    const { seller, lemon, now } = await aStall({ channel });
    const buyer = await aKnownBuyer(services);
    await buyer.starts(`s_${seller.store.link}`);
    for (let n = 0; n < 7; n++) await buyer.presses(`${n ? 'more' : 'add'}:${lemon._id}`);
    await buyer.types('checkout');
    await buyer.taps('cod');
    expect((await now(lemon._id)).stock).toBe(0);
    expect(await seller.types('back lemon')).toContain('How many Lemon pickle are there now?');
    expect(await seller.types('4')).toContain('stock 0 → 4');
    expect((await now(lemon._id)).stock).toBe(4);
  });

  it('asks which one is meant where several are, and does what was said to it', async () => {
    const { seller, lemon, mango, now } = await aStall({ channel });
    expect(await seller.types('price pickle 99')).toContain('Which one do you mean?');
    expect(await seller.taps(`product:${lemon._id}`)).toContain('Lemon pickle: ₹149 → ₹99');
    expect((await now(mango._id)).salePrice).toBe(14900);
  });

  it('takes back what was said last, and then what was said before', async () => {
    const { seller, mango, lemon, now } = await aStall({ channel });
    await seller.types('price mango 159');
    seller.waits(1);
    await seller.types('sold out lemon');
    await seller.types('/start');
    expect(await seller.types('undo')).toContain('Lemon pickle is as it was before.');
    expect((await now(lemon._id)).stock).toBe(7);
    await seller.types('/start');
    expect(await seller.types('undo')).toContain('Mango pickle is as it was before.');
    expect((await now(mango._id)).salePrice).toBe(14900);
  });
});

it('takes back a change of the shop as well as of a product, the last one first', async () => {
  const { seller, mango, now } = await aStall();
  const { store } = seller;
  await services.settings.change(store.accountId, store._id, { minOrder: 9900 });
  seller.waits(1);
  await seller.types('price mango 159');
  seller.waits(1);
  await services.settings.change(store.accountId, store._id, { address: 'Pune' });
  await seller.types('/start');
  await seller.types('undo');
  expect((await services.stores.byId(store._id)).address).toBe('Jaipur');
  await seller.types('/start');
  await seller.types('undo');
  expect((await now(mango._id)).salePrice).toBe(14900);
  await seller.types('/start');
  await seller.types('undo');
  expect((await services.stores.byId(store._id)).minOrder).toBeUndefined();
});

describe('a word that cannot be done', () => {
  it('says what it should look like', async () => {
    const { seller } = await aStall();
    expect(await seller.types('price mango')).toBe('Write it like: price mango 159');
    expect(await seller.types('stock mango lots')).toBe('Write it like: stock mango 12');
    expect(await seller.types('price mango 0')).toContain('A price is more than zero.');
    expect(await seller.types('price ghee 159')).toContain('is called "ghee"');
  });

  it('is a search for whoever buys', async () => {
    const { store } = await aShop(services, ['Mango', 'Lemon']);
    const buyer = await chatWith(services);
    await buyer.starts(`s_${store.link}`);
    expect(await buyer.types('sold out mango')).not.toContain('stock');
    const stranger = await chatWith(services);
    expect(await stranger.types('price mango 1')).toMatch(/^I didn't understand/);
  });

  it('is the answer where a question waits for one', async () => {
    const { seller, mango, now } = await aStall();
    await seller.types('/newstore');
    expect(await seller.types('price mango 159')).toContain('Where is price mango 159?');
    expect((await now(mango._id)).salePrice).toBe(14900);
  });

  it('does nothing to a product of another store', async () => {
    const { store, products } = await aShop(services, ['Ghee']);
    const { seller } = await aStall();
    expect(await seller.types('sold out ghee')).toContain('is called "ghee"');
    expect((await services.products.find(store, products[0]?._id ?? '')).stock).toBeNull();
  });
});
