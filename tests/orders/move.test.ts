import { describe, expect, it, vi } from 'vitest';
import { type Actor, mayMove, STATUSES, type Status } from '../../src/orders/statuses.js';
import { testServices } from '../support/services.js';
import { aMobile, buildersOf, fulfilled } from './builders.js';

const services = testServices();
const { aStore, aProduct, aCustomer, aCart, stockOf, order } = buildersOf(services);

const anOrder = async (stock: number | null = 5) => {
  const store = await aStore();
  const pickle = await aProduct(store, { stock });
  const customer = await aCustomer();
  const placed = await order(customer, await aCart(store, [pickle, 2]));
  const set = (status: Status, reason?: string, key?: string) =>
    services.orders.setStatus(store.accountId, placed._id, { status, reason }, key ? { key } : undefined);
  return { store, pickle, customer, placed, set };
};

describe('the status table', () => {
  it('lets an order go forward and skip packed and shipped, and no other way', () => {
    const ways = (actor: Actor) =>
      STATUSES.flatMap((from) => STATUSES.filter((to) => mayMove(from, to, actor)).map((to) => `${from} → ${to}`));
    expect(ways('seller')).toEqual([
      'placed → accepted',
      'placed → rejected',
      'placed → cancelled',
      'accepted → packed',
      'accepted → shipped',
      'accepted → delivered',
      'accepted → cancelled',
      'packed → shipped',
      'packed → delivered',
      'shipped → delivered',
    ]);
    expect(ways('customer')).toEqual(['placed → cancelled']);
  });
});

describe('an order', () => {
  it('has every step told by its own id', async () => {
    const { placed, set } = await anOrder();
    await set('accepted');
    await set('shipped');
    const ids = [0, 1, 2].map((n) => ({ _id: `${placed._id}.${n}`, orderId: placed._id }));
    expect(services.nudged.filter(({ orderId }) => orderId === placed._id)).toEqual(ids);
  });

  it('keeps every step with its time and reason', async () => {
    const { set } = await anOrder();
    await set('accepted');
    const done = await set('delivered');
    expect(done.history.map(({ status, by }) => [status, by])).toEqual([
      ['placed', 'customer'],
      ['accepted', 'seller'],
      ['delivered', 'seller'],
    ]);
  });

  it('takes the present status again without effect, and nothing that the table forbids', async () => {
    const { set } = await anOrder();
    await set('accepted');
    expect((await set('accepted')).history).toHaveLength(2);
    await expect(set('rejected')).rejects.toMatchObject({ code: 'illegal_status', status: 409 });
    await expect(set('placed')).rejects.toMatchObject({ code: 'illegal_status' });
  });

  it.each(['rejected', 'cancelled'] as const)('gives its stock back once when it is %s', async (status) => {
    const { store, pickle, set } = await anOrder(5);
    expect(await stockOf(store, pickle)).toBe(3);
    await Promise.allSettled([1, 2, 3, 4].map(() => set(status, 'sold out')));
    expect(await stockOf(store, pickle)).toBe(5);
    await set(status);
    expect(await stockOf(store, pickle)).toBe(5);
  });

  it('gives nothing back to a product that was unlimited when it was bought', async () => {
    const { store, pickle, set } = await anOrder(null);
    await services.products.change(store, pickle._id, { stock: 7 });
    await set('rejected');
    expect(await stockOf(store, pickle)).toBe(7);
  });

  it('is accepted or cancelled, never both', async () => {
    const { customer, placed, store, pickle, set } = await anOrder(5);
    const results = await Promise.allSettled([set('accepted'), services.orders.cancel(customer, placed._id)]);
    expect(results.filter(fulfilled)).toHaveLength(1);
    const now = await services.orders.ofCustomerById(customer, placed._id);
    expect(await stockOf(store, pickle)).toBe(now.status === 'cancelled' ? 5 : 3);
    expect(now.history).toHaveLength(2);
  });

  it('is cancelled by the buyer only while it is placed', async () => {
    const { customer, placed, set } = await anOrder();
    await set('accepted');
    await expect(services.orders.cancel(customer, placed._id)).rejects.toMatchObject({ code: 'illegal_status' });
  });

  it('gives the same answer to a repeated request, also after it has moved on', async () => {
    const { set } = await anOrder();
    await set('accepted', undefined, 'tap-1');
    await set('delivered');
    expect((await set('accepted', undefined, 'tap-1')).status).toBe('delivered');
  });

  it('is nobody else’s', async () => {
    const { placed } = await anOrder();
    const stranger = await aCustomer();
    await expect(services.orders.ofCustomerById(stranger, placed._id)).rejects.toMatchObject({ code: 'no_order' });
    await expect(services.orders.cancel(stranger, placed._id)).rejects.toMatchObject({ code: 'no_order' });
    const { accountId } = await aStore();
    const change = services.orders.setStatus(accountId, placed._id, { status: 'accepted' });
    await expect(change).rejects.toMatchObject({ code: 'no_order', status: 404 });
  });

  it('is found by the part of its number that a seller types', async () => {
    const { store, placed } = await anOrder();
    for (const typed of [placed.number, placed.number.slice(3), placed.number.slice(3, 6).toLowerCase()]) {
      const found = await services.orders.byNumber(store.accountId, typed);
      expect(found.map(({ _id }) => _id)).toContain(placed._id);
    }
    expect(await services.orders.byNumber((await aStore()).accountId, placed.number)).toEqual([]);
    expect(await services.orders.byNumber(store.accountId, '.*')).toEqual([]);
  });
});

describe('a buyer who asks to be forgotten', () => {
  it('leaves closed orders without a name; an open one keeps the address until it is closed', async () => {
    const { store, pickle, customer, placed, set } = await anOrder();
    const open = await order(customer, await aCart(store, [pickle, 1]));
    await set('rejected');
    await services.customers.forget(customer);
    const read = async () => (await services.orders.ofStore(store._id, { limit: 10 })).items;
    const before = new Map((await read()).map((kept) => [kept._id, kept]));
    expect(before.get(placed._id)).toMatchObject({ name: '', mobile: '', address: '' });
    expect(before.get(open._id)).toMatchObject({ name: 'Ravi', address: '12 MG Road, Pune' });
    await services.orders.setStatus(store.accountId, open._id, { status: 'accepted' });
    // the process ends right after the commit; the news of it stay until they are told
    vi.spyOn(services.nudged, 'push').mockImplementationOnce(() => {
      throw new Error('killed');
    });
    const delivered = services.orders.setStatus(store.accountId, open._id, { status: 'delivered' });
    await expect(delivered).rejects.toThrow('killed');
    await services.telling.tell(open._id);
    expect((await read()).map(({ address }) => address)).toEqual(['', '']);
    await expect(order(customer, await aCart(store, [pickle, 1]))).rejects.toMatchObject({ code: 'bad_token' });
  });

  it('is somebody new when the number comes back', async () => {
    const mobile = aMobile();
    const { customer } = await services.customers.ensure(mobile);
    await services.customers.forget(customer._id);
    const again = await services.customers.ensure(mobile);
    expect(again.isNew).toBe(true);
    expect(again.customer.addresses).toEqual([]);
  });
});

describe('a store’s customers', () => {
  it('are those who ordered there, with what they gave there', async () => {
    const { store, pickle, customer } = await anOrder();
    await order(customer, await aCart(store, [pickle, 1]));
    const other = await aCustomer();
    await order(other, await aCart(store, [pickle, 1]));
    await anOrder();
    const first = await services.customers.ofStore(store._id, { limit: 1 });
    expect(first.items).toMatchObject([{ customerId: customer, name: 'Ravi', orders: 2 }]);
    const rest = await services.customers.ofStore(store._id, { limit: 1, cursor: first.nextCursor ?? undefined });
    expect(rest).toMatchObject({ items: [{ customerId: other, orders: 1 }], nextCursor: null });
  });
});
