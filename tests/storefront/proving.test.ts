import { describe, expect, it } from 'vitest';
import { buildersOf } from '../orders/builders.js';
import { chatWith } from '../support/chat.js';
import { testClock } from '../support/clock.js';
import { testServices } from '../support/services.js';
import { aStorefront } from './a-storefront.js';
import { aVisitor, type Visitor } from './a-visitor.js';

const clock = testClock();
const sent: string[] = [];
const services = testServices({ env: { OTP_MODE: 'verify' }, clock });
const { aStore, aProduct } = buildersOf(services);

let mobiles = 0;
const aMobile = () => `98222${String(10_000 + mobiles++)}`;

/** A visitor with something in the cart, at the order form. */
async function atTheForm(): Promise<Visitor & { storeId: string; link: string }> {
  const store = await aStore();
  await aProduct(store, { name: 'Mango pickle' });
  const otp = {
    ...services.otp,
    async send(mobile: string) {
      sent.push(mobile);
      return { expiresInSeconds: 300 };
    },
    async check(...[mobile, purpose, typed]: Parameters<typeof services.otp.check>) {
      return typed === '482915' ? ('otp' as const) : services.otp.check(mobile, purpose, typed);
    },
  };
  const visitor = aVisitor(await aStorefront(services, { otp }));
  await visitor.opens(`/s/${store.link}`);
  await visitor.presses('Add Mango pickle');
  await visitor.opens(`/s/${store.link}/order`);
  return Object.assign(visitor, { storeId: store._id, link: store.link });
}
const ordersOf = async (storeId: string) => (await services.orders.ofStore(storeId, { limit: 10 })).items;
const who = { name: 'Ravi', address: '12 MG Road, Pune' };
/** The payload of the first link of the page that leads to the messenger with this prefix. */
const payload = (page: string, prefix: string): string =>
  new RegExp(`https://t\\.me/haat_bot\\?start=(${prefix}[\\w-]+)`).exec(page)?.[1] ?? '';

describe('where codes are real', () => {
  it('the first press sends the code, the second places the order', async () => {
    const visitor = await atTheForm();
    const mobile = aMobile();
    expect(visitor.page).toContain('Send me a code');
    expect(await visitor.fills({ ...who, mobile })).toContain(`The code sent to +91${mobile}`);
    expect(sent.at(-1)).toBe(`+91${mobile}`);
    expect(await ordersOf(visitor.storeId)).toEqual([]);
    // what was typed is still there
    expect(await visitor.fills({ otp: '482915' })).toContain('is with Asha Pickles');
    expect(await ordersOf(visitor.storeId)).toMatchObject([{ mobile: `+91${mobile}`, ...who }]);
  });

  it('a wrong code is told under its field, and nothing is ordered', async () => {
    const visitor = await atTheForm();
    await visitor.fills({ ...who, mobile: aMobile() });
    const told = await visitor.fills({ otp: '111111' });
    expect(visitor.status).toBe(401);
    expect(told).toContain('This code works no more.');
    expect(told).toContain('The code sent to');
    expect(await ordersOf(visitor.storeId)).toEqual([]);
  });

  it('no code is sent while something else is to be mended', async () => {
    const visitor = await atTheForm();
    const before = sent.length;
    expect(await visitor.fills({ ...who, mobile: aMobile(), name: '' })).toContain('A name has 1 to 80 characters');
    expect(sent).toHaveLength(before);
  });
});

describe('where a messenger is on', () => {
  const onTelegram = () => services.messengers.announce('telegram', 'https://t.me/haat_bot?start={payload}');

  it('one tap there proves the number of the page, without a code, and the order is told there', async () => {
    await onTelegram();
    clock.pass(60);
    const visitor = await atTheForm();
    const phone = await chatWith(services, { channel: 'telegram' });
    await phone.starts(payload(visitor.page, 'v_'));
    expect(await phone.sharesNumber('+919822299999')).toContain('Your number is proved.');
    // the worker of the chat hands it on to the page
    for (const { contactId, mobile } of phone.vouched) await services.pageProofs.keep(contactId, mobile);
    expect(await visitor.opens(`/s/${visitor.link}/order`)).toContain('You order as +919822299999.');
    await visitor.fills(who);
    const [order] = await ordersOf(visitor.storeId);
    expect(order?.mobile).toBe('+919822299999');
    await services.orders.setStatus((await services.stores.byId(visitor.storeId)).accountId, order?._id ?? '', {
      status: 'accepted',
    });
    await services.telling.tell(order?._id ?? '');
    const chat = await services.chats.find(phone.contactId);
    expect(chat?.outbox.map(({ alert }) => alert?.orderId)).toContain(order?._id);
  });

  it('a proof is for the browser that asked, once, and not for long', async () => {
    await onTelegram();
    clock.pass(60);
    const [visitor, other] = [await atTheForm(), await atTheForm()];
    const id = visitor.cookies.get('haat_proof') ?? '';
    expect(id).toMatch(/^[0-9a-f]{24}$/);
    await services.pageProofs.keep(id, '+919822288888');
    expect(await other.opens(`/s/${other.link}/order`)).toContain('Mobile number');
    expect(await visitor.opens(`/s/${visitor.link}/order`)).toContain('You order as +919822288888.');
    expect(await services.pageProofs.take(id)).toBeUndefined();
    await services.pageProofs.keep(id, '+919822288888');
    clock.pass(16 * 60);
    expect(await services.pageProofs.take(id)).toBeUndefined();
  });

  it('the cart goes on there, and comes back', async () => {
    await onTelegram();
    clock.pass(60);
    const visitor = await atTheForm();
    const phone = await chatWith(services, { channel: 'telegram' });
    expect(await phone.starts(payload(visitor.page, 'c_'))).toContain('1 × Mango pickle');
    const cartId = payload(visitor.page, 'c_').slice(2);
    const another = aVisitor(await aStorefront(services));
    expect(await another.opens(`/s/${visitor.link}/c/${cartId}`)).toContain('Send me a code');
    expect(another.at).toBe(`/s/${visitor.link}/order`);
    await another.opens(`/s/${visitor.link}/c/nothing`);
    expect(another.status).toBe(404);
  });

  it('one that nobody announced for hours is off', async () => {
    await onTelegram();
    clock.pass(4 * 3600);
    expect(await services.messengers.ways('x', services.texts.t('en'))).toEqual([]);
  });
});
