import { describe, expect, it } from 'vitest';
import { aSeller, type Chat, chatWith } from '../../support/chat.js';
import { testServices } from '../../support/services.js';
import { aProduct } from '../../support/shop.js';

const services = testServices();

const HEADER = 'name,category,mrp,salePrice,stock';
const csv = (...lines: string[]): string => [HEADER, ...lines].join('\n');
const many = (count: number): string => csv(...Array.from({ length: count }, (_, n) => `Jar ${n},Jars,,${n + 1},`));

/** The one import that this chat said yes to, worked on as the job does it. */
async function workOn(chat: Chat): Promise<void> {
  const imports = await services.db
    .model('Import')
    .find({ contactId: chat.contactId, state: 'applying' })
    .lean<{ _id: string }[]>();
  for (const { _id } of imports) await services.imports.run(_id);
}
const toldIn = async (chat: Chat): Promise<string[]> =>
  ((await services.chats.find(chat.contactId))?.outbox ?? []).map(({ prompt }) => prompt?.text ?? '');
const namesOf = async (seller: Awaited<ReturnType<typeof aSeller>>): Promise<string[]> =>
  (await services.products.list(seller.store._id)).items.map(({ name, salePrice }) => `${name} ${salePrice}`).sort();
const fileOf = async (chat: Chat): Promise<{ name: string; text: string }> => {
  const file = chat.replies.flatMap(({ prompt }) => prompt.file ?? [])[0];
  return { name: file?.name ?? '', text: (await services.media.read(file?.key ?? ''))?.toString() ?? '' };
};

describe.each(['web-chat', 'whatsapp-web'] as const)('a file of products on %s', (channel) => {
  it('is shown first, put in after a yes, and told when it is done', async () => {
    const seller = await aSeller(services, { channel });
    await aProduct(services, seller.store, { name: 'Mango pickle', salePrice: 14900, mrp: 19900 });
    const said = await seller.sendsFile(
      csv('mango pickle,,199,159,', 'Lemon pickle,Pickles,,99,12', 'Papad,Snacks,,cheap,', 'Same,,,1,', 'same,,,2,'),
      'products.csv',
    );
    expect(said).toContain(
      [
        '1 new, 1 changed, 3 wrong.',
        'Changed: Mango pickle · ₹149 → ₹159',
        'New: Lemon pickle · ₹99',
        'Line 4: I found no price in "cheap". Send only the number, like 149.',
        'Line 5: Line 6 has the same name. Keep one of the two.',
        'Line 6: Line 5 has the same name. Keep one of the two.',
        'Shall I put 2 products into Asha Pickles?',
      ].join('\n'),
    );
    expect(seller.ids()).toEqual(['yes', 'no']);
    expect(await namesOf(seller)).toEqual(['Mango pickle 14900']);
    expect(await seller.taps('yes')).toContain('I put 2 products into Asha Pickles now. I tell you when it is done.');
    await workOn(seller);
    expect(await namesOf(seller)).toEqual(['Lemon pickle 9900', 'Mango pickle 15900']);
    expect((await toldIn(seller))[0]).toMatch(
      /^Done: 1 new, 1 changed\.\n3 lines were left out:\nLine 4: I found no price/,
    );
  });

  it('is left alone after a no, and after another file', async () => {
    const seller = await aSeller(services, { channel });
    await seller.sendsFile(csv('Lemon,,,99,'), 'a.csv');
    expect(await seller.sendsFile(csv('Lime,,,89,'), 'b.csv')).toContain('New: Lime · ₹89');
    expect(await seller.taps('no')).toContain('I left your products as they are.');
    expect(await namesOf(seller)).toEqual([]);
    expect(await services.db.model('Import').countDocuments({ contactId: seller.contactId, state: 'applying' })).toBe(
      0,
    );
  });

  it('has its wrong lines on pages', async () => {
    const seller = await aSeller(services, { channel });
    const wrong = Array.from({ length: 20 }, (_, n) => `Bad ${n},,,x${n},`);
    expect(await seller.sendsFile(csv('Good,,,1,', ...wrong))).toContain('Line 5:');
    expect(seller.said()).not.toContain('Line 6:');
    expect(await seller.taps('next')).toMatch(/^Line 6:[\s\S]*Line 13:/);
    await seller.taps('next');
    expect(await seller.taps('next')).toContain('Line 22:');
    expect(seller.ids()).not.toContain('next');
    await seller.taps('yes');
    await workOn(seller);
    expect(await namesOf(seller)).toEqual(['Good 100']);
  });
});

describe('a file', () => {
  it('that says what is there already has nothing to change', async () => {
    const seller = await aSeller(services);
    await seller.sendsFile(many(3));
    await seller.taps('yes');
    await workOn(seller);
    expect(await seller.sendsFile(many(3))).toContain('There is nothing to change: 3 products are as before.');
    expect(seller.ids()).toEqual(['import', 'products']);
    expect(await namesOf(seller)).toHaveLength(3);
  });

  it('of which nothing can be used says why', async () => {
    const seller = await aSeller(services);
    expect(await seller.sendsFile(csv('Lemon,,,,', ',,,99,'))).toBe(
      [
        'I can use none of these lines. Mend them, and send the file again.',
        'Line 2: The sale price is missing.',
        "Line 3: A product's name has 1 to 120 characters, like Mango pickle.",
      ].join('\n'),
    );
  });

  it('of another kind is answered with what to send', async () => {
    const seller = await aSeller(services);
    const wanted = 'I read CSV files only. Save your sheet as CSV, and send that.';
    expect(await seller.sendsFile(Buffer.from('PK\x03\x04 a sheet'), 'products.xlsx')).toContain(wanted);
    await seller.presses('import');
    expect(await seller.sendsFile(Buffer.from('%PDF-1.7'), 'list.pdf')).toMatch(
      /^I read CSV files only[\s\S]*Columns: name/,
    );
    expect(await seller.sendsPhoto(1)).toContain(wanted);
    expect(await seller.sendsFile('name\nMango')).toContain('I need the columns name and salePrice.');
    expect(await seller.sendsFile(Buffer.alloc(6 * 1024 * 1024, 'a'), 'big.csv')).toContain('This file is over 5 MB.');
    expect(await seller.sendsFile(many(1))).toContain('1 new.');
  });

  it('tells of columns that it does not know, and leaves them', async () => {
    const seller = await aSeller(services);
    expect(await seller.sendsFile('name,salePrice,Colour,Size\nMango,149,red,XL')).toContain(
      "I don't read these columns: Colour, Size.",
    );
  });

  it('in the middle of a new product is taken, and the product is asked again afterwards', async () => {
    const seller = await aSeller(services);
    await seller.sendsPhoto(1, 'Mango pickle');
    expect(await seller.sendsFile(many(1), 'products.csv')).toContain('1 new.');
    expect(await seller.taps('yes')).toContain('What does Mango pickle cost?');
    await seller.types('149');
    expect(await namesOf(seller)).toEqual(['Mango pickle 14900']);
  });

  it('of somebody without a shop is not taken', async () => {
    const stranger = await chatWith(services);
    await stranger.sendsFile(many(1), 'products.csv');
    expect(stranger.ids()).toContain('sell');
  });

  it('that was shown a day ago is asked for again', async () => {
    const seller = await aSeller(services);
    await seller.sendsFile(many(1));
    await services.db.model('Import').deleteMany({ contactId: seller.contactId });
    expect(await seller.taps('yes')).toContain("I don't have this file any more. Please send it again.");
    expect(seller.turn).toBeNull();
  });

  it('that is put in at once is told of once', async () => {
    const seller = await aSeller(services);
    await seller.sendsFile(many(200));
    await seller.taps('yes');
    await workOn(seller);
    expect(await toldIn(seller)).toEqual(['Done: 200 new.']);
  });
});

describe('the way in', () => {
  it('explains the columns, and gives a file to begin with', async () => {
    const seller = await aSeller(services);
    await seller.types('products');
    expect(await seller.taps('import')).toContain(
      'Send the products of Asha Pickles as a CSV file.\nColumns: name, category, mrp, salePrice, stock, description.',
    );
    expect(seller.said()).toContain('This file shows how. Change it, and send it back.');
    expect(await fileOf(seller)).toMatchObject({ name: 'products.csv' });
    expect(seller.ids()).toEqual(['export:products', 'export:orders', 'export:customers']);
    const { text } = await fileOf(seller);
    expect(await seller.sendsFile(text)).toContain('New: Mango pickle · ₹149');
  });

  it.each(['web-chat', 'whatsapp-web'] as const)(
    'gives out what is there, and takes it back unchanged (%s)',
    async (channel) => {
      const seller = await aSeller(services, { channel });
      await aProduct(services, seller.store, { name: '=Mango, "big"' });
      await seller.presses('import');
      expect(await seller.taps('export:products')).toContain(
        'Here is 1 product of Asha Pickles. I keep the file for a week.',
      );
      const { name, text } = await fileOf(seller);
      expect(name).toBe(`products-${seller.store.link}.csv`);
      expect(await seller.sendsFile(text)).toContain('There is nothing to change: 1 product is as before.');
      expect(await seller.presses('export:orders')).toContain('Here are 0 orders of Asha Pickles.');
      expect(await seller.presses('export:customers')).toContain('Here are 0 customers of Asha Pickles.');
    },
  );

  it('gives nothing out to a stranger, and knows no other kinds', async () => {
    const stranger = await chatWith(services);
    expect(await stranger.presses('export:orders')).toContain('Share your number');
    const seller = await aSeller(services);
    await seller.presses('export:passwords');
    expect(seller.replies.flatMap(({ prompt }) => prompt.file ?? [])).toEqual([]);
  });
});
