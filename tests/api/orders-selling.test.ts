import { describe, expect, it } from 'vitest';
import { testApi } from '../support/api.js';
import { testShop } from '../support/builders.js';

const { services, aStore, aProduct, aCustomer, anOrder, stockOf, tokenOf } = testShop();
const api = testApi(services);

type Sold = {
  orderId: string;
  status: string;
  history: { status: string; by: string; reason: string | null }[];
  alerts: object[];
};

/** A store with an order of two pickles out of five. */
async function aSale() {
  const store = await aStore();
  const pickle = await aProduct({ store, stock: 5 });
  const buyer = await aCustomer();
  const order = await anOrder([[pickle, 2]], { buyer, note: 'Ring twice' });
  const token = tokenOf(store);
  const move = (status: unknown, more: object = {}, key?: string) =>
    api.post<Sold>(`/orders/${order._id}/status`, { token, body: { status, ...more }, ...(key && { key }) });
  return { store, pickle, buyer, order, token, move };
}

describe('a seller', () => {
  it('reads an order with who bought, where it goes, and what became of the alerts', async () => {
    const { store, buyer, order, token } = await aSale();
    const contact = await services.contacts.meet('web-chat', `session-${order._id}`);
    await services.contacts.linkAccount(contact._id, store.accountId, '+919000000001', 'otp');
    await services.telling.tell(order._id);
    const read = await api.get<Sold>(`/orders/${order._id}`, { token });
    expect(read).toMatchObject({
      status: 200,
      body: {
        ...{ orderId: order._id, customerId: buyer.customer._id, mobile: buyer.mobile, name: 'Ravi' },
        ...{ address: '12 MG Road, Pune', note: 'Ring twice', status: 'placed' },
        history: [{ status: 'placed', by: 'customer', reason: null }],
      },
    });
    expect(read.body.alerts).toEqual([
      {
        status: 'placed',
        channel: 'web-chat',
        state: 'queued',
        attempts: 0,
        lastError: null,
        at: expect.any(String),
        sentAt: null,
      },
    ]);
  });

  it('lists the orders of a store by status, the newest first', async () => {
    const { store, pickle, order, token, move } = await aSale();
    const later = await anOrder([[pickle, 1]]);
    await move('accepted');
    const idsOf = async (query: string) =>
      (await api.get<{ items: Sold[] }>(`/stores/${store._id}/orders${query}`, { token })).body.items.map(
        ({ orderId }) => orderId,
      );
    expect(await idsOf('')).toEqual([later._id, order._id]);
    expect(await idsOf('?status=placed')).toEqual([later._id]);
    expect(await idsOf('?status=accepted')).toEqual([order._id]);
    expect(await idsOf('?status=delivered')).toEqual([]);
    const page = await api.get<{ items: Sold[]; nextCursor: string }>(`/stores/${store._id}/orders?limit=1`, { token });
    expect(await idsOf(`?limit=1&cursor=${page.body.nextCursor}`)).toEqual([order._id]);
  });

  it.each(['status=lost', 'status=', 'status=placed&status=accepted', 'status[$ne]=placed', 'cursor=%00', 'limit=0'])(
    'cannot list orders by %s',
    async (query) => {
      const store = await aStore();
      expect((await api.get(`/stores/${store._id}/orders?${query}`, { token: tokenOf(store) })).status).toBe(422);
    },
  );

  it('moves an order along, and may skip what is between', async () => {
    const { move } = await aSale();
    for (const status of ['accepted', 'packed', 'delivered']) {
      expect(await move(status)).toMatchObject({ status: 200, body: { status } });
    }
    const { body } = await move('delivered');
    expect(body.history.map(({ status, by }) => [status, by])).toEqual([
      ['placed', 'customer'],
      ['accepted', 'seller'],
      ['packed', 'seller'],
      ['delivered', 'seller'],
    ]);
  });

  it('turns an order down with a reason, which gives the stock back once', async () => {
    const { pickle, buyer, order, move } = await aSale();
    expect(await stockOf(pickle)).toBe(3);
    const all = await Promise.all([
      move('rejected', { reason: 'Sold out' }, 'k'),
      move('rejected', { reason: 'Sold out' }, 'k'),
      move('rejected'),
    ]);
    expect(all.map(({ status, body }) => [status, body.status])).toEqual(all.map(() => [200, 'rejected']));
    expect(await stockOf(pickle)).toBe(5);
    const seen = await api.get<Sold>(`/orders/${order._id}`, { token: buyer.token });
    expect(seen.body.history).toHaveLength(2);
  });

  it.each([
    ['placed', 'delivered', 409],
    ['placed', 'packed', 409],
    ['accepted', 'rejected', 409],
    ['accepted', 'placed', 409],
    ['shipped', 'cancelled', 409],
    ['delivered', 'accepted', 409],
    ['rejected', 'accepted', 409],
  ])('cannot move an order from %s to %s', async (from, to, status) => {
    const { move } = await aSale();
    if (from === 'shipped' || from === 'delivered') await move('accepted');
    if (from !== 'placed') await move(from);
    expect(await move(to)).toMatchObject({ status, body: { code: 'illegal_status' } });
  });

  it.each([
    ['lost', {}],
    [undefined, {}],
    [{ $ne: 'placed' }, {}],
    ['accepted', { reason: 'x'.repeat(201) }],
    ['accepted', { reason: '' }],
    ['accepted', { by: 'customer' }],
    ['accepted', { at: '2020-01-01T00:00:00Z' }],
  ])('cannot write what is no status: %j %j', async (status, more) => {
    const { move } = await aSale();
    expect(await move(status, more)).toMatchObject({ status: 422, body: { code: 'bad_request' } });
  });

  it('cannot use one key for two moves', async () => {
    const { move } = await aSale();
    await move('accepted', {}, 'k');
    expect(await move('packed', {}, 'k')).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });

  it('finds no order by what is no id', async () => {
    const token = tokenOf(await aStore());
    for (const id of ['0'.repeat(24), 'HT-7K3Q9', '$ne', '%00', 'x'.repeat(500)]) {
      expect(await api.get(`/orders/${id}`, { token }), id).toMatchObject({ status: 404, body: { code: 'no_order' } });
      expect(await api.post(`/orders/${id}/status`, { token, body: { status: 'accepted' } }), id).toMatchObject({
        status: 404,
      });
    }
  });
});

describe('an order', () => {
  it('is not for whoever has no token, and its seller’s calls are not for buyers', async () => {
    const { order, buyer, token } = await aSale();
    expect((await api.get(`/orders/${order._id}`)).status).toBe(401);
    const status = api.post(`/orders/${order._id}/status`, { token: buyer.token, body: { status: 'accepted' } });
    expect(await status).toMatchObject({ status: 403, body: { code: 'wrong_side' } });
    expect(await api.post(`/orders/${order._id}/cancel`, { token })).toMatchObject({
      status: 403,
      body: { code: 'wrong_side' },
    });
  });
});
