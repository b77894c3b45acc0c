import { expect } from 'vitest';
import type { Offer, Sold } from './buyers.js';
import { aChattingSeller, aMobile, openingAShop } from './chatting-seller.js';
import type { Moments } from './moments.js';
import type { PatientApi } from './patient-api.js';

/** Enough of the limited product for every order of a test. */
export const STOCK = 500_000;

type Catalog = { categories: { products: Offer[] }[] };
type Page<Item> = { items: Item[]; nextCursor: string | null };
export type AshasShop = Awaited<ReturnType<typeof ashasShop>>;

/** A shop that Asha has just opened in the chat, where she is told of orders, with a limited product and another. */
export async function ashasShop(bots: readonly string[], api: PatientApi, moments: Moments) {
  const mobile = aMobile();
  const asha = await aChattingSeller(bots, moments);
  for (const line of openingAShop('Asha Pickles', mobile)) await asha.sends(line);
  const { text: isOpen } = await asha.finds(({ text }) => text.includes('Asha Pickles is open'));
  const link = /\/s\/([a-z0-9-]+)/.exec(isOpen)?.[1] ?? '';

  const { token } = await api.post<{ token: string }>('/accounts', { body: { mobile, otp: '1234' } });
  const { items } = await api.get<Page<{ storeId: string }>>('/stores', { token });
  const storeId = items[0]?.storeId ?? '';
  const pickle = { name: 'Mango pickle', mrp: 19900, salePrice: 14900, category: 'Pickles' };
  const path = `/stores/${storeId}/products`;
  const limited = await api.post<Offer>(path, { token, body: { ...pickle, stock: STOCK } });
  await api.post<Offer>(path, { token, body: { ...pickle, name: 'Lemon pickle' } });
  const catalog = await api.get<Catalog>(`/storefront/${link}/catalog`);
  const offers = catalog.categories.flatMap(({ products }) => products);

  async function sold(): Promise<Sold[]> {
    const all: Sold[] = [];
    for (let cursor = ''; ; ) {
      const page = await api.get<Page<Sold>>(`/stores/${storeId}/orders?limit=100${cursor}`, { token });
      all.push(...page.items);
      if (page.nextCursor === null) return all;
      cursor = `&cursor=${page.nextCursor}`;
    }
  }

  return {
    asha,
    link,
    offers,
    token,
    storeId,
    /** Of the product of which there were `STOCK`. */
    stockLeft: async (): Promise<number> =>
      (await api.get<{ stock: number }>(`/products/${limited.id}`, { token })).stock,

    /** The shop has these orders and no others, and Asha was told of each of them, once. */
    async expectTold(placed: readonly { orderId: string }[]): Promise<void> {
      const ids = placed.map(({ orderId }) => orderId).sort();
      const all = await sold();
      expect(all.map(({ orderId }) => orderId).sort()).toEqual(ids);
      expect(new Set(all.map(({ number }) => number)).size).toBe(ids.length);
      const told = (await asha.conversation()).flatMap(({ choices = [] }) =>
        choices.flatMap(({ id }) => (id.startsWith('accept:') ? [id.slice('accept:'.length)] : [])),
      );
      expect(told.sort()).toEqual(ids);
      for (const { alerts } of all) {
        expect(alerts.map(({ status, state }) => [status, state])).toEqual([['placed', 'sent']]);
      }
    },
  };
}
