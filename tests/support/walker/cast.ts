import type { QuickWord } from '../../../bots/conversation/commands.js';
import type { Contact } from '../../../src/contacts/index.js';
import { newId } from '../../../src/platform/ids.js';
import type { Store } from '../../../src/stores/model.js';
import { type Chat, chatWith } from '../chat.js';
import type { TestServices } from '../services.js';
import { aProduct } from '../shop.js';

type Known = Partial<Omit<Contact, '_id' | 'channel' | 'addresses' | 'replyTo' | 'lastSeenAt' | 'createdAt'>>;

/** Somebody who begins to talk; each time another person of the same kind. */
export type Person = { name: string; come(options: Parameters<typeof chatWith>[1]): Promise<Chat> };

export type Cast = Awaited<ReturnType<typeof makeCast>>;

/** A seller with two shops, one abroad, and a buyer who ordered before: all that the flows can be about. */
export async function makeCast(services: TestServices) {
  const { accounts, stores, products, customers, carts, orders } = services;
  const mobile = '+919812345678';
  const { account } = await accounts.ensure(mobile);
  const shop = { name: 'Asha Pickles', address: 'Jaipur' };
  const store = await stores.create(account, shop);
  // prices with three decimals can be read in two ways
  const abroad = await stores.create(account, { ...shop, name: 'Asha Abroad', currency: 'KWD' });
  await aProduct(services, abroad, { name: 'Dates' });
  for (const name of ['Lemon pickle', 'Papad']) await aProduct(services, store, { name });
  for (let n = 1; n <= 9; n++) await aProduct(services, store, { name: `Kurta ${n}`, category: 'Clothes' });
  const mango = await aProduct(services, store, { name: 'Mango pickle' });
  const { customer } = await customers.ensure('+919812345679');

  /** Whatever a seller set meanwhile: buyers find the shops open, with pickup, a charge and their links. */
  async function asFirst(): Promise<void> {
    const none = { closedUntil: null, hours: null, freeAbove: null, minOrder: null, paymentText: null };
    const first = { ...none, open: true, pickup: true, deliveryCharge: 4000, upiVpa: 'asha@okbank' };
    for (const { _id, link } of [store, abroad]) await stores.update(account._id, _id, { ...first, link });
  }

  async function cart() {
    const { cartId } = await carts.create(store.link);
    return carts.add(cartId, { productId: mango._id, qty: 1, storeLink: store.link });
  }
  async function order(payment: 'cod' | 'upi' = 'cod') {
    await asFirst();
    // somebody may have said that it is sold out
    await products.change(store, mango._id, { stock: null, hidden: false });
    const [{ cartId }, papad] = [await cart(), await aProduct(services, store, { name: 'Papad' })];
    const filled = await carts.add(cartId, { productId: papad._id, qty: 1, storeLink: store.link });
    const input = { cart: filled, name: 'Ravi', address: '4 MI Road, Jaipur', payment };
    return orders.place(customer._id, input, undefined, { key: filled.cartId });
  }
  /** Somebody asks about the mangoes; each time somebody else. */
  async function talk() {
    const { _id: contactId } = await services.contacts.meet('telegram', newId(), { name: 'Ravi' });
    return services.talks.open({ contactId, name: 'Ravi' }, { productId: mango._id });
  }
  // more than a page
  for (let n = 0; n < 9; n++) await order();
  // two whose numbers begin alike
  for (const number of ['HT-ZZZZ2', 'HT-ZZZZ3']) {
    await services.db.model('Order').updateOne({ _id: (await order())._id }, { $set: { number } });
  }
  let changes = 0;
  const change = () => products.change(store, mango._id, { description: `Hot ${++changes}` });

  const person = (name: string, known: () => Known | Promise<Known>): Person => ({
    name,
    async come(options) {
      await asFirst();
      const chat = await chatWith(services, options);
      await services.db.model('Contact').updateOne({ _id: chat.contactId }, { $set: await known() });
      return chat;
    },
  });
  const proved: Known = { accountProof: 'platform', phoneProof: 'platform', phone: mobile, accountId: account._id };
  /** Each of them finds a new product on top of the list, which may be changed and deleted. */
  const selling = async (own: Store): Promise<Known> => {
    await aProduct(services, own, { name: 'Papad' });
    return { ...proved, sellingStoreId: own._id };
  };
  const people = [
    person('newcomer', () => ({})),
    person('buyer', async () => ({ shop: { storeId: store._id, cartId: (await cart()).cartId } })),
    person('known buyer', () => ({
      customerId: customer._id,
      customerProof: 'platform',
      shop: { storeId: store._id },
    })),
    person('seller', () => selling(store)),
    person('seller abroad', () => selling(abroad)),
  ];

  const idOf = async (made: Promise<{ _id: string }>): Promise<string> => (await made)._id;
  const forAll = (verbs: string[], sample: () => Promise<string>) =>
    Object.fromEntries(verbs.map((verb) => [verb, sample]));
  /** For each choice that carries an id, one; for each deep link, a payload. */
  const samples: Record<string, () => Promise<string>> = {
    ...forAll(['add:', 'more:', 'less:', 'remove:'], async () => mango._id),
    // what its seller opens may be deleted there
    ...forAll(['product:', 'manage:'], () => idOf(aProduct(services, store, { name: 'Papad' }))),
    ...forAll(['accept:', 'reject:', 'packed:', 'shipped:', 'delivered:', 'order:', 'cancel:'], () => idOf(order())),
    ...forAll(['received:', 'unpaid:', 'again:', 'note:'], () => idOf(order())),
    'paid:': () => idOf(order('upi')),
    'call-off:': async () => {
      const { _id } = await order();
      return (await orders.setStatus(account._id, _id, { status: 'accepted' }))._id;
    },
    'ask:': async () => mango._id,
    'ask-about:': () => idOf(order()),
    ...forAll(['reply:', 'end-talk:'], () => idOf(talk())),
    'category:': async () => mango.categoryId,
    ...forAll(['store:', 'report:'], async () => store._id),
    'setting:': async () => `days.${store._id}`,
    'days:': async () => '7',
    'digest:': async () => 'on',
    'language:': async () => 'en',
    'export:': async () => 'orders',
    s_: async () => store.link,
    c_: async () => (await cart()).cartId,
    v_: async () => services.proofs.make(newId()),
  };
  // chats begin at this time
  const minute = (Date.UTC(2026, 10, 23, 10) / 60_000).toString(36);
  // of an own switch for each, so that none of them is overtaken
  let switched = false;
  const setting = async () => {
    switched = !switched;
    return (await stores.change(account._id, store._id, { digest: switched })).changeId ?? '';
  };
  const undos = [setting, async () => (await change()).changeId, async () => `cart.${mango._id}.2.${minute}`];
  /** For each quick word, a message with it. */
  const saying = (text: string) => async () => text;
  let soldOut = 0;
  const quickWords: Partial<Record<QuickWord, () => Promise<string>>> = {
    price: saying('price papad 159'),
    stock: saying('stock kurta 5'),
    soldOut: saying('sold out papad'),
    // of what orders sold out the number has to be said
    backIn: async () => `back ${(await aProduct(services, store, { name: `Ghee ${++soldOut}`, stock: 0 })).name}`,
    undo: saying('undo'),
    digest: saying('digest on'),
    again: saying('order again'),
    whereIs: saying('where is my order'),
    closedToday: saying('closed today'),
    settings: saying('settings'),
  };
  return { store, people, samples, undos, quickWords, order, talk, waiting: await order() };
}
