import { describe, expect, it } from 'vitest';
import { testApi } from '../support/api.js';
import { testShop } from '../support/builders.js';

const { services, aStore, aProduct, aCustomer, tokenOf } = testShop();
const api = testApi(services);
type Talk = { talkId: string; open: boolean };

async function aTalk() {
  const store = await aStore();
  const pickle = await aProduct({ store });
  const { customer } = await aCustomer();
  const buyer = services.tokens.issue('customer', customer._id, 'otp');
  const body = { productId: pickle._id, text: 'Is it hot?' };
  const { body: talk, status } = await api.post<Talk>('/talks', { token: buyer, body, key: 'ask' });
  expect(status).toBe(201);
  return { store, pickle, buyer, body, seller: tokenOf(store), talk, path: `/talks/${talk.talkId}` };
}

describe('a talk over HTTP', () => {
  it('goes both ways, and is read by both', async () => {
    const { store, seller, buyer, path, talk } = await aTalk();
    expect((await api.post(`${path}/messages`, { token: seller, body: { text: 'A little' }, key: 'r' })).status).toBe(
      201,
    );
    await api.post(`${path}/messages`, { token: seller, body: { text: 'A little' }, key: 'r' });
    for (const token of [seller, buyer]) {
      const { body } = await api.get<{ items: { from: string; text: string }[] }>(`${path}/messages`, { token });
      expect(body.items.map(({ from, text }) => [from, text])).toEqual([
        ['buyer', 'Is it hot?'],
        ['seller', 'A little'],
      ]);
    }
    const list = await api.get<{ items: Talk[] }>(`/stores/${store._id}/talks`, { token: seller });
    expect(list.body.items).toMatchObject([{ talkId: talk.talkId, open: true }]);
  });

  it('asked again with one key is asked once; ended, it takes no more', async () => {
    const { buyer, body, path, talk } = await aTalk();
    expect((await api.post<Talk>('/talks', { token: buyer, body, key: 'ask' })).body.talkId).toBe(talk.talkId);
    expect((await api.get<{ items: object[] }>(`${path}/messages`, { token: buyer })).body.items).toHaveLength(1);
    expect((await api.post<Talk>(`${path}/end`, { token: buyer })).body.open).toBe(false);
    expect(await api.post(`${path}/messages`, { token: buyer, body: { text: 'Hello?' } })).toMatchObject({
      status: 409,
      body: { code: 'talk_over' },
    });
  });

  it('is 404 for everybody else, and for what is not for sale', async () => {
    const { path, buyer } = await aTalk();
    const other = await aTalk();
    for (const token of [other.buyer, other.seller]) {
      expect((await api.get(`${path}/messages`, { token })).status).toBe(404);
      expect((await api.post(`${path}/end`, { token })).status).toBe(404);
    }
    const body = { productId: 'f'.repeat(24), text: 'Hello?' };
    expect((await api.post('/talks', { token: buyer, body })).status).toBe(404);
    expect((await api.post('/talks', { token: buyer, body: { ...body, text: '' } })).status).toBe(422);
  });

  it('is gone when the buyer is forgotten', async () => {
    const { path, buyer, seller } = await aTalk();
    await api.del('/customers/me', { token: buyer });
    expect((await api.get(`${path}/messages`, { token: seller })).status).toBe(404);
  });
});
