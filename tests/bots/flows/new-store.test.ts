import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { aSeller, chatWith } from '../../support/chat.js';
import { testServices } from '../../support/services.js';

const services = testServices();

async function aNewcomer() {
  const chat = await chatWith(services);
  await chat.types('sell');
  await chat.types('9830000001');
  await chat.types('1234');
  return chat;
}

describe('opening a shop', () => {
  it('asks name and place, and gives the link and a picture to post', async () => {
    const chat = await aNewcomer();
    expect(chat.replies[0]?.prompt.ask).toBe('name');
    await chat.types('Asha Pickles');
    expect(chat.replies[0]?.prompt.ask).toBe('address');
    await chat.types('Malviya Nagar, Jaipur');
    const [opened, invitation] = chat.replies;
    expect(opened?.prompt.text).toContain('Asha Pickles is open 🎉 http://haat.test/s/asha-pickles');
    expect(invitation?.prompt.ask).toBe('photo');
    const card = await services.media.read(opened?.prompt.photo ?? '');
    expect(await sharp(card).metadata()).toMatchObject({ format: 'png', width: 1080, height: 1920 });
    const store = await services.stores.byLink('asha-pickles');
    expect(store).toMatchObject({ address: 'Malviya Nagar, Jaipur', currency: 'INR', open: true });
    expect((await chat.contact()).sellingStoreId).toBe(store._id);
  });

  it('takes a name in any script, and one that is a command elsewhere', async () => {
    const seller = await aSeller(services);
    for (const name of ['आशा अचार', 'Orders', '1', '🎂', 'متجر سارة', '/s/x', '{{name}} $gt']) {
      await seller.types('/newstore');
      if (!name.startsWith('/')) expect(await seller.types(name)).toContain(name);
      await seller.types('Pune');
    }
    const { items } = await services.stores.ofAccount(seller.store.accountId);
    expect(items.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['आशा अचार', 'Orders', '1', '🎂', 'متجر سارة']),
    );
  });

  it.each(['x'.repeat(200), '\u202e\u202e', '​'])('asks for the name again after %j', async (name) => {
    const seller = await aSeller(services);
    await seller.types('/newstore');
    await seller.types(name);
    expect(seller.said()).toContain('What is your shop called?');
    expect((await services.stores.ofAccount(seller.store.accountId)).items).toHaveLength(1);
  });

  it('keeps the name while the place is asked again, and goes back to it', async () => {
    const seller = await aSeller(services);
    await seller.types('/newstore');
    await seller.types('Second shop');
    expect(await seller.types('y'.repeat(1000))).toContain('Where is Second shop?');
    expect(await seller.types('back')).toBe('What is your shop called?');
  });

  it('makes the new shop the one that is worked on', async () => {
    const seller = await aSeller(services, { shop: 'First' });
    await seller.types('/newstore');
    await seller.types('Second');
    await seller.types('Pune');
    await seller.sendsPhoto(1, 'Mango pickle 149');
    const second = (await services.stores.ofAccount(seller.store.accountId)).items[1];
    expect((await services.products.list(second?._id ?? '')).items).toHaveLength(1);
    expect((await services.products.list(seller.store._id)).items).toHaveLength(0);
  });

  it('asks a stranger for the number first', async () => {
    const stranger = await chatWith(services);
    expect(await stranger.types('/newstore')).toMatch(/^Share your number/);
  });
});
