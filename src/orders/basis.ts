import { AS_PRODUCT, defineProduct, type Product } from '../catalog/model.js';
import type { Db, Session } from '../platform/mongo.js';
import { notFound, Refusal } from '../platform/refusal.js';
import { defineStore, type KeptStore, type Store, toStore } from '../stores/model.js';
import { type Customer, defineCustomer } from './customer-model.js';

/** What an order is made of: who buys, in which shop, and the products that it names, also those that are hidden by now. */
export type Basis = { customer: Customer & { mobile: string }; store: Store; products: ReadonlyMap<string, Product> };

/**
 * Reads it all in one question, since an order is dear by how often it asks.
 * @throws Refusal `bad_token` (401) when the customer was forgotten, `no_product` (404), `cart_other_store` (409)
 */
export function createReadBasis(db: Db) {
  const customers = defineCustomer(db).collection;
  const products = defineProduct(db).collection.collectionName;
  const stores = defineStore(db).collection.collectionName;
  const parts = (ids: readonly string[]) => [
    {
      $lookup: {
        from: products,
        pipeline: [{ $match: { _id: { $in: ids } } }, { $project: AS_PRODUCT }],
        as: 'products',
      },
    },
    {
      $lookup: {
        from: stores,
        localField: 'products.storeId',
        foreignField: '_id',
        pipeline: [{ $project: { changes: 0, once: 0 } }],
        as: 'stores',
      },
    },
  ];

  return async (session: Session, customerId: string, productIds: readonly string[]): Promise<Basis> => {
    type Found = Customer & { products: Product[]; stores: KeptStore[] };
    const [found] = await customers
      .aggregate<Found>([{ $match: { _id: customerId as never } }, ...parts(productIds)], { session })
      .toArray();
    if (!found?.mobile) throw new Refusal('bad_token', 401);
    const { products, stores, ...customer } = found;
    const [store, another] = stores;
    if (another) throw new Refusal('cart_other_store', 409);
    if (!store) throw notFound('product');
    return {
      customer: { ...customer, mobile: found.mobile },
      store: toStore(store),
      products: new Map(products.map((product) => [product._id, product])),
    };
  };
}
