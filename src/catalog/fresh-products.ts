import { LRUCache } from 'lru-cache';
import type { Clock } from '../platform/clock.js';
import type { Store } from '../stores/model.js';
import { isFresh } from './fresh-stores.js';
import type { Product } from './model.js';
import type { Products } from './products.js';
import { isVisible } from './rules.js';

/** About 10 MB of products with long descriptions. */
const MOST_PRODUCTS = 5000;

type Found = ReadonlyMap<string, Product>;
type Look = { at: number; version: number; storeId: string; found: Promise<Found>; known?: Found };

/**
 * Knows products one by one: their names and prices as new as the version of the store that is given, limited stock at
 * most a second old. Asks once for however many want to know. An order is never made of it.
 */
export function createFreshProducts({ products, clock }: { products: Pick<Products, 'forOrder'>; clock: Clock }) {
  const looks = new LRUCache<string, Look>({ max: MOST_PRODUCTS });

  function lookUp(ids: readonly string[], look: Look): void {
    for (const id of ids) looks.set(id, look);
    look.found.then(
      (known) => {
        look.known = known;
      },
      () => {
        for (const id of ids) if (looks.get(id) === look) looks.delete(id);
      },
    );
  }

  return {
    /** As `forOrder` of the products: an id that is no product of this store is missing from the answer. */
    async find(
      { _id: storeId, catalogVersion: version }: Pick<Store, '_id' | 'catalogVersion'>,
      ids: readonly string[],
    ): Promise<ReadonlyMap<string, Product>> {
      const at = clock.now().getTime();
      const isKnown = (id: string): boolean => {
        const look = looks.get(id);
        if (look?.storeId !== storeId || look.version < version) return false;
        return isFresh(look.at, at) || isLasting(look.known?.get(id));
      };
      const unknown = ids.filter((id) => !isKnown(id));
      if (unknown.length > 0) lookUp(unknown, { at, version, storeId, found: products.forOrder(storeId, unknown) });
      const last = ids.map((id) => looks.get(id));
      const asked = last.flatMap((look) => (look && !look.known ? look.found : []));
      if (asked.length > 0) await Promise.all(asked);
      const known = ids.flatMap((id, nth) => last[nth]?.known?.get(id) ?? []);
      return new Map(known.map((product) => [product._id, product]));
    },

    /** Makes the next look at these ask again. */
    forget(ids: Iterable<string>): void {
      for (const id of ids) looks.delete(id);
    },
  };
}

/** What of it a cart shows changes with a version of the store, and not without. */
const isLasting = (product: Product | undefined): boolean =>
  product !== undefined && product.stock === null && isVisible(product);
