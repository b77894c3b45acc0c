import { expect, vi } from 'vitest';
import { buyersOf, type Offer, type Sold } from './buyers.js';
import {
  aChattingSeller,
  aMobile,
  aPhoto,
  type ChattingSeller,
  openingAShop,
  saidBy,
  twoProducts,
} from './chatting-seller.js';
import { createMoments } from './moments.js';
import { patientApi } from './patient-api.js';
import { sellersOf } from './selling-api.js';

const PATIENCE_MS = 90_000;
/** Enough of the limited product for every order of a test. */
const STOCK = 5000;

type Catalog = { categories: { products: Offer[] }[] };

/**
 * A market day, over whatever processes there are: one shop that buyers order from, and people who open shops of their
 * own, by chat and by program. Nobody gives up; what Haat acknowledged is held against it at the end.
 */
export async function aMarketDay({ api: apis, bots }: { api: readonly string[]; bots: readonly string[] }) {
  const moments = createMoments();
  const api = patientApi(apis, moments);
  const photo = await aPhoto();
  const mobile = aMobile();
  const asha = await aChattingSeller(bots, moments);
  for (const line of openingAShop('Asha Pickles', mobile)) await asha.sends(line);
  const { text: isOpen } = await asha.finds(({ text }) => text.includes('Asha Pickles is open'));
  const link = /\/s\/([a-z0-9-]+)/.exec(isOpen)?.[1] ?? '';

  const { token } = await api.post<{ token: string }>('/accounts', { body: { mobile, otp: '1234' } });
  const { items } = await api.get<{ items: { storeId: string }[] }>('/stores', { token });
  const storeId = items[0]?.storeId ?? '';
  const pickle = { name: 'Mango pickle', mrp: 19900, salePrice: 14900, category: 'Pickles' };
  const path = `/stores/${storeId}/products`;
  const limited = await api.post<Offer>(path, { token, body: { ...pickle, stock: STOCK } });
  await api.post<Offer>(path, { token, body: { ...pickle, name: 'Lemon pickle' } });
  const catalog = await api.get<Catalog>(`/storefront/${link}/catalog`);
  const offers = catalog.categories.flatMap(({ products }) => products);

  const buyers = buyersOf(api, { link, offers });
  const sellers = sellersOf(api);
  const newcomers: ChattingSeller[] = [];

  async function opensAShop(): Promise<void> {
    const seller = await aChattingSeller(bots, moments);
    newcomers.push(seller);
    // the next is written before the last was answered
    for (const line of [...openingAShop('Asha Pickles'), ...twoProducts(photo)]) await seller.sends(line);
  }

  /** What has to be in the conversation: every message once, and the answers of a day on which nothing happened. */
  async function isWhole(seller: ChattingSeller, calm: readonly string[]): Promise<void> {
    const items = await seller.conversation();
    expect(saidBy(items)).toEqual(calm);
    const yours = items.flatMap(({ from, messageId }) => (from === 'you' ? [messageId] : []));
    // the hello of the page is no message that is shown
    expect(yours).toEqual(seller.taken.slice(1));
  }

  async function isToldOnce(): Promise<void> {
    const sold = new Map<string, Sold>();
    for (let cursor = ''; ; ) {
      const page = await api.get<{ items: Sold[]; nextCursor: string | null }>(
        `/stores/${storeId}/orders?limit=100${cursor && `&cursor=${cursor}`}`,
        { token },
      );
      for (const order of page.items) sold.set(order.orderId, order);
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    const placed = buyers.orders.map((order) => order.placed.orderId);
    expect([...sold.keys()].sort()).toEqual(placed.toSorted());
    expect(new Set([...sold.values()].map(({ number }) => number)).size).toBe(placed.length);
    const told = (await asha.conversation()).flatMap(({ choices = [] }) =>
      choices.flatMap(({ id }) => (id.startsWith('accept:') ? [id.slice('accept:'.length)] : [])),
    );
    expect(told.toSorted()).toEqual(placed.toSorted());
    for (const { alerts } of sold.values()) {
      expect(alerts.map(({ status, state }) => [status, state])).toEqual([['placed', 'sent']]);
    }
  }

  return {
    moments,
    api,
    asha,
    buyers,
    opensAShop,
    /** Goes on, two of each kind at a time, until `end` has come; then everybody finishes what they began. */
    async goOn(end: Promise<unknown>): Promise<void> {
      let isOver = false;
      const over = end.finally(() => {
        isOver = true;
      });
      const again = async (one: () => Promise<unknown>): Promise<void> => {
        while (!isOver) await one();
      };
      const people = [opensAShop, opensAShop, () => buyers.visit(), () => buyers.visit(2), sellers.begin];
      await Promise.all([over, ...people.map(again)]);
    },

    /** Nothing that was acknowledged is missing, and nothing happened twice. */
    async expectNothingLost(): Promise<void> {
      await sellers.findAllTheirs();
      await buyers.findAllTheirs();
      await vi.waitFor(isToldOnce, { timeout: PATIENCE_MS, interval: 250 });
      const sold = buyers.orders.reduce((sum, { qty }) => sum + qty, 0);
      expect(await api.get(`/products/${limited.id}`, { token })).toMatchObject({ stock: STOCK - sold });

      await opensAShop();
      const [calm] = newcomers.splice(-1);
      if (!calm) throw new Error('nobody opened a shop');
      await calm.finds(({ text }) => text.startsWith('Papad is in your shop'));
      const said = saidBy(await calm.conversation());
      for (const seller of newcomers) {
        await vi.waitFor(() => isWhole(seller, said), { timeout: PATIENCE_MS, interval: 250 });
      }
    },
  };
}
