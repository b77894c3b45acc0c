import { AS_PRODUCT, defineProduct, type Product } from '../catalog/model.js';
import { bare, type Db, type Session } from '../platform/mongo.js';
import { notFound } from '../platform/refusal.js';
import { defineStore, type KeptStore, type Store, toStore } from '../stores/model.js';
import { type Customer, defineCustomer } from './customer-model.js';

/** What orders of one store are made of, by their ids; products also when they are hidden by now. */
export type Basis = { store: Store; products: Map<string, Product>; customers: Map<string, Customer> };

/** Reads it all in one question, since an order is dear by how often it asks. @throws Refusal `no_shop` (404) */
export function createReadBasis(db: Db) {
  const stores = bare<KeptStore>(db, defineStore(db));
  const lookUp = (kind: 'products' | 'customers', from: string, match: object, project: object) => ({
    $lookup: { from, pipeline: [{ $match: match }, { $project: project }], as: kind },
  });
  const [products, customers] = [defineProduct(db), defineCustomer(db)].map(({ collection }) => collection.name);

  return async (
    session: Session,
    storeId: string,
    ids: { products: readonly string[]; customers: readonly string[] },
  ): Promise<Basis> => {
    const [found] = await stores()
      .aggregate<KeptStore & { products: Product[]; customers: Customer[] }>(
        [
          { $match: { _id: storeId } },
          { $project: { changes: 0, once: 0 } },
          lookUp('products', String(products), { _id: { $in: ids.products }, storeId }, AS_PRODUCT),
          lookUp('customers', String(customers), { _id: { $in: ids.customers } }, { createdAt: 0 }),
        ],
        { session },
      )
      .toArray();
    if (!found) throw notFound('shop');
    const { products: ofStore, customers: known, ...store } = found;
    return { store: toStore(store), products: byId(ofStore), customers: byId(known) };
  };
}

const byId = <T extends { _id: string }>(found: readonly T[]): Map<string, T> =>
  new Map(found.map((one) => [one._id, one]));
