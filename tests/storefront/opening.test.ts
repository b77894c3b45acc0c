import { describe, expect, it } from 'vitest';
import { aShopThroughTime } from '../support/shop-through-time.js';
import { aStorefront, words } from './a-storefront.js';

const { services, aStore, aProduct, itIs } = aShopThroughTime();
const hours = { from: '09:00', to: '21:00', closedDays: [7] };

describe('the page of a shop with hours', () => {
  it('says whether it is open, and when it opens, at every moment it is opened at', async () => {
    const { open } = await aStorefront(services);
    const store = await aStore({ hours });
    await aProduct({ store });
    let etag = '';
    const look = async (moment: string) => {
      itIs(moment);
      const answer = await open(`/s/${store.link}`, etag ? { 'if-none-match': etag } : {});
      etag = answer.headers.get('etag') ?? '';
      return answer.status === 304 ? 'as before' : words(answer.page);
    };
    // Friday morning in India
    expect(await look('2026-11-27T04:00:00Z')).toContain('Open today');
    expect(await look('2026-11-27T15:29:00Z')).toBe('as before');
    expect(await look('2026-11-27T15:30:00Z')).toMatch(/Closed now\. Opens tomorrow at 9:00.am\. .*Mango pickle/);
    expect(await look('2026-11-27T18:29:00Z')).toBe('as before');
    // after midnight tomorrow is today
    expect(await look('2026-11-27T18:30:00Z')).toMatch(/Closed now\. Opens today at 9:00.am\./);
    expect(await look('2026-11-28T03:30:00Z')).toContain('Open today');
    expect(await look('2026-11-28T16:00:00Z')).toMatch(/Closed now\. Opens on Monday at 9:00.am\./);
  });

  it('says that it is closed by hand without a time, and has no way to order', async () => {
    itIs('2026-11-27T04:00:00Z');
    const { open } = await aStorefront(services);
    const store = await aStore({ open: false, hours });
    await aProduct({ store });
    const { page } = await open(`/s/${store.link}`);
    expect(words(page)).toContain(`${store.name} is closed just now.`);
    expect(words(page)).not.toContain('Order in chat');
  });
});

describe('the page of a shop that moved', () => {
  it('is found under every link it had', async () => {
    const { open } = await aStorefront(services);
    const store = await aStore();
    const links = ['one', 'two'].map((end) => `${store.link}-${end}`);
    for (const link of links) await services.stores.update(store.accountId, store._id, { link });
    for (const link of [store.link, links[0]]) {
      const { status, headers } = await open(`/s/${link}?q=mango`);
      expect([status, headers.get('location')]).toEqual([301, `/s/${links[1]}?q=mango`]);
    }
  });
});
