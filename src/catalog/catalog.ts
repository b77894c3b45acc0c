import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/mongo.js';
import { isOpenAt, opensAt } from '../stores/hours.js';
import type { Store } from '../stores/model.js';
import { type OpenState, openStateOf } from '../stores/opening.js';
import type { Stores } from '../stores/service.js';
import { createCategories } from './categories.js';
import { type Page, type PageOf, pageOf } from './finding.js';
import { createFreshStores } from './fresh-stores.js';
import { AS_PRODUCT, defineProduct, type Product } from './model.js';
import { type BuyerView, buyerView, type MediaUrl } from './product-view.js';
import { createViewCache } from './view-cache.js';

/** A category lists so many of its products, newest first; the rest is read by `page`. */
export const MOST_PER_CATEGORY = 200;

export type CatalogCategory = { id: string; name: string; productCount: number; products: BuyerView[] };

/** What a buyer sees of a store, as its address in HTTP answers it. */
export type StoreCatalog = {
  store: {
    storeId: string;
    name: string;
    address: string;
    link: string;
    url: string;
    currency: string;
    openNow: boolean;
    opensAt: string | null;
    pickup: boolean;
  };
  categories: CatalogCategory[];
};

/**
 * One version of a store's catalog, ready to be sent: `json` is `catalog` in bytes, `gzip` is `json` compressed. `state`
 * tells whether the store was open, which changes by itself.
 */
export type CatalogView = {
  version: number;
  state?: string;
  etag: string;
  catalog: StoreCatalog;
  json: Buffer;
  gzip: Buffer;
};

export type CatalogDeps = {
  db: Db;
  clock: Clock;
  stores: Pick<Stores, 'byLink' | 'byId' | 'url'>;
  mediaUrl: MediaUrl;
  /** Of all catalogs that are kept ready. */
  cacheBytes: number;
};

export type Catalog = ReturnType<typeof createCatalog>;

const compress = promisify(gzip);

/** The shop as its buyers see it, kept ready in this process for as long as nothing in it changes. */
export function createCatalog({ db, clock, stores, mediaUrl, cacheBytes }: CatalogDeps) {
  const products = defineProduct(db);
  const categories = createCategories({ db });
  const fresh = createFreshStores({ stores, clock });
  const views = createViewCache(cacheBytes);

  async function build(storeId: string): Promise<CatalogView> {
    // the version before the products: what is newer than it says only makes the next version the same
    const store = await stores.byId(storeId);
    const found = products
      .find({ storeId, deleted: false, hidden: false }, AS_PRODUCT)
      .sort({ categoryId: 1, _id: -1 })
      .lean<Product[]>()
      .cursor({ batchSize: 500 });
    const groups = new Map<string, CatalogCategory>();
    for await (const product of found) {
      const { categoryId: id, category: name } = product;
      const group = groups.get(id) ?? { id, name, productCount: 0, products: [] };
      groups.set(id, group);
      group.productCount += 1;
      if (group.products.length < MOST_PER_CATEGORY) group.products.push(buyerView(product, mediaUrl));
    }
    const now = clock.now();
    const face = { ...storeView(store), ...opennessOf(store, now), pickup: store.pickup };
    const catalog: StoreCatalog = { store: face, categories: [...groups.values()].sort(byCountThenName) };
    const json = Buffer.from(JSON.stringify(catalog));
    const version = store.catalogVersion;
    return { version, state: stateOf(store, now), etag: etagOf(store, now), catalog, json, gzip: await compress(json) };
  }

  const storeView = (store: Store) => ({
    storeId: store._id,
    name: store.name,
    address: store.address,
    link: store.link,
    url: stores.url(store),
    currency: store.currency,
  });

  const view = (store: Store): Promise<CatalogView> =>
    views.get(store._id, store.catalogVersion, () => build(store._id), stateOf(store, clock.now()));

  return {
    /** The catalog of a store, at least as new as the store that is given. */
    view,

    /**
     * The catalog of a link, without a question to the database while one was asked within the last second and no
     * change was heard of. @throws Refusal `no_shop` (404)
     */
    viewOf: async (link: string): Promise<CatalogView> => view(await fresh.byLink(link)),

    /** The store of a link, as `viewOf` knows it: at most a second old. @throws Refusal `no_shop` (404) */
    storeOf: (link: string): Promise<Store> => fresh.byLink(link),

    /** The store of an id, at most a second old. @throws Refusal `no_shop` (404) */
    storeById: (storeId: string): Promise<Store> => fresh.byId(storeId),

    /**
     * Tells, without asking anybody, whether a version of a link's catalog is still the present one, as `viewOf` would
     * say: for a second at most, and only until a change is heard of.
     */
    holds(link: string, etag: string): () => boolean {
      const look = fresh.last(link);
      const isPresent = look?.known !== undefined && etagOf(look.known, clock.now()) === etag;
      return () => isPresent && fresh.last(link) === look;
    },

    /** What the present version of the catalog is called over HTTP. */
    etag: (store: Store): string => etagOf(store, clock.now()),

    /** Whether the store is open at this moment, and in words of a locale when it opens. */
    openState: (store: Store, locale: string): OpenState => openStateOf(store, clock.now(), locale),

    /**
     * A page of a shop's products, newest first.
     * @param category an id or a name; nothing is found in one that the store has not
     * @param q finds products with each of its words in the name or the category
     * @throws Refusal `bad_cursor` (422)
     */
    async page(
      store: Pick<Store, '_id'>,
      { category, q = '', ...page }: PageOf & { category?: string | undefined; q?: string | undefined } = {},
    ): Promise<Page<Product>> {
      const within = category === undefined ? {} : await categories.find(store._id, category);
      if (!within) return { items: [], nextCursor: null };
      const inCategory = '_id' in within ? { categoryId: within._id } : {};
      return pageOf(products, { storeId: store._id, deleted: false, hidden: false, ...inCategory }, q, page);
    },

    /** To be called when a new version of a store was announced: the next look asks the database. */
    forget: (storeId: string): void => fresh.forget(storeId),
  };
}

const etagOf = (store: Store, now: Date): string => `"${store._id}.${store.catalogVersion}${stateOf(store, now)}"`;

/** Of an open store nothing, else that it is closed, and until when. */
function stateOf(store: Store, now: Date): string {
  if (isOpenAt(store, now)) return '';
  return `.closed${opensAt(store, now)?.getTime().toString(36) ?? ''}`;
}

const opennessOf = (store: Store, now: Date) => ({
  openNow: isOpenAt(store, now),
  opensAt: opensAt(store, now)?.toISOString() ?? null,
});

const byCountThenName = (one: CatalogCategory, other: CatalogCategory): number =>
  other.productCount - one.productCount || one.name.localeCompare(other.name);
