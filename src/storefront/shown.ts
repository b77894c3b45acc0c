import type { Catalog, CatalogCategory } from '../catalog/catalog.js';
import { type BuyerView, buyerView, type MediaUrl } from '../catalog/product-view.js';
import type { Store } from '../stores/model.js';
import type { Asked } from './asked.js';
import { isShownWhole, NEWEST_OF_EACH, PAGE } from './rules.js';

/** Some of a category's products; `productCount` says how many there are. */
export type Shelf = Pick<CatalogCategory, 'id' | 'name' | 'productCount'> & { products: BuyerView[] };

/** What of a shop is on the page. `next` is the cursor of the page behind it. */
export type Shown =
  | { at: 'shop'; shelves: Shelf[] }
  | { at: 'category'; shelf: Shelf; next: string | null }
  | { at: 'search'; q: string; products: BuyerView[]; next: string | null; shelves: Shelf[] };

export type ShownDeps = { catalog: Pick<Catalog, 'page'>; mediaUrl: MediaUrl };

/** Fetches what is asked for; a category that is gone, or empty by now, leads to the whole shop. */
export async function fetchShown(
  { catalog, mediaUrl }: ShownDeps,
  store: Store,
  categories: readonly CatalogCategory[],
  { q, category, cursor }: Asked,
): Promise<Shown> {
  const shelves = shelvesOf(categories);
  const known = categories.find(({ id }) => id === category);
  if (q === undefined && !known) return { at: 'shop', shelves };
  const { items, nextCursor: next } = await catalog.page(store, { q, category: known?.id, limit: PAGE, cursor });
  const products = items.map((product) => buyerView(product, mediaUrl));
  if (q !== undefined) return { at: 'search', q, products, next, shelves };
  return known && products.length > 0
    ? { at: 'category', shelf: { ...known, products }, next }
    : { at: 'shop', shelves };
}

function shelvesOf(categories: readonly CatalogCategory[]): Shelf[] {
  const whole = isShownWhole(categories);
  return categories.map(({ id, name, productCount, products }) => {
    return { id, name, productCount, products: whole ? products : products.slice(0, NEWEST_OF_EACH) };
  });
}
