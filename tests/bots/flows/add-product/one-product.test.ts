import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { photoKey } from '../../../../src/catalog/photos.js';
import { aSeller, type Chat, chatWith } from '../../../support/chat.js';
import { testServices } from '../../../support/services.js';

const services = testServices();

/** What is for sale, oldest first, in one short line each. */
async function shelf({ store }: Awaited<ReturnType<typeof aSeller>>): Promise<string[]> {
  const { items } = await services.products.list(store._id);
  return items
    .toReversed()
    .map(({ name, salePrice, mrp, category, stock, photo }) =>
      [name, salePrice, mrp, category, stock ?? '∞', photo ? 'photo' : 'no photo'].join(' | '),
    );
}

describe('a photo with a caption', () => {
  it('is for sale at once, with buttons for what was not said', async () => {
    const seller = await aSeller(services);
    await seller.sendsPhoto(1, 'Mango pickle 149');
    expect(await shelf(seller)).toEqual(['Mango pickle | 14900 | 14900 | Products | ∞ | photo']);
    const [product] = (await services.products.list(seller.store._id)).items;
    expect(seller.said()).toBe('Mango pickle is in your shop for ₹149.\nCategory: Products');
    expect(seller.ids()).toEqual(['mrp', 'category', 'describe', 'stock', `undo:${product?._id}`, 'share']);
  });

  it('says everything in one line', async () => {
    const seller = await aSeller(services);
    await seller.sendsPhoto(1, 'Mango pickle 500g 149 (199) #Pickles x12');
    expect(await shelf(seller)).toEqual(['Mango pickle 500g | 14900 | 19900 | Pickles | 12 | photo']);
    expect(seller.said()).toBe('Mango pickle 500g is in your shop for ₹149, MRP ₹199.\nCategory: Pickles\n12 in stock');
    expect(seller.ids().filter((id) => !id.startsWith('undo:'))).toEqual(['describe', 'share']);
  });

  it('goes into the category of the one before', async () => {
    const seller = await aSeller(services);
    await seller.sendsPhoto(1, 'Mango pickle 149 #Pickles');
    await seller.sendsPhoto(2, 'Lime pickle 99');
    expect(await shelf(seller)).toContain('Lime pickle | 9900 | 9900 | Pickles | ∞ | photo');
  });

  it('is described anew after back, and keeps its photo', async () => {
    const seller = await aSeller(services);
    await seller.sendsPhoto(1, 'Mongo pickle');
    expect(seller.said()).toContain('What does Mongo pickle cost?');
    expect(await seller.types('back')).toBe('Send name and price in one message, like: Mango pickle 149');
    await seller.types('Mango pickle 149');
    expect(await shelf(seller)).toEqual(['Mango pickle | 14900 | 14900 | Products | ∞ | photo']);
  });

  it('may come anew after back', async () => {
    const seller = await aSeller(services);
    await seller.sendsPhoto(1);
    expect(await seller.types('back')).toContain('Now send a photo and write name and price under it');
    await seller.sendsPhoto(2, 'Mango pickle 149');
    expect(await shelf(seller)).toEqual(['Mango pickle | 14900 | 14900 | Products | ∞ | photo']);
  });

  it('may be called Orders, cancel or 1', async () => {
    const seller = await aSeller(services);
    await seller.sendsPhoto(1, 'Orders 149');
    await seller.sendsPhoto(2, 'cancel 99');
    await seller.sendsPhoto(3);
    await seller.types('Orders');
    await seller.types('50');
    expect((await shelf(seller)).map((line) => line.split(' | ')[0])).toEqual(['Orders', 'cancel', 'Orders']);
  });

  it('starts in the middle of nothing, and is upright without its metadata', async () => {
    const seller = await aSeller(services);
    const lying = await sharp({ create: { width: 90, height: 60, channels: 3, background: '#0a0' } })
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toBuffer();
    await seller.sendsPhoto(lying, 'Mango pickle 149');
    const [product] = (await services.products.list(seller.store._id)).items;
    const kept = await services.media.read(photoKey(product?.photo?.key ?? '', 1080));
    const { width, height, exif } = await sharp(kept).metadata();
    expect({ width, height, exif }).toEqual({ width: 60, height: 90, exif: undefined });
  });

  it('that is no photo is refused in words, and nothing is for sale', async () => {
    const seller = await aSeller(services);
    await seller.sendsPhoto(Buffer.from('GIF89a nothing'), 'Mango pickle 149');
    expect(seller.said()).toContain("I can't read that as a photo.");
    await seller.types('/addproduct');
    await seller.sendsFile(Buffer.alloc(16 * 1024 * 1024));
    expect(seller.said()).toMatch(/15 MB.*Now send a photo/s);
    expect(await shelf(seller)).toEqual([]);
  });

  it('of somebody without a shop is not taken', async () => {
    const stranger = await chatWith(services);
    await stranger.sendsPhoto(1, 'Mango pickle 149');
    expect(stranger.ids()).toContain('sell');
  });
});

describe('only what is missing is asked', () => {
  const asked = (chat: Chat) => chat.replies.at(-1)?.prompt.ask;

  it('asks name and price in one message', async () => {
    const seller = await aSeller(services);
    expect(await seller.sendsPhoto(1)).toBe('Send name and price in one message, like: Mango pickle 149');
    expect(asked(seller)).toBe('text');
    await seller.types('Mango pickle ₹१४९');
    expect(await shelf(seller)).toEqual(['Mango pickle | 14900 | 14900 | Products | ∞ | photo']);
  });

  it('asks only the price, and says what it did not find', async () => {
    const seller = await aSeller(services);
    expect(await seller.sendsPhoto(1, 'Mango pickle #Pickles')).toMatch(/^What does Mango pickle cost\?/);
    expect(asked(seller)).toBe('price');
    expect(await seller.types('cheap')).toMatch(/^I found no price in "cheap"\..*What does Mango pickle cost\?/s);
    expect(await seller.types('0')).toMatch(/^A price is more than zero\./);
    await seller.types('₹149 only (199)');
    expect(await shelf(seller)).toEqual(['Mango pickle | 14900 | 19900 | Pickles | ∞ | photo']);
  });

  it('asks only the name, and takes the whole answer for it', async () => {
    const seller = await aSeller(services);
    expect(await seller.sendsPhoto(1, '₹149')).toBe('What is it called?');
    expect(asked(seller)).toBe('name');
    await seller.types('7 Up 500');
    expect(await shelf(seller)).toEqual(['7 Up 500 | 14900 | 14900 | Products | ∞ | photo']);
  });

  it('tells a price of zero under the photo, and keeps the photo', async () => {
    const seller = await aSeller(services);
    expect(await seller.sendsPhoto(1, 'Mango pickle 0')).toMatch(
      /^A price is more than zero.*What does Mango pickle cost/s,
    );
    await seller.types('149');
    expect(await shelf(seller)).toEqual(['Mango pickle | 14900 | 14900 | Products | ∞ | photo']);
  });

  it('asks for a shorter name, and keeps the rest', async () => {
    const seller = await aSeller(services);
    expect(await seller.sendsPhoto(1, `${'Mango '.repeat(40)} 149`)).toContain('What is it called?');
    await seller.types('Mango pickle');
    expect(await shelf(seller)).toEqual(['Mango pickle | 14900 | 14900 | Products | ∞ | photo']);
  });

  it('leaves out a category that is too long, and says so', async () => {
    const seller = await aSeller(services);
    await seller.sendsPhoto(1, `Mango pickle 149 #${'x'.repeat(100)}`);
    expect(await shelf(seller)).toEqual(['Mango pickle | 14900 | 14900 | Products | ∞ | photo']);
    expect(seller.said()).toMatch(/^Give the category a name.*Mango pickle is in your shop/s);
  });

  it('takes a product without a photo, or its words before the photo', async () => {
    const seller = await aSeller(services);
    await seller.types('add product');
    await seller.taps('skip');
    await seller.types('Mango pickle 149');
    await seller.types('add product');
    expect(await seller.types('Lime pickle 99')).toContain('Now send the photo of this: Lime pickle 99');
    await seller.sendsPhoto(1);
    await seller.types('add product');
    await seller.types('Chilli pickle 120');
    await seller.taps('skip');
    expect(await shelf(seller)).toEqual([
      'Mango pickle | 14900 | 14900 | Products | ∞ | no photo',
      'Lime pickle | 9900 | 9900 | Products | ∞ | photo',
      'Chilli pickle | 12000 | 12000 | Products | ∞ | no photo',
    ]);
  });

  it('takes the photo that comes while the words of a product without one are asked', async () => {
    const seller = await aSeller(services);
    await seller.types('add product');
    await seller.taps('skip');
    await seller.sendsPhoto(1);
    await seller.types('Mango pickle 149');
    expect(await shelf(seller)).toEqual(['Mango pickle | 14900 | 14900 | Products | ∞ | photo']);
  });

  it('comes again with its draft after a greeting and after an hour', async () => {
    const seller = await aSeller(services);
    await seller.sendsPhoto(1, 'Mango pickle');
    expect(await seller.types('hello')).toMatch(/^What does Mango pickle cost\?/);
    seller.waits(61);
    expect(await seller.types('149')).toMatch(/^What does Mango pickle cost\?/);
    await seller.types('149');
    expect(await shelf(seller)).toHaveLength(1);
  });

  it('is given up with cancel, and nothing is for sale', async () => {
    const seller = await aSeller(services);
    await seller.sendsPhoto(1, 'Mango pickle');
    expect(await seller.types('cancel')).toContain('I stopped here.');
    expect(await shelf(seller)).toEqual([]);
  });
});

describe('two meanings', () => {
  it('are asked as choices, by button', async () => {
    const seller = await aSeller(services);
    await seller.sendsPhoto(1, 'Jeans 32 899');
    expect(seller.replies[0]?.prompt.choices).toEqual([
      { id: 'reading:0', label: 'Jeans 32 · ₹899' },
      { id: 'reading:1', label: 'Jeans · ₹32, MRP ₹899' },
    ]);
    await seller.taps('reading:1');
    expect(await shelf(seller)).toEqual(['Jeans | 3200 | 89900 | Products | ∞ | photo']);
  });

  it('are asked as choices, by number', async () => {
    const seller = await aSeller(services, { channel: 'whatsapp-web' });
    expect(await seller.sendsPhoto(1, 'Jeans 32 899')).toContain('*1* Jeans 32 · ₹899');
    await seller.types('१');
    expect(await shelf(seller)).toEqual(['Jeans 32 | 89900 | 89900 | Products | ∞ | photo']);
  });

  it('are settled by the price alone, or by better words', async () => {
    const seller = await aSeller(services);
    await seller.sendsPhoto(1, 'Jeans 32 899');
    await seller.types('899');
    await seller.sendsPhoto(2, 'Shirt 40 799');
    await seller.types('Shirt size 40 ₹799');
    expect((await shelf(seller)).map((line) => line.split(' | ').slice(0, 2).join(' '))).toEqual([
      'Jeans 32 89900',
      'Shirt size 40 79900',
    ]);
  });

  it('are asked for where a currency has three decimals', async () => {
    const seller = await aSeller(services, { mobile: '+96550012345' });
    await seller.sendsPhoto(1, 'Dates 1.500');
    expect(seller.ids()).toEqual(['reading:0', 'reading:1']);
    await seller.taps('reading:1');
    await seller.taps('mrp');
    await seller.types('1.750');
    expect(seller.ids()).toEqual(['reading:0', 'reading:1']);
    await seller.taps('reading:1');
    expect(await shelf(seller)).toEqual(['Dates | 1500 | 1750 | Products | ∞ | photo']);
  });
});
