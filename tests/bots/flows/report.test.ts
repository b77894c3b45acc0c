import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/stores/model.js';
import { aSeller, chatWith } from '../../support/chat.js';
import { aProduct } from '../../support/shop.js';
import { aShopThroughTime } from '../../support/shop-through-time.js';

const { services, ordered, itIs } = aShopThroughTime();

/** A seller whose shop got an order on each of these days of November 2026. */
async function aSellerWith(channel: 'web-chat' | 'whatsapp-web', days: readonly number[]) {
  // when chats begin
  itIs('2026-11-23T10:00:00Z');
  const seller = await aSeller(services, { channel });
  const mango = await aProduct(services, seller.store, { name: 'Mango pickle' });
  for (const day of days) await ordered(`2026-11-${String(day).padStart(2, '0')}T06:00:00Z`, mango);
  return seller;
}
const anotherShop = async ({ accountId }: Store): Promise<Store> => {
  const account = await services.accounts.find(accountId);
  if (!account) throw new Error('no account');
  return services.stores.create(account, { name: 'Second', address: 'Pune' });
};

describe.each(['web-chat', 'whatsapp-web'] as const)('a report on %s', (channel) => {
  it('tells today in words and in a picture, and offers longer ones', async () => {
    const seller = await aSellerWith(channel, [22, 23, 23]);
    expect(await seller.types('report')).toContain(
      'Asha Pickles today: 2 orders, ₹298. An order brings ₹149 on average.\nThat is 1 more than yesterday at this time.',
    );
    expect(seller.said()).toContain('Most bought: Mango pickle × 2');
    const picture = await services.media.read(seller.replies[0]?.prompt.photo ?? '');
    expect(await sharp(picture).metadata()).toMatchObject({ format: 'png', width: 1080, height: 1080 });
    expect(seller.ids()).toEqual(['days:7', 'days:30', 'orders']);
  });

  it('goes from one period to another', async () => {
    const seller = await aSellerWith(channel, [2, 16, 17, 23]);
    await seller.types('report');
    expect(await seller.taps('days:7')).toContain('Asha Pickles, last 7 days: 2 orders, ₹298.');
    expect(seller.ids()).toEqual(['today', 'days:30', 'orders']);
    expect(await seller.taps('days:30')).toContain('last 30 days: 4 orders');
    expect(await seller.taps('today')).toContain('Asha Pickles today: 1 order');
  });

  it('says kindly that nothing came, without a picture', async () => {
    const seller = await aSellerWith(channel, []);
    expect(await seller.types('report')).toMatch(/^No order came to Asha Pickles today\./);
    expect(seller.replies.map(({ prompt }) => prompt.photo)).toEqual([undefined]);
    expect(seller.ids()).toEqual(['days:7', 'days:30', 'share']);
  });
});

it('of one of several shops, named by its button, is of that shop, which is worked on from then on', async () => {
  const seller = await aSellerWith('web-chat', [23]);
  await anotherShop(seller.store);
  expect(await seller.types('report')).toContain('No order came to Second today.');
  expect(await seller.presses(`report:${seller.store._id}`)).toContain('Asha Pickles today: 1 order');
  expect(await seller.types('report')).toContain('Asha Pickles today: 1 order');
});

it("is of one's own shops only", async () => {
  const other = await aSellerWith('web-chat', [23]);
  const seller = await aSellerWith('web-chat', []);
  expect(await seller.presses(`report:${other.store._id}`)).toContain('You have no such store.');
  expect(await (await chatWith(services)).presses(`report:${other.store._id}`)).not.toContain('Asha Pickles');
  expect(await (await chatWith(services)).types('report')).toMatch(/^Share your number/);
});

it.each(['8', '', '7 days', '1'.repeat(100), 'constructor'])('of "%s" days there is none', async (days) => {
  const seller = await aSellerWith('web-chat', [23]);
  await seller.presses(`days:${days}`);
  expect(seller.replies.map(({ prompt }) => prompt.photo)).toEqual([undefined]);
});
