import type { Model } from 'mongoose';
import { Id } from '../platform/ids.js';
import type { Session } from '../platform/mongo.js';
import { notFound, Refusal } from '../platform/refusal.js';
import type { Store } from '../stores/model.js';
import { searchFilters } from './folding.js';
import { AS_PRODUCT, type KeptProduct, type Product } from './model.js';
import { namedProducts } from './named.js';

/** A list is read page by page; `nextCursor` is null on the last one. */
export type Page<T> = { items: T[]; nextCursor: string | null };

/** @param limit 1–100; 50 unless told */
export type PageOf = { limit?: number | undefined; cursor?: string | undefined };

/** What looks for products and changes nothing. */
export function createFinding({ model }: { model: Model<KeptProduct> }) {
  return {
    /** A product of this store, hidden or not. @throws Refusal `no_product` (404), also when it was deleted */
    async find(store: Pick<Store, '_id'>, productId: string): Promise<Product> {
      const wanted = { _id: productId, storeId: store._id, deleted: false };
      const product = await model.findOne(wanted, AS_PRODUCT).lean<Product>();
      if (!product) throw notFound('product');
      return product;
    },

    /**
     * The seller's list, newest first, hidden ones included; with `q` those that have each of its words.
     * @throws Refusal `bad_cursor` (422)
     */
    list: (storeId: string, { q = '', ...page }: PageOf & { q?: string | undefined } = {}): Promise<Page<Product>> =>
      pageOf(model, { storeId, deleted: false }, q, page),

    /** What a few typed words may mean, hidden ones included; see `namedProducts`. At most 20. */
    named: (storeId: string, typed: string): Promise<Product[]> => namedProducts(model, storeId, typed),

    /** All of a store's products one by one, hidden ones included, the oldest first. */
    each: (storeId: string): AsyncIterable<Product> =>
      model.find({ storeId, deleted: false }, AS_PRODUCT).sort({ _id: 1 }).lean<Product[]>().cursor({ batchSize: 500 }),

    /** How many products a store has, hidden ones included; counts no further than `most`. */
    count: (storeId: string, most: number): Promise<number> =>
      model.countDocuments({ storeId, deleted: false }, { limit: most }).exec(),

    /** The name of the category of the newest product; undefined while there is none. */
    async lastCategory(storeId: string): Promise<string | undefined> {
      const newest = await model
        .findOne({ storeId, deleted: false }, { category: 1 })
        .sort({ _id: -1 })
        .lean<Pick<Product, 'category'>>();
      return newest?.category;
    },

    /**
     * What an order or a cart of this store names, also what is hidden or deleted by now: `available` tells. An id
     * that is no product of the store is missing from the answer.
     */
    async forOrder(storeId: string, ids: readonly string[], session?: Session): Promise<Map<string, Product>> {
      const found = await model
        .find({ _id: { $in: ids }, storeId }, AS_PRODUCT, { session: session ?? null })
        .lean<Product[]>();
      return new Map(found.map((product) => [product._id, product]));
    },

    /** The ids of the stores that these products are of, each once. */
    storesOf: (ids: readonly string[]): Promise<string[]> => model.distinct('storeId', { _id: { $in: ids } }),
  };
}

/** Newest first. @throws Refusal `bad_cursor` (422) for what no page gave out */
export async function pageOf(
  model: Model<KeptProduct>,
  filter: Readonly<Record<string, unknown>>,
  q: string,
  { limit = 50, cursor }: PageOf,
): Promise<Page<Product>> {
  if (cursor !== undefined && !Id.safeParse(cursor).success) throw new Refusal('bad_cursor', 422);
  const words = searchFilters(q);
  const found = await model
    .find({ ...filter, ...(words.length > 0 && { $and: words }), ...(cursor && { _id: { $lt: cursor } }) }, AS_PRODUCT)
    .sort({ _id: -1 })
    .limit(limit + 1)
    .lean<Product[]>();
  const items = found.slice(0, limit);
  return { items, nextCursor: found.length > limit ? (items.at(-1)?._id ?? null) : null };
}
