import { describe, expect, it } from 'vitest';
import { aSeller } from '../../../support/chat.js';
import { testClock } from '../../../support/clock.js';
import { testServices } from '../../../support/services.js';

const clock = testClock();
const services = testServices({ clock });

type Seller = Awaited<ReturnType<typeof aSeller>>;
const newest = async ({ store }: Seller) => (await services.products.list(store._id)).items[0];
const undoId = (seller: Seller): string => seller.ids().find((id) => id.startsWith('undo:')) ?? '';

async function withPickle(options: Parameters<typeof aSeller>[1] = {}): Promise<Seller> {
  const seller = await aSeller(services, options);
  await seller.sendsPhoto(1, 'Mango pickle 149');
  return seller;
}

describe('the buttons under a new product', () => {
  it('go on working for it after another of them was answered', async () => {
    const seller = await withPickle();
    await seller.taps('mrp');
    expect(await seller.types('199')).toContain('Mango pickle: MRP ₹149 → ₹199');
    await seller.taps('category');
    expect(await seller.types('#Pickles')).toContain('Mango pickle: category Products → Pickles');
    await seller.taps('stock');
    expect(await seller.types('१२')).toContain('Mango pickle: stock unlimited → 12');
    await seller.taps('describe');
    await seller.types('Made at home.\nNo oil.');
    expect(await newest(seller)).toMatchObject({
      mrp: 19900,
      category: 'Pickles',
      stock: 12,
      description: 'Made at home.\nNo oil.',
    });
    expect(seller.ids().filter((id) => !id.startsWith('undo:'))).toEqual(['share']);
  });

  it('work by number where the channel has no buttons', async () => {
    const seller = await withPickle({ channel: 'whatsapp-web' });
    await seller.taps('stock');
    expect(seller.said()).toContain('• Sell without limit');
    await seller.types('12');
    await seller.taps('mrp');
    await seller.types('199');
    expect(await newest(seller)).toMatchObject({ stock: 12, mrp: 19900 });
  });

  it('ask again, with the reason, for what cannot be', async () => {
    const seller = await withPickle();
    await seller.taps('mrp');
    expect(await seller.types('free')).toMatch(/^I found no price in "free".*What price is printed on Mango pickle\?/s);
    expect(await seller.types('100')).toContain('What price is printed on Mango pickle?');
    await seller.taps('stock').catch(() => seller.presses('stock'));
    expect(await seller.types('many')).toMatch(/Send a whole number.*How many of Mango pickle/s);
    expect(await newest(seller)).toMatchObject({ mrp: 14900, stock: null });
  });

  it('choose among the categories that are there', async () => {
    const seller = await aSeller(services);
    await seller.sendsPhoto(1, 'Mango pickle 149 #Pickles');
    await seller.sendsPhoto(2, 'Kurta 499 #Clothes');
    seller.waits(1);
    await seller.sendsPhoto(3, 'Lime pickle 99');
    await seller.taps('category');
    const pickles = await services.categories.find(seller.store._id, 'pickles');
    await seller.taps(`category:${pickles?._id}`);
    expect(await newest(seller)).toMatchObject({ name: 'Lime pickle', category: 'Pickles' });
  });

  it('leave the seller at the product when a category is pressed once more', async () => {
    const seller = await withPickle();
    await seller.taps('category');
    const category = seller.ids().find((id) => id.startsWith('category:')) ?? '';
    await seller.presses(category);
    const ids = seller.ids();
    expect(await seller.presses(category)).toBe('That button is from an earlier message.');
    expect(seller.ids()).toEqual(ids);
  });

  it('give a product its photo afterwards', async () => {
    const seller = await aSeller(services);
    await seller.types('add product');
    await seller.taps('skip');
    await seller.types('Mango pickle 149');
    await seller.taps('photo');
    await seller.sendsPhoto(7);
    expect(seller.said()).toContain('Mango pickle has its photo now.');
    expect((await newest(seller))?.photo).not.toBeNull();
  });

  it('make the stock unlimited again', async () => {
    const seller = await withPickle();
    await seller.taps('stock');
    await seller.types('0');
    expect((await newest(seller))?.stock).toBe(0);
    await seller.presses('stock');
    await seller.taps('unlimited');
    expect((await newest(seller))?.stock).toBeNull();
  });

  it('work from an earlier message, also while another is being asked', async () => {
    const seller = await withPickle();
    await seller.taps('mrp');
    expect(await seller.presses('describe')).toContain('Describe Mango pickle');
    await seller.types('Made at home');
    await seller.types('/share');
    expect(await seller.presses('mrp')).toContain('What price is printed on Mango pickle?');
  });

  it('never ask for what the product has already', async () => {
    const seller = await aSeller(services);
    await seller.sendsPhoto(1, 'Mango pickle 149 (199) x12');
    await seller.presses('mrp');
    await seller.types('210');
    expect(seller.ids().filter((id) => !id.startsWith('undo:'))).toEqual(['category', 'describe', 'share']);
  });

  it.each(['mrp', 'category', 'describe', 'stock'])(
    'take a photo at the question of %s for the next product',
    async (id) => {
      const seller = await withPickle();
      await seller.taps(id);
      expect(await seller.sendsPhoto(2, 'Lime pickle 99')).toMatch(/^Lime pickle is in your shop for ₹99\./);
      expect((await services.products.list(seller.store._id)).items).toMatchObject([
        { name: 'Lime pickle', salePrice: 9900 },
        { name: 'Mango pickle', mrp: 14900, category: 'Products', description: '', stock: null },
      ]);
    },
  );

  it('are there again when none of them is wanted after all', async () => {
    const seller = await withPickle();
    const ids = seller.ids();
    await seller.taps('stock');
    expect(await seller.types('back')).toContain('Nothing was changed.');
    expect(seller.ids()).toEqual(ids);
    expect(await newest(seller)).toMatchObject({ stock: null });
  });

  it('are not for others: nobody changes what is not theirs', async () => {
    const seller = await withPickle();
    const undo = undoId(seller);
    const other = await aSeller(services);
    await other.presses(undo);
    expect(await newest(seller)).toMatchObject({ name: 'Mango pickle' });
  });
});

it('puts the next product into the shop that was chosen since, by an old button', async () => {
  const seller = await withPickle();
  const { account } = await services.accounts.ensure((await seller.contact()).phone ?? '');
  const second = await services.stores.create(account, { name: 'Second', address: 'Pune' });
  await seller.presses(`store:${second._id}`);
  expect(await seller.sendsPhoto(2, 'Lime pickle 99')).toMatch(/^Lime pickle is in your shop/);
  expect((await services.products.list(second._id)).items.map(({ name }) => name)).toEqual(['Lime pickle']);
});

describe('undo', () => {
  it('takes a new product out again', async () => {
    const seller = await withPickle();
    expect(await seller.taps(undoId(seller))).toContain('Mango pickle is out of your shop again.');
    expect(await newest(seller)).toBeUndefined();
  });

  it('takes the last change back, and not the product', async () => {
    const seller = await withPickle();
    await seller.taps('mrp');
    await seller.types('199');
    expect(await seller.taps(undoId(seller))).toContain('Mango pickle is as it was before.');
    expect(await newest(seller)).toMatchObject({ mrp: 14900 });
  });

  it('of a change leaves the buttons of the product, with the one that was answered', async () => {
    const seller = await withPickle();
    await seller.taps('stock');
    await seller.types('12');
    await seller.taps('mrp');
    await seller.types('199');
    const undo = undoId(seller);
    await seller.taps(undo);
    expect(seller.ids()).toEqual(['mrp', 'category', 'describe', 'share']);
    expect(await seller.presses(undo)).toContain('Mango pickle is as it was before.');
    expect(await newest(seller)).toMatchObject({ mrp: 14900, stock: 12 });
  });

  it('works from an old message in the middle of something else, and leaves that where it was', async () => {
    const seller = await withPickle();
    const undo = undoId(seller);
    await seller.sendsPhoto(2, 'Lime pickle');
    expect(await seller.presses(undo)).toMatch(/Mango pickle is out.*What does Lime pickle cost\?/s);
    await seller.types('99');
    expect((await services.products.list(seller.store._id)).items.map(({ name }) => name)).toEqual(['Lime pickle']);
  });

  it('finds the product in another shop of the seller', async () => {
    const seller = await withPickle();
    const undo = undoId(seller);
    await seller.types('/newstore');
    await seller.types('Second');
    await seller.types('Pune');
    expect(await seller.presses(undo)).toContain('Mango pickle is out of your shop again.');
  });

  it('is too late after ten minutes', async () => {
    const seller = await withPickle();
    const undo = undoId(seller);
    clock.pass(601);
    await seller.presses(undo);
    expect(await newest(seller)).toMatchObject({ name: 'Mango pickle' });
    await seller.presses('undo:nothing');
    expect(seller.said()).not.toBe('');
  });
});
