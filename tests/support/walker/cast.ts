import type { QuickWord } from '../../../bots/conversation/commands.js';
import type { Contact } from '../../../src/contacts/index.js';
import { newId } from '../../../src/platform/ids.js';
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
  await stores.update(account._id, store._id, { upiVpa: 'asha@okbank' });
  // prices with three decimals can be read in two ways
  const abroad = await stores.create(account, { ...shop, name: 'Asha Abroad', currency: 'KWD' });
  await aProduct(services, abroad, { name: 'Dates' });
  for (const name of ['Lemon pickle', 'Papad']) await aProduct(services, store, { name });
  for (let n = 1; n <= 9; n++) await aProduct(services, store, { name: `Kurta ${n}`, category: 'Clothes' });
  const mango = await aProduct(services, store, { name: 'Mango pickle' });
  const { customer } = await customers.ensure('+919812345679');

  async function cart() {
    const { cartId } = await carts.create(store.link);
    return carts.add(cartId, { productId: mango._id, qty: 1, storeLink: store.link });
  }
  async function order() {
    const filled = await cart();
    const input = { cart: filled, name: 'Ravi', address: '4 MI Road, Jaipur', payment: 'cod' as const };
    return orders.place(customer._id, input, undefined, { key: filled.cartId });
  }
  // more than a page
  for (let n = 0; n < 9; n++) await order();
  let changes = 0;
  const change = () => products.change(store, mango._id, { description: `Hot ${++changes}` });

  const person = (name: string, known: () => Known | Promise<Known>): Person => ({
    name,
    async come(options) {
      const chat = await chatWith(services, options);
      await services.db.model('Contact').updateOne({ _id: chat.contactId }, { $set: await known() });
      return chat;
    },
  });
  const proved: Known = { accountProof: 'platform', phoneProof: 'platform', phone: mobile, accountId: account._id };
  const people = [
    person('newcomer', () => ({})),
    person('buyer', async () => ({ shop: { storeId: store._id, cartId: (await cart()).cartId } })),
    person('known buyer', () => ({
      customerId: customer._id,
      customerProof: 'platform',
      shop: { storeId: store._id },
    })),
    person('seller', () => ({ ...proved, sellingStoreId: store._id })),
    person('seller abroad', () => ({ ...proved, sellingStoreId: abroad._id })),
  ];

  const idOf = async (made: Promise<{ _id: string }>): Promise<string> => (await made)._id;
  const forAll = (verbs: string[], sample: () => Promise<string>) =>
    Object.fromEntries(verbs.map((verb) => [verb, sample]));
  /** For each choice that carries an id, one; for each deep link, a payload. */
  const samples: Record<string, () => Promise<string>> = {
    ...forAll(['add:', 'more:', 'less:', 'remove:', 'product:'], async () => mango._id),
    ...forAll(['accept:', 'reject:', 'packed:', 'shipped:', 'delivered:', 'order:', 'cancel:'], () => idOf(order())),
    'category:': async () => mango.categoryId,
    'store:': async () => store._id,
    'language:': async () => 'en',
    'export:': async () => 'orders',
    s_: async () => store.link,
    c_: async () => (await cart()).cartId,
    v_: async () => services.proofs.make(newId()),
  };
  // chats begin at this time
  const minute = (Date.UTC(2026, 10, 23, 10) / 60_000).toString(36);
  const undos = [async () => (await change()).changeId, async () => `cart.${mango._id}.2.${minute}`];
  /** For each quick word, a message with it. */
  const quickWords: Partial<Record<QuickWord, string>> = {};
  return { store, people, samples, undos, quickWords, order, waiting: await order() };
}
