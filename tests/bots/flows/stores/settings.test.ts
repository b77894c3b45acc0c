import { describe, expect, it } from 'vitest';
import { aSeller, type Chat } from '../../../support/chat.js';
import { testClock } from '../../../support/clock.js';
import { testServices } from '../../../support/services.js';
import { aProduct } from '../../../support/shop.js';

// chats begin at this time: a Monday, half past three in the afternoon in India
const START = '2026-11-23T10:00:00Z';
const clock = testClock(new Date(START));
const services = testServices({ clock });

type Seller = Awaited<ReturnType<typeof aSeller>>;
const now = ({ store }: Seller) => services.stores.byId(store._id);
/** The row of a setting, as it is read. */
const row = (chat: Chat, setting: string) =>
  chat.labels()[chat.ids().findIndex((id) => id.startsWith(`setting:${setting}.`))];
const open = async (seller: Seller, setting: string) => {
  await seller.presses('settings');
  return seller.taps(`setting:${setting}.${seller.store._id}`);
};
const undo = (seller: Seller) => seller.taps(seller.ids().find((id) => id.startsWith('undo:')) ?? 'no undo');

const CHANNELS = ['web-chat', 'whatsapp-web'] as const;

describe.each(CHANNELS)('the settings on %s', (channel) => {
  it('list everything with how it is', async () => {
    const seller = await aSeller(services, { channel });
    await seller.types('start');
    await seller.taps('settings');
    expect(seller.said()).toContain('These are the settings of Asha Pickles.');
    expect(row(seller, 'name')).toBe('Name: Asha Pickles');
    expect(row(seller, 'closed')).toBe('Just now: open');
    expect(row(seller, 'hours')).toBe('Opening hours: always open');
    expect(row(seller, 'currency')).toBe('Currency: INR');
    expect(row(seller, 'lowStock')).toBe('Low stock at: 3');
    expect(row(seller, 'freeAbove')).toBeUndefined();
    expect(seller.ids().filter((id) => id.startsWith('setting:'))).toHaveLength(15);
  });

  it.each([
    ['name', 'Asha & Daughters', 'Name: Asha Pickles → Asha & Daughters', { name: 'Asha & Daughters' }],
    ['address', 'Pune', 'Address: Jaipur → Pune', { address: 'Pune' }],
    [
      'hours',
      '9am to 9pm',
      'Opening hours: always open → 9:00 am – 9:00 pm',
      { hours: { from: '09:00', to: '21:00', closedDays: [] } },
    ],
    ['delivery', '₹40', 'Delivery charge: none → ₹40', { deliveryCharge: 4000 }],
    ['minOrder', '१००', 'Smallest order: none → ₹100', { minOrder: 10_000 }],
    ['upi', 'asha@okbank', 'UPI ID: none → asha@okbank', { upiVpa: 'asha@okbank' }],
    [
      'payment',
      'Bank of Jaipur, 1234',
      'How to pay: none → Bank of Jaipur, 1234',
      { paymentText: 'Bank of Jaipur, 1234' },
    ],
    ['currency', 'usd', 'Currency: INR → USD', { currency: 'USD' }],
    ['lowStock', '5', 'Low stock at: 3 → 5', { lowStockAt: 5 }],
    ['timeZone', 'dubai', 'Time zone: Asia/Kolkata → Asia/Dubai', { timeZone: 'Asia/Dubai' }],
  ])('ask for the %s, set it at once, and take it back', async (setting, answer, told, expected) => {
    const seller = await aSeller(services, { channel });
    await open(seller, setting);
    expect((await seller.types(answer)).replaceAll(/[\u00a0\u202f]/g, ' ')).toContain(told);
    expect(await now(seller)).toMatchObject(expected);
    expect(await undo(seller)).toContain('Done, that is taken back.');
    const { catalogVersion: _, ...store } = await now(seller);
    const { catalogVersion: __, ...before } = seller.store;
    expect({ ...store, formerLinks: [] }).toEqual(before);
  });

  it.each(['pickup', 'digest'] as const)('switch %s over and back by one tap each', async (setting) => {
    const seller = await aSeller(services, { channel });
    const was = seller.store[setting];
    expect(await open(seller, setting)).toContain(was ? 'on → off' : 'off → on');
    expect((await now(seller))[setting]).toBe(!was);
    await undo(seller);
    expect((await now(seller))[setting]).toBe(was);
  });

  it.each([
    ['hours', 'morning', 'Send when you open and close, like 9-21'],
    ['link', 'my shop', 'like asha-pickles'],
    ['upi', 'asha', 'looks like asha@okbank'],
    ['currency', 'rupees', 'like INR or USD'],
    ['timeZone', 'Gotham', 'like Dubai'],
    ['lowStock', 'a few', 'like 12'],
    ['delivery', 'cheap', 'like 149'],
    ['payment', 'x'.repeat(301), 'within 300 characters'],
  ])('show how to say the %s where "%.20s" is none', async (setting, answer, told) => {
    const seller = await aSeller(services, { channel });
    const question = await open(seller, setting);
    expect(await seller.types(answer)).toContain(told);
    expect(seller.said()).toContain(question.split('\n')[0]);
    expect(await now(seller)).toEqual(seller.store);
  });

  it('clear what was set', async () => {
    const seller = await aSeller(services, { channel });
    const set = { upiVpa: 'a1@okbank', minOrder: 5000, deliveryCharge: 4000, freeAbove: 9000, paymentText: 'Bank' };
    await services.stores.update(seller.store.accountId, seller.store._id, set);
    for (const setting of ['upi', 'minOrder', 'freeAbove', 'delivery', 'payment']) {
      await open(seller, setting);
      await seller.taps('none');
    }
    expect(await now(seller)).toMatchObject({ deliveryCharge: 0 });
    for (const field of ['upiVpa', 'minOrder', 'freeAbove', 'paymentText'])
      expect(await now(seller)).not.toHaveProperty(field);
    await open(seller, 'minOrder');
    expect(await seller.types('0')).toContain('It was so already.');
  });

  it('take another link; of a taken one those near it', async () => {
    const other = await aSeller(services, { shop: `Taken ${channel}` });
    const seller = await aSeller(services, { channel });
    await open(seller, 'link');
    expect(await seller.types(other.store.link)).toContain(`Somebody has ${other.store.link} already.`);
    const near = seller.ids()[0] ?? '';
    expect(near).toBe(`link:${other.store.link}-jaipur`);
    expect(await seller.taps(near)).toContain(`Link: ${seller.store.link} → ${near.slice(5)}`);
    expect((await services.stores.byLink(seller.store.link))._id).toBe(seller.store._id);
    await open(seller, 'link');
    expect(await seller.types(seller.store.link)).toContain(`→ ${seller.store.link}`);
  });
});

describe('closed days', () => {
  it('change over one by one, or several by their numbers', async () => {
    const seller = await aSeller(services, { channel: 'whatsapp-web' });
    await open(seller, 'hours');
    await seller.types('9-21');
    await seller.taps(`setting:days.${seller.store._id}`);
    expect(seller.labels().slice(0, 2)).toEqual(['Monday', 'Tuesday']);
    expect(await seller.types('6, 7')).toMatch(/→ 9:00.am – 9:00.pm, closed Saturday, Sunday/);
    await seller.presses(`setting:days.${seller.store._id}`);
    await seller.taps('day:6');
    expect((await now(seller)).hours?.closedDays).toEqual([7]);
  });

  it('leave one day open, and need no hours', async () => {
    const seller = await aSeller(services);
    await seller.presses(`setting:days.${seller.store._id}`);
    expect(await seller.taps('day:7')).toContain('always open → all day, closed Sunday');
    const closedDays = [1, 2, 3, 4, 5, 6];
    const hours = { from: '09:00', to: '21:00', closedDays };
    await services.stores.update(seller.store.accountId, seller.store._id, { hours });
    await seller.presses(`setting:days.${seller.store._id}`);
    expect(await seller.taps('day:7')).toContain('Leave one day open.');
  });
});

describe('closed today', () => {
  it.each(CHANNELS)('is two words, and ends by itself, on %s', async (channel) => {
    const seller = await aSeller(services, { channel });
    await services.stores.update(seller.store.accountId, seller.store._id, {
      hours: { from: '09:00', to: '21:00', closedDays: [] },
    });
    expect(await seller.types('closed today')).toMatch(/Just now: open → closed until tomorrow 9:00.am/);
    expect((await now(seller)).closedUntil).toEqual(new Date('2026-11-24T03:30:00Z'));
    await seller.types('settings');
    expect(row(seller, 'closed')).toMatch(/closed until tomorrow/);
    expect(await seller.taps(`setting:closed.${seller.store._id}`)).toMatch(/→ open/);
    expect(await now(seller)).not.toHaveProperty('closedUntil');
  });

  it('may stay until it is opened by hand, or be taken back', async () => {
    const seller = await aSeller(services);
    await seller.types('closed today');
    expect(await seller.taps(`setting:shut.${seller.store._id}`)).toContain('→ closed');
    expect((await now(seller)).open).toBe(false);
    await seller.presses('settings');
    expect(row(seller, 'closed')).toBe('Just now: closed');
    await seller.taps(`setting:closed.${seller.store._id}`);
    expect(await now(seller)).toMatchObject({ open: true });
    await undo(seller);
    expect(await now(seller)).toMatchObject({ open: false });
  });
});

describe('a setting', () => {
  it('is not taken back after ten minutes, nor over a later change', async () => {
    const seller = await aSeller(services);
    await open(seller, 'name');
    await seller.types('One');
    const wire = seller.wire(seller.ids().find((id) => id.startsWith('undo:')) ?? '');
    expect(new TextEncoder().encode(wire).length).toBeLessThanOrEqual(64);
    await open(seller, 'name');
    await seller.types('Two');
    expect(await seller.presses(wire)).toContain('Two has changed since');
    const second = seller.wire(seller.ids().find((id) => id.startsWith('undo:')) ?? '');
    clock.pass(601);
    if (second) expect(await seller.presses(second)).toContain('over 10 minutes ago');
    expect((await now(seller)).name).toBe('Two');
  });

  it('has ids that fit the wire', async () => {
    const seller = await aSeller(services);
    await services.stores.update(seller.store.accountId, seller.store._id, { deliveryCharge: 100 });
    await seller.presses('settings');
    for (const id of seller.ids()) expect(new TextEncoder().encode(id).length, id).toBeLessThanOrEqual(56);
  });

  it('is of nobody else’s shop', async () => {
    const [seller, other] = [await aSeller(services), await aSeller(services)];
    for (const id of ['pickup', 'name', 'shut']) {
      expect(await other.presses(`setting:${id}.${seller.store._id}`)).toContain('You have no such store.');
    }
    expect(await now(seller)).toEqual(seller.store);
  });

  it('of currency stays once there is an order', async () => {
    const seller = await aSeller(services);
    await services.db.model('Store').updateOne({ _id: seller.store._id }, { ordered: true });
    expect(await open(seller, 'currency')).toContain('Your orders are in this currency');
  });

  it('of currency leaves prices as they are read', async () => {
    const seller = await aSeller(services);
    const mango = await aProduct(services, seller.store);
    await open(seller, 'currency');
    await seller.types('JPY');
    expect((await services.products.find(await now(seller), mango._id)).salePrice).toBe(149);
  });
});

describe('several shops', () => {
  it('are told apart in every menu', async () => {
    const seller = await aSeller(services, { shop: 'First' });
    const account = await services.accounts.find(seller.store.accountId);
    if (!account) throw new Error('no account');
    await services.stores.create(account, { name: 'Second', address: 'Pune' });
    await seller.types('start');
    expect(seller.ids()).toEqual(expect.arrayContaining(['settings', 'stores']));
    await seller.taps('stores');
    expect(seller.labels()[0]).toBe('First');
    expect(seller.labels()[1]).toBe('Second ✓');
    for (const words of ['add product', 'share', 'products', 'settings', 'closed today', 'undo']) {
      if (words !== 'undo') await seller.types('cancel');
      if (words === 'settings') await seller.presses('settings');
      else await seller.types(words);
      expect(seller.said(), words).toContain('Second');
    }
  });
});
