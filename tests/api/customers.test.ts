import { describe, expect, it } from 'vitest';
import { testApi } from '../support/api.js';
import { aMobile, testShop } from '../support/builders.js';
import { aSeller } from '../support/chat.js';
import { aShop } from '../support/shop.js';

const { services, aStore, aProduct, aCustomer, anOrder, tokenOf } = testShop();
const api = testApi(services);

type Customers = { items: { customerId: string; orders: number }[]; nextCursor: string | null };

describe('the customers of a store', () => {
  it('are those who ordered there, with what they gave there', async () => {
    const store = await aStore();
    const pickle = await aProduct({ store });
    const [ravi, asha] = [await aCustomer(), await aCustomer()];
    await anOrder([[pickle, 1]], { buyer: ravi });
    await anOrder([[pickle, 2]], { buyer: ravi });
    await anOrder([[pickle, 1]], { buyer: asha });
    await anOrder([[await aProduct(), 1]]);
    const { body } = await api.get<Customers>(`/stores/${store._id}/customers`, { token: tokenOf(store) });
    expect(body).toEqual({
      items: [
        {
          customerId: ravi.customer._id,
          name: 'Ravi',
          mobile: ravi.mobile,
          orders: 2,
          lastOrderAt: expect.any(String),
        },
        {
          customerId: asha.customer._id,
          name: 'Ravi',
          mobile: asha.mobile,
          orders: 1,
          lastOrderAt: expect.any(String),
        },
      ],
      nextCursor: null,
    });
    const first = await api.get<Customers>(`/stores/${store._id}/customers?limit=1`, { token: tokenOf(store) });
    const second = await api.get<Customers>(`/stores/${store._id}/customers?limit=1&cursor=${first.body.nextCursor}`, {
      token: tokenOf(store),
    });
    expect(second.body.items.map(({ customerId }) => customerId)).toEqual([asha.customer._id]);
  });

  it.each(['cursor=%00', 'limit=0', 'q=x'])('are not listed by %s', async (query) => {
    const store = await aStore();
    expect((await api.get(`/stores/${store._id}/customers?${query}`, { token: tokenOf(store) })).status).toBe(422);
  });
});

describe('a buyer who wants to be forgotten', () => {
  it('is out of our books, and their token opens nothing', async () => {
    const pickle = await aProduct();
    const buyer = await aCustomer();
    const order = await anOrder([[pickle, 1]], { buyer });
    await api.post(`/orders/${order._id}/cancel`, { token: buyer.token });
    expect(await api.del('/customers/me', { token: buyer.token })).toMatchObject({ status: 204, text: '' });
    expect((await api.del('/customers/me', { token: buyer.token })).status).toBe(204);
    expect(await api.get('/customers/me/orders', { token: buyer.token })).toMatchObject({
      status: 401,
      body: { code: 'bad_token' },
    });
    const store = await services.stores.byId(pickle.storeId);
    const sold = await api.get(`/orders/${order._id}`, { token: tokenOf(store) });
    expect(sold).toMatchObject({ status: 200, body: { name: '', mobile: '', address: '', note: null } });
    expect(sold.text).not.toContain(buyer.mobile);
    const back = await api.post<{ customerId: string }>('/customers/token', {
      body: { mobile: buyer.mobile, otp: '1234' },
    });
    expect(back.body.customerId).not.toBe(buyer.customer._id);
  });

  it('is told so in their chat, while a chat where they sell goes on', async () => {
    const buyer = await aCustomer();
    const chats = [];
    for (const name of ['buying', 'selling']) {
      const contact = await services.contacts.meet('web-chat', `${name}-${buyer.customer._id}`);
      await services.contacts.linkCustomer(contact._id, buyer.customer._id, buyer.mobile, 'otp');
      chats.push(contact._id);
    }
    const [buying = '', selling = ''] = chats;
    await services.contacts.linkAccount(selling, (await aStore()).accountId, aMobile(), 'otp');
    await api.del('/customers/me', { token: buyer.token });
    const [told, kept] = await Promise.all([services.chats.find(buying), services.chats.find(selling)]);
    expect(told?.outbox.map(({ prompt }) => prompt?.text)).toEqual([services.texts.t('en')('forgetMe.done')]);
    expect(kept).toBeNull();
    expect((await services.contacts.find(buying))?.phone).toBeUndefined();
    expect((await services.contacts.find(selling))?.accountId).toBeDefined();
  });

  it('finds none of their orders in a chat where they sell, and is asked there as somebody new', async () => {
    const { store, products } = await aShop(services);
    const [mango] = products;
    if (!mango) throw new Error('the shop is empty');
    const buyer = await aCustomer();
    const order = await anOrder([[mango, 1]], { buyer });
    const seller = await aSeller(services);
    await services.contacts.linkCustomer(seller.contactId, buyer.customer._id, buyer.mobile, 'bypass');
    await services.contacts.enterShop(seller.contactId, store._id);
    await seller.types('/myorders');
    expect(seller.ids()).toContain(`order:${order._id}`);
    await api.del('/customers/me', { token: buyer.token });
    const { customerId, customerProof, shop, accountId } = await seller.contact();
    expect({ customerId, customerProof, shop }).toEqual({});
    expect(accountId).toBe(seller.store.accountId);
    await seller.types('/myorders');
    expect(seller.ids()).not.toContain(`order:${order._id}`);
  });
});
