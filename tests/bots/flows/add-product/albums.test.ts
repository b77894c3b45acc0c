import { describe, expect, it } from 'vitest';
import { aSeller } from '../../../support/chat.js';
import { testServices } from '../../../support/services.js';

const services = testServices();

type Seller = Awaited<ReturnType<typeof aSeller>>;
/** Names and prices of what is for sale, oldest first. */
const shelf = async ({ store }: Seller): Promise<string[]> =>
  (await services.products.list(store._id)).items
    .toReversed()
    .map(({ name, salePrice, photo }) => `${name} ${salePrice / 100}${photo ? '' : ' without photo'}`);
const isLate = (seller: Seller): boolean => seller.replies.at(-1)?.notBeforeMs !== undefined;

const THREE = 'Mango pickle 149\nLime pickle 99\nChilli pickle 129';
const ALL_THREE = ['Mango pickle 149', 'Lime pickle 99', 'Chilli pickle 129'];

describe('several photos in one message', () => {
  it('have line n for photo n, and one summary', async () => {
    const seller = await aSeller(services);
    await seller.sendsAlbum([1, 2, 3], THREE);
    expect(await shelf(seller)).toEqual(ALL_THREE);
    expect(seller.replies).toHaveLength(1);
    expect(seller.said()).toMatch(/^3 products are in your shop:\nMango pickle · ₹149\n/);
    const [chilli] = (await services.products.list(seller.store._id)).items;
    expect(seller.ids()).toEqual(['share', 'add-product', 'products', `undo:${chilli?._id}`]);
    const photos = (await services.products.list(seller.store._id)).items.map(({ photo }) => photo?.key);
    expect(new Set(photos).size).toBe(3);
  });

  it('are asked for as a numbered sheet when nothing was said', async () => {
    const seller = await aSeller(services);
    await seller.sendsAlbum([1, 2, 3]);
    expect(seller.said()).toContain('3 photos wait.');
    expect(seller.said()).toContain('1. name and price?\n2. name and price?\n3. name and price?');
    await seller.types(THREE);
    expect(await shelf(seller)).toEqual(ALL_THREE);
  });

  it('ask again only for what the lines left open', async () => {
    const seller = await aSeller(services);
    await seller.sendsAlbum([1, 2, 3], 'Mango pickle 149\nLime pickle');
    expect(seller.said()).toContain('1 product is in your shop.');
    expect(seller.said()).toContain('1. Lime pickle: price?\n2. name and price?');
    await seller.types('2. Chilli pickle 129');
    expect(seller.said()).toMatch(/^2 products are in your shop\.\nWhat does Lime pickle cost\?/);
    await seller.types('99');
    expect((await shelf(seller)).toSorted()).toEqual(ALL_THREE.toSorted());
  });

  it('may be left out', async () => {
    const seller = await aSeller(services);
    await seller.sendsAlbum([1, 2, 3], 'Mango pickle 149');
    await seller.taps('skip');
    expect(await shelf(seller)).toEqual(['Mango pickle 149']);
    await seller.sendsAlbum([4, 5]);
    expect(await seller.taps('skip')).toContain('Nothing was added.');
  });

  it('lose only the one that cannot be read, with its line', async () => {
    const seller = await aSeller(services);
    await seller.sendsAlbum([1, Buffer.from('no photo'), 3], THREE);
    expect(seller.said()).toContain("Photo 2: I can't read that as a photo.");
    expect(seller.said()).toContain('Lime pickle was left out with its photo.');
    expect(await shelf(seller)).toEqual(['Mango pickle 149', 'Chilli pickle 129']);
  });

  it('have their doubts asked one after another', async () => {
    const seller = await aSeller(services);
    await seller.sendsAlbum([1, 2, 3], 'Jeans 32 899\nMango pickle 149\nJeans 34 999');
    await seller.taps('reading:0');
    await seller.taps('reading:0');
    expect((await shelf(seller)).toSorted()).toEqual(['Jeans 32 899', 'Jeans 34 999', 'Mango pickle 149']);
  });

  it('are 30 at most', async () => {
    const seller = await aSeller(services);
    await seller.sendsAlbum(Array.from({ length: 31 }, (_, n) => n));
    expect(seller.said()).toContain('I hold 30 photos at a time.');
    await seller.sendsAlbum(Array.from({ length: 30 }, (_, n) => n));
    expect(seller.said()).toContain('30 photos wait.');
    await seller.sendsPhoto(31);
    expect(seller.said()).toContain('I hold 30 photos at a time.');
    await seller.types(Array.from({ length: 30 }, (_, n) => `Pickle No ${n} ₹${n + 100}`).join('\n'));
    expect(await shelf(seller)).toHaveLength(30);
    expect(seller.said()).toContain('and 20 more');
  });
});

describe('an album that comes photo by photo', () => {
  it('takes the lines of the first caption for the photos that follow', async () => {
    const seller = await aSeller(services);
    await seller.sendsPhoto(1, THREE);
    expect(seller.said()).toContain('2 lines have no photo yet.');
    expect(isLate(seller)).toBe(true);
    await seller.sendsPhoto(2);
    expect(isLate(seller)).toBe(true);
    await seller.sendsPhoto(3);
    expect(await shelf(seller)).toEqual(ALL_THREE);
    expect(seller.replies).toHaveLength(1);
    expect(seller.replies[0]).toMatchObject({ notBeforeMs: 2000 });
    expect(seller.said()).toContain('3 products are in your shop:');
  });

  it('loses only the photo that cannot be read, with its line', async () => {
    const seller = await aSeller(services);
    await seller.sendsPhoto(1, THREE);
    await seller.sendsPhoto(Buffer.from('no photo'));
    expect(seller.said()).toContain("I can't read that as a photo.");
    expect(seller.said()).toContain('Lime pickle was left out with its photo.');
    await seller.sendsPhoto(3);
    expect(await shelf(seller)).toEqual(['Mango pickle 149', 'Chilli pickle 129']);
    expect(seller.said()).toContain('2 products are in your shop:');
  });

  it('loses its first photo with the first line only', async () => {
    const seller = await aSeller(services);
    await seller.sendsPhoto(Buffer.from('no photo'), THREE);
    expect(seller.said()).toContain('Mango pickle was left out with its photo.');
    await seller.sendsPhoto(2);
    await seller.sendsPhoto(3);
    expect(await shelf(seller)).toEqual(['Lime pickle 99', 'Chilli pickle 129']);
  });

  it('loses no photo where the seller was asked for one hours ago', async () => {
    const seller = await aSeller(services);
    await seller.types('add product');
    seller.waits(3 * 60);
    await seller.sendsPhoto(1, THREE);
    await seller.sendsPhoto(2);
    await seller.sendsPhoto(3);
    expect(await shelf(seller)).toEqual(ALL_THREE);
  });

  it('takes a caption under each photo, and says it once', async () => {
    const seller = await aSeller(services);
    for (const [n, line] of ALL_THREE.entries()) await seller.sendsPhoto(n, line);
    expect(await shelf(seller)).toEqual(ALL_THREE);
    expect(seller.said()).toContain('3 products are in your shop:');
    expect(isLate(seller)).toBe(true);
  });

  it('can lose its last product again', async () => {
    const seller = await aSeller(services);
    for (const [n, line] of ALL_THREE.entries()) await seller.sendsPhoto(n, line);
    await seller.taps(seller.ids().find((id) => id.startsWith('undo:')) ?? '');
    expect(await shelf(seller)).toEqual(ALL_THREE.slice(0, 2));
  });

  it('asks for a line each when there is no caption', async () => {
    const seller = await aSeller(services);
    await seller.sendsPhoto(1);
    expect(isLate(seller)).toBe(false);
    await seller.sendsPhoto(2);
    await seller.sendsPhoto(3);
    expect(isLate(seller)).toBe(true);
    expect(seller.said()).toContain('3 photos wait.');
    seller.waits(1);
    await seller.types(THREE);
    expect(await shelf(seller)).toEqual(ALL_THREE);
    expect(isLate(seller)).toBe(false);
  });

  it('takes a caption under the last photo for all', async () => {
    const seller = await aSeller(services);
    await seller.sendsPhoto(1);
    await seller.sendsPhoto(2);
    await seller.sendsPhoto(3, THREE);
    expect(await shelf(seller)).toEqual(ALL_THREE);
  });

  it('adds the lines without photos when none comes', async () => {
    const seller = await aSeller(services);
    await seller.sendsPhoto(1, THREE);
    seller.waits(5);
    await seller.taps('skip');
    expect(await shelf(seller)).toEqual([
      'Mango pickle 149',
      'Lime pickle 99 without photo',
      'Chilli pickle 129 without photo',
    ]);
  });

  it('is over after a while: the next photo is a product of its own', async () => {
    const seller = await aSeller(services);
    await seller.sendsPhoto(1, 'Mango pickle 149');
    seller.waits(5 / 60);
    await seller.sendsPhoto(2, 'Lime pickle 99');
    expect(seller.said()).toMatch(/^Lime pickle is in your shop for ₹99\./);
    expect(isLate(seller)).toBe(false);
    expect(seller.ids()).toContain('mrp');
  });

  it('takes what is described below one price for a description', async () => {
    const seller = await aSeller(services);
    await seller.sendsPhoto(1, 'Mango pickle 149\nMade at home, with 12 spices.');
    const [product] = (await services.products.list(seller.store._id)).items;
    expect(product).toMatchObject({ name: 'Mango pickle', description: 'Made at home, with 12 spices.' });
  });
});
