import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { testApi } from '../support/api.js';
import { aShopThroughTime } from '../support/shop-through-time.js';

const { services, aStore, aProduct, aCustomer, ordered, itIs } = aShopThroughTime();
const api = testApi(services);

// tokens are good for 30 days of this clock
const NOW = '2026-11-27T10:00:00Z';

async function aBusyStore() {
  itIs(NOW);
  const store = await aStore();
  const mango = await aProduct({ store });
  const buyer = await aCustomer();
  await ordered('2026-11-26T06:00:00Z', mango, { buyer });
  await ordered('2026-11-27T06:00:00Z', mango, { buyer, qty: 2 });
  await ordered('2026-11-27T07:00:00Z', mango, { status: 'rejected' });
  return { store, mango, token: services.tokens.issue('seller', store.accountId, 'otp') };
}

describe('the report of a store', () => {
  it('has today in numbers, held against yesterday', async () => {
    const { store, mango, token } = await aBusyStore();
    const { status, body } = await api.get<{ bars: { at: string; orders: number }[] }>(`/stores/${store._id}/report`, {
      token,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ days: 1, from: '2026-11-26T18:30:00.000Z', to: '2026-11-27T18:30:00.000Z', timeZone: 'Asia/Kolkata' },
      ...{ currency: 'INR', orders: 1, revenue: 29800, average: 29800, lost: 1, buyers: 1, returning: 1 },
      best: [{ productId: mango._id, name: 'Mango pickle', pieces: 2, revenue: 29800 }],
      before: { from: '2026-11-25T18:30:00.000Z', to: '2026-11-26T10:00:00.000Z', orders: 1, revenue: 14900 },
    });
    expect(body.bars).toHaveLength(24);
    expect(body.bars.filter(({ orders }) => orders > 0).map(({ at }) => at)).toEqual(['2026-11-27T05:30:00.000Z']);
  });

  it.each([
    ['7', 7],
    ['30', 30],
  ])('has %s days of numbers, a bar for each', async (days, bars) => {
    const { store, token } = await aBusyStore();
    const { body } = await api.get<{ bars: unknown[]; orders: number }>(`/stores/${store._id}/report?days=${days}`, {
      token,
    });
    expect(body).toMatchObject({ days: bars, orders: 2, returning: 0 });
    expect(body.bars).toHaveLength(bars);
  });

  it.each(['days=2', 'days=', 'days=7&days=30', 'days[$gt]=1', 'weeks=1'])('is refused for ?%s', async (query) => {
    const { store, token } = await aBusyStore();
    for (const what of ['report', 'chart.png']) {
      const { status } = await api.get(`/stores/${store._id}/${what}?${query}`, { token });
      expect([400, 422]).toContain(status);
    }
  });

  it('is drawn, also where nothing came in', async () => {
    const busy = await aBusyStore();
    const empty = await aStore();
    const tokens = [busy.token, services.tokens.issue('seller', empty.accountId, 'otp')];
    const pictures = await Promise.all(
      [busy.store, empty].map(async ({ _id }, i) => {
        const path = `/stores/${_id}/chart.png?days=7`;
        expect(await api.get(path, { token: tokens[i] })).toMatchObject({ status: 200 });
        const answer = await fetch(api.url(`/api/v1${path}`), { headers: { authorization: `Bearer ${tokens[i]}` } });
        return Buffer.from(await answer.arrayBuffer());
      }),
    );
    for (const picture of pictures) {
      expect(await sharp(picture).metadata()).toMatchObject({ format: 'png', width: 1080, height: 1080 });
    }
    expect(pictures[0]?.equals(pictures[1] ?? Buffer.of())).toBe(false);
  });
});
