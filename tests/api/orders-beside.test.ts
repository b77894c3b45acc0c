import { describe, expect, it } from 'vitest';
import { testApi } from '../support/api.js';
import { testShop } from '../support/builders.js';
import { aPhoto } from '../support/chat.js';

const { services, aStore, aProduct, aCustomer, anOrder, tokenOf } = testShop();
const api = testApi(services);

async function aSale() {
  const store = await aStore();
  const pickle = await aProduct({ store, stock: 5 });
  const buyer = await aCustomer();
  const order = await anOrder([[pickle, 2]], { buyer });
  const theirs = services.tokens.issue('customer', buyer.customer._id, 'otp');
  return { store, pickle, order, seller: tokenOf(store), buyer: theirs, path: `/orders/${order._id}` };
}

describe('the payment of an order', () => {
  it('is claimed by its buyer and confirmed by its seller', async () => {
    const { path, seller, buyer } = await aSale();
    const claimed = await api.post(`${path}/payment`, { token: buyer, body: { state: 'claimed' } });
    expect(claimed).toMatchObject({ status: 200, body: { status: 'placed', payment: { state: 'claimed' } } });
    const received = await api.post(`${path}/payment`, { token: seller, body: { state: 'received' }, key: 'k' });
    expect(received.body).toMatchObject({
      payment: { state: 'received' },
      history: [{}, { payment: 'claimed' }, { payment: 'received' }],
    });
    const again = await api.post(`${path}/payment`, { token: buyer, body: { state: 'claimed' } });
    expect(again).toMatchObject({ status: 409, body: { code: 'nothing_to_pay' } });
  });

  it('is claimed with a picture, which the seller sees', async () => {
    const { store, order, path, buyer } = await aSale();
    const contact = await services.contacts.meet('telegram', `seller-${order._id}`);
    await services.contacts.linkAccount(contact._id, store.accountId, '+919000000002', 'otp');
    const form = new FormData();
    form.set('state', 'claimed');
    form.set('image', new Blob([new Uint8Array(await aPhoto(3))]), 'paid.jpg');
    expect((await api.post(`${path}/payment`, { token: buyer, body: form })).status).toBe(200);
    await services.telling.tell(order._id);
    const alert = (await services.chats.find(contact._id))?.outbox.at(-1)?.alert;
    expect((alert && (await services.alerts.compose(alert, contact)))?.photo).toMatch(/^p\/\w+-1080\.webp$/);
  });

  it('is each side’s own word', async () => {
    const { path, seller, buyer } = await aSale();
    expect((await api.post(`${path}/payment`, { token: buyer, body: { state: 'received' } })).status).toBe(403);
    expect((await api.post(`${path}/payment`, { token: seller, body: { state: 'claimed' } })).status).toBe(403);
    expect((await api.post(`${path}/payment`, { token: seller, body: { state: 'paid' } })).status).toBe(422);
    const other = tokenOf(await aStore());
    expect((await api.post(`${path}/payment`, { token: other, body: { state: 'received' } })).status).toBe(404);
  });
});

describe('what else a buyer can do', () => {
  it('changes the note', async () => {
    const { path, buyer } = await aSale();
    expect((await api.post(`${path}/note`, { token: buyer, body: { note: 'Ring twice' } })).body).toMatchObject({
      note: 'Ring twice',
    });
    expect((await api.post(`${path}/note`, { token: buyer, body: { note: '' } })).body).toMatchObject({ note: null });
    expect((await api.post(`${path}/note`, { token: buyer, body: { note: 'x'.repeat(501) } })).status).toBe(422);
  });

  it('gets a cart of the same once more', async () => {
    const { path, buyer, pickle } = await aSale();
    const cart = await api.post(`${path}/again`, { token: buyer, key: 'once' });
    expect(cart).toMatchObject({ status: 201, body: { lines: [{ productId: pickle._id, qty: 2 }] } });
    expect((await api.post(`${path}/again`, { token: buyer, key: 'once' })).body).toEqual(cart.body);
  });
});

describe('a seller', () => {
  it('says what of an order is sold out', async () => {
    const { store, path, seller, pickle } = await aSale();
    const body = { status: 'rejected', reason: 'Sold out', soldOut: [pickle._id] };
    expect((await api.post(`${path}/status`, { token: seller, body })).status).toBe(200);
    expect((await services.products.find(store, pickle._id)).stock).toBe(0);
  });

  it('reads what is to be packed', async () => {
    const { store, path, seller, pickle } = await aSale();
    await api.post(`${path}/status`, { token: seller, body: { status: 'accepted' } });
    const list = await api.get(`/stores/${store._id}/pick-list`, { token: seller });
    expect(list.body).toEqual({ items: [{ productId: pickle._id, name: pickle.name, pieces: 2, orders: 1 }] });
    expect((await api.get(`/stores/${store._id}/pick-list`, { token: tokenOf(await aStore()) })).status).toBe(404);
  });
});
