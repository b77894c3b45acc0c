import type { Connection } from 'mongoose';
import type { KeptProduct, Product } from '../../src/catalog/model.js';
import { createProducts, type ProductsDeps } from '../../src/catalog/products.js';
import type { ProductDraft } from '../../src/catalog/rules.js';
import type { Clock } from '../../src/platform/clock.js';
import { newId } from '../../src/platform/ids.js';
import { defineStore, type Store } from '../../src/stores/model.js';
import { createStores } from '../../src/stores/service.js';
import { testClock } from '../support/clock.js';

/** A jar of pickle, of which only what a test is about needs to be said. */
export const aPickle = (draft: Partial<ProductDraft> = {}): ProductDraft => ({
  name: 'Mango pickle',
  mrp: 19_900,
  salePrice: 14_900,
  category: 'Pickles',
  ...draft,
});

/** Stores and products on a test's database. */
export function aMarket(db: Connection, deps: Partial<ProductsDeps> & { clock?: Clock } = {}) {
  const clock = deps.clock ?? testClock();
  const defaults = { country: 'IN', currency: 'INR', language: 'en' } as const;
  const stores = createStores({ db, clock, publicUrl: 'https://haat.example', defaults });
  const products = createProducts({ db, ...deps, clock });
  let numbers = 0;

  return {
    stores,
    products,
    /** A store of a new account. */
    aStore: (name = 'Asha Pickles'): Promise<Store> =>
      stores.create(
        { _id: newId(), mobile: `+9198765${(10_000 + numbers++).toString()}`, createdAt: clock.now() },
        { name, address: 'Jaipur' },
      ),
    aProduct: (store: Store, draft: Partial<ProductDraft> = {}): Promise<Product> =>
      products.add(store, aPickle(draft)),
    /** How often what buyers see of the store changed. */
    async versionOf({ _id }: Store): Promise<number> {
      return (await stores.byId(_id)).catalogVersion;
    },
    countOf: (filter: Partial<KeptProduct>): Promise<number> => db.model('Product').countDocuments(filter),
    /** As its owner may set it. */
    setUp: (store: Store, fields: Partial<Store>) => defineStore(db).updateOne({ _id: store._id }, { $set: fields }),
  };
}

export const mediaUrl = (key: string): string => `https://haat.example/media/${key}`;
