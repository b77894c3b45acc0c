import { describe, expect, it } from 'vitest';
import { testApi } from '../support/api.js';
import { testShop } from '../support/builders.js';

const { services, aStore, tokenOf } = testShop();
const silence = (): Promise<never> => new Promise(() => undefined);
const api = testApi(services, {
  replace: () => ({
    stores: { ...services.stores, ofAccount: silence, own: silence },
    media: { ...services.media, get: silence },
  }),
});

describe('a database that says nothing', () => {
  it('leaves nobody waiting: reads, changes and pictures are answered 503', async () => {
    const store = await aStore();
    const token = tokenOf(store);
    const product = { name: 'A', mrp: 2, salePrice: 1, category: 'B' };
    const [read, change, picture] = await Promise.all([
      api.get('/stores', { token }),
      api.post(`/stores/${store._id}/products`, { token, body: product }),
      fetch(api.url('/media/p/a.webp')),
    ]);
    expect([read.status, change.status, picture.status]).toEqual([503, 503, 503]);
    expect(read.body).toMatchObject({ code: 'unavailable', detail: expect.stringContaining('try again') });
  });
});
