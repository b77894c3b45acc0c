import { expect, vi } from 'vitest';
import { ashasShop, STOCK } from './ashas-shop.js';
import { buyersOf } from './buyers.js';
import { aChattingSeller, aPhoto, type ChattingSeller, openingAShop, saidBy, twoProducts } from './chatting-seller.js';
import { createMoments } from './moments.js';
import { patientApi } from './patient-api.js';
import { sellersOf } from './selling-api.js';

const PATIENCE = { timeout: 90_000, interval: 250 };

/**
 * A market day, over whatever processes there are: one shop that buyers order from, and people who open shops of their
 * own, by chat and by program. Nobody gives up; what Haat acknowledged is held against it at the end.
 */
export async function aMarketDay(options: { api: readonly string[]; bots: readonly string[]; cartsGo?: boolean }) {
  const { api: apis, bots, cartsGo } = options;
  const moments = createMoments();
  const api = patientApi(apis, moments);
  const photo = await aPhoto();
  const shop = await ashasShop(bots, api, moments);
  const buyers = buyersOf(api, shop, cartsGo);
  const sellers = sellersOf(api);
  const newcomers: ChattingSeller[] = [];

  async function opensAShop(): Promise<void> {
    const seller = await aChattingSeller(bots, moments);
    newcomers.push(seller);
    // the next is written before the last was answered
    for (const line of [...openingAShop('Asha Pickles'), ...twoProducts(photo)]) await seller.sends(line);
  }

  /** Every message is in the conversation once, with the answers of a day on which nothing happened. */
  async function isWhole(seller: ChattingSeller, calm: readonly string[]): Promise<void> {
    const items = await seller.conversation();
    expect(saidBy(items)).toEqual(calm);
    const yours = items.flatMap(({ from, messageId }) => (from === 'you' ? [messageId] : []));
    // the hello of the page is no message that is shown
    expect(yours).toEqual(seller.taken.slice(1));
  }

  return {
    moments,
    api,
    /** What Haat acknowledged so far, by what it is. */
    acknowledged: () => ({
      orders: buyers.orders.length,
      'stores opened by program': sellers.count(),
      'sellers in the chat': newcomers.length,
      'messages of sellers': newcomers.reduce((sum, { taken }) => sum + taken.length, 0),
    }),
    /** Everybody, and who else is named, goes on until `end` has come, and then finishes what they began. */
    async goOn(end: Promise<unknown>, ...more: (() => Promise<unknown>)[]): Promise<void> {
      let isOver = false;
      const over = end.finally(() => {
        isOver = true;
      });
      const again = async (one: () => Promise<unknown>): Promise<void> => {
        while (!isOver) await one();
      };
      const people = [opensAShop, opensAShop, () => buyers.visit(), () => buyers.visit(2), sellers.begin, ...more];
      await Promise.all([over, ...people.map(again)]);
    },

    /** Nothing that was acknowledged is missing, and nothing happened twice. */
    async expectNothingLost(): Promise<void> {
      await sellers.findAllTheirs();
      await buyers.findAllTheirs();
      await vi.waitFor(() => shop.expectTold(buyers.orders.map(({ placed }) => placed)), PATIENCE);
      const sold = buyers.orders.reduce((sum, { qty }) => sum + qty, 0);
      expect(await shop.stockLeft()).toBe(STOCK - sold);

      await opensAShop();
      const [calm] = newcomers.splice(-1);
      if (!calm) throw new Error('nobody opened a shop');
      await calm.finds(({ text }) => text.startsWith('Papad is in your shop'));
      const said = saidBy(await calm.conversation());
      for (const seller of newcomers) await vi.waitFor(() => isWhole(seller, said), PATIENCE);
    },
  };
}
