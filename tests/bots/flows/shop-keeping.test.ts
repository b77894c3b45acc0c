import { describe, expect, it } from 'vitest';
import { aSeller, chatWith } from '../../support/chat.js';
import { testServices } from '../../support/services.js';

const services = testServices();

describe('several shops', () => {
  it('shows one shop as the only one', async () => {
    const seller = await aSeller(services, { shop: 'Only one' });
    expect(await seller.types('stores')).toContain('Only one is your only shop.');
  });

  it('takes the other shop, and photos go there from then on', async () => {
    const seller = await aSeller(services, { shop: 'First' });
    const account = await services.accounts.find(seller.store.accountId);
    if (!account) throw new Error('no account');
    const second = await services.stores.create(account, { name: 'Second', address: 'Pune' });
    expect(await seller.types('stores')).toContain('You work on Second.');
    expect(seller.labels().slice(0, 2)).toEqual(['First', 'Second ✓']);
    expect(seller.ids()).toEqual([`store:${seller.store._id}`, `store:${second._id}`, 'settings', 'new-store']);
    expect(await seller.taps(`store:${seller.store._id}`)).toContain('You work on First now.');
    await seller.sendsPhoto(1, 'Mango pickle 149');
    expect((await services.products.list(seller.store._id)).items).toHaveLength(1);
    expect((await services.products.list(second._id)).items).toHaveLength(0);
  });

  it("opens nobody else's shop", async () => {
    const other = await aSeller(services);
    const seller = await aSeller(services);
    expect(await seller.presses(`store:${other.store._id}`)).toContain('You have no such store.');
    expect((await seller.contact()).sellingStoreId).toBeUndefined();
  });
});

describe('products and orders as a list', () => {
  it('says that no order waits', async () => {
    const seller = await aSeller(services);
    expect(await seller.types('orders')).toContain('No order waits for you');
    expect(seller.ids()).toEqual(['list:delivered', 'list:over', 'share', 'products']);
  });
});

describe('being forgotten', () => {
  it('asks first, and then nothing is known of the person', async () => {
    const chat = await chatWith(services, { known: { name: 'Asha' } });
    const { customer } = await services.customers.ensure('+919840000001');
    await services.contacts.linkCustomer(chat.contactId, customer._id, '+919840000001', 'platform');
    expect(await chat.types('forgetme')).toMatch(/^Shall I forget you\?/);
    expect(await chat.taps('no')).toContain('Everything stays');
    expect((await chat.contact()).name).toBe('Asha');
    await chat.types('/forgetme');
    expect(await chat.taps('yes')).toContain('You are forgotten');
    const { name, phone, customerId } = await chat.contact();
    expect({ name, phone, customerId }).toEqual({ name: undefined, phone: undefined, customerId: undefined });
    expect((await services.customers.find(customer._id))?.mobile).toBeUndefined();
  });

  it('tells a seller that the shop stays', async () => {
    const seller = await aSeller(services);
    expect(await seller.types('forgetme')).toContain('Your shop stays');
    await seller.taps('yes');
    expect((await seller.contact()).accountId).toBeUndefined();
    expect(await services.stores.byId(seller.store._id)).toMatchObject({ open: true });
  });

  it('does not take an old yes for an answer', async () => {
    const chat = await chatWith(services, { known: { name: 'Asha' } });
    await chat.types('forgetme');
    const wire = 'yes|000000';
    await chat.presses(wire);
    expect((await chat.contact()).name).toBe('Asha');
  });
});

describe('the language', () => {
  it('offers those that are there', async () => {
    const chat = await chatWith(services);
    await chat.types('language');
    const { languages } = services.texts;
    if (languages.length === 1) expect(chat.said()).toBe('So far I speak only English.');
    else expect(chat.ids()).toEqual(languages.map((code) => `language:${code}`));
    await chat.presses('language:en');
    expect(chat.said()).toBe('From now on I speak English.');
    expect((await chat.contact()).language).toBe('en');
    await chat.presses('language:xx');
    expect((await chat.contact()).language).toBe('en');
  });
});
