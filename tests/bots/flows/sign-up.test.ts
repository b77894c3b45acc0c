import { describe, expect, it } from 'vitest';
import { chatWith } from '../../support/chat.js';
import { testServices } from '../../support/services.js';

const services = testServices();

const accountOf = async (mobile: string): Promise<string> => (await services.accounts.ensure(mobile)).account._id;

describe('signing up in test mode', () => {
  it('takes the number of the contact button without a code', async () => {
    const chat = await chatWith(services, { channel: 'telegram' });
    await chat.types('sell');
    expect(await chat.sharesNumber('919820000001')).toBe('What is your shop called?');
    expect(await chat.contact()).toMatchObject({
      accountId: await accountOf('+919820000001'),
      phone: '+919820000001',
      phoneProof: 'platform',
    });
  });

  it('asks for a code where the number is only typed, or not vouched for', async () => {
    const chat = await chatWith(services);
    await chat.types('sell');
    expect(chat.replies[0]?.prompt.ask).toBe('phone');
    expect(await chat.sharesNumber('+919820000002', false)).toBe('Test mode: type any 4 digits.');
    expect(chat.replies[0]?.prompt.ask).toBe('code');
    await chat.types('back');
    await chat.types('98200 00002');
    expect(await chat.types('१२३४')).toBe('What is your shop called?');
    expect(await chat.contact()).toMatchObject({ phone: '+919820000002', phoneProof: 'bypass' });
  });

  it('reads a number without a prefix as one of the country', async () => {
    const chat = await chatWith(services, { country: 'BR' });
    await chat.types('sell');
    await chat.types('(11) 96123-4567');
    await chat.types('1234');
    expect((await chat.contact()).phone).toBe('+5511961234567');
  });

  it.each(['my number', '12', '+91 22 2820 0000', '0'.repeat(300), '$gt'])('asks again after %j', async (typed) => {
    const chat = await chatWith(services);
    await chat.types('sell');
    expect(await chat.types(typed)).toMatch(/^That is no mobile number I know.*\n+Share your number/s);
    expect((await chat.contact()).accountId).toBeUndefined();
  });

  it('asks for the code again when it is none', async () => {
    const chat = await chatWith(services);
    await chat.types('sell');
    await chat.types('9820000003');
    expect(await chat.types('soon')).toContain('Test mode: type any 4 digits.');
    expect((await chat.contact()).accountId).toBeUndefined();
  });

  it('does not ask for a number that is proved here already', async () => {
    const buyer = await chatWith(services);
    await services.contacts.provePhone(buyer.contactId, '+919820000004', 'platform');
    expect(await buyer.types('sell')).toBe('What is your shop called?');
    expect((await buyer.contact()).accountId).toBe(await accountOf('+919820000004'));
  });
});

describe('a seller who comes by another channel', () => {
  it('is welcomed back to the shop that is there', async () => {
    const mobile = '+919820000005';
    const { account } = await services.accounts.ensure(mobile);
    await services.stores.create(account, { name: 'Ravi Kurtas', address: 'Surat' });
    const chat = await chatWith(services, { channel: 'telegram' });
    await chat.types('sell');
    expect(await chat.sharesNumber(mobile)).toMatch(/^Welcome back\. Ravi Kurtas/);
    expect(chat.ids()).toEqual(['add-product', 'orders', 'share']);
    expect(await chat.types('sell')).toMatch(/^Welcome back/);
  });
});
