import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { aMobile } from './chatting-seller.js';
import type { PatientApi } from './patient-api.js';

type Signed = { accountId: string; mobile: string; token: string };
type Store = { storeId: string; link: string; name: string };
type Product = { id: string; name: string; salePrice: number; stock: number | null };
type List<Item> = { items: Item[] };

/** Sellers who work by program, and all that Haat told them. */
export function sellersOf(api: PatientApi) {
  const made: { account: Signed; store: Store; products: Product[] }[] = [];

  return {
    count: (): number => made.length,
    /** Opens an account, a store, and puts up two products. */
    async begin(): Promise<void> {
      const account = await api.post<Signed>('/accounts', { body: { mobile: aMobile(), otp: '1234' } });
      const { token } = account;
      const body = { name: 'Ravi Kurtas', address: 'Laxmi Road, Pune' };
      const store = await api.post<Store>('/stores', { token, key: randomUUID(), body });
      const products: Product[] = [];
      for (const name of ['White kurta', 'Blue kurta']) {
        const product = { name, mrp: 89900, salePrice: 79900, category: 'Kurtas', stock: 12 };
        const path = `/stores/${store.storeId}/products`;
        products.push(await api.post<Product>(path, { token, key: randomUUID(), body: product }));
      }
      made.push({ account, store, products });
    },

    /** Each account, store and product is there once, as it was told. */
    async findAllTheirs(): Promise<void> {
      for (const { account, store, products } of made) {
        const { token, mobile, accountId } = account;
        const signedIn = await api.post<Signed>('/accounts', { body: { mobile, otp: '1234' } });
        expect(signedIn.accountId).toBe(accountId);
        const stores = await api.get<List<Store>>('/stores', { token });
        expect(stores.items.map(({ storeId, link }) => [storeId, link])).toEqual([[store.storeId, store.link]]);
        const kept = await api.get<List<Product>>(`/stores/${store.storeId}/products`, { token });
        expect(kept.items.toSorted(byName)).toEqual(products.toSorted(byName));
      }
    },
  };
}

/** Which of two is the newer within a second is for one process to say, not for two. */
const byName = (one: Product, other: Product): number => one.name.localeCompare(other.name);
