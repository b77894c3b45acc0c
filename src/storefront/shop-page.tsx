import type { CatalogCategory } from '../catalog/catalog.js';
import type { BuyerView } from '../catalog/product-view.js';
import { type Asked, hrefOf } from './asked.js';
import { CartBar } from './cart-bar.js';
import type { ShopContext } from './context.js';
import { Languages } from './languages.js';
import { Layout } from './layout.js';
import { previewPath } from './preview.js';
import { hasSearch, isShownWhole } from './rules.js';
import { storeData } from './schema-org.js';
import { Shelves } from './shelves.js';
import { ShopHeader } from './shop-header.js';
import type { Shown } from './shown.js';

export type ShopPage = {
  context: ShopContext;
  categories: readonly CatalogCategory[];
  shown: Shown;
  asked: Asked;
};

/** A shop as its buyers open it from a status: who sells, what, for how much, and how to order. */
export function ShopPage({ context, categories, shown, asked }: ShopPage) {
  const { store, reader, assets, publicUrl } = context;
  const { t } = reader;
  const { name, address, link } = store;
  const title = shown.at === 'category' ? `${shown.shelf.name} · ${name}` : name;
  return (
    <Layout
      title={title}
      assets={assets}
      reader={reader}
      unlisted={shown.at === 'search'}
      data={storeData(productsOf(shown), { store, publicUrl })}
      preview={{
        title,
        description: t('storefront.about', { shop: name, address }),
        url: publicUrl + hrefOf(link, shown.at === 'category' ? asked : {}),
        image: publicUrl + previewPath(store),
      }}
    >
      <a class="skip" href="#shelves">
        {t('storefront.skip')}
      </a>
      <ShopHeader context={context} search={hasSearch(categories) ? (asked.q ?? '') : undefined} isTitle />
      {categories.length > 1 && <Chips categories={categories} shown={shown} context={context} />}
      <main id="shelves">
        {categories.length === 0 ? (
          <p class="quiet">{t('storefront.empty', { shop: name })}</p>
        ) : (
          <Shelves shown={shown} context={context} />
        )}
        <Languages context={context} />
      </main>
      {context.opening.openNow && categories.length > 0 && <CartBar context={context} />}
    </Layout>
  );
}

function Chips({ categories, shown, context }: Omit<ShopPage, 'asked'>) {
  const { link } = context.store;
  const whole = isShownWhole(categories);
  const here = shown.at === 'category' ? shown.shelf.id : undefined;
  const hrefOfChip = (id: string): string => {
    if (!whole) return hrefOf(link, { category: id });
    return shown.at === 'shop' ? `#c-${id}` : `${hrefOf(link)}#c-${id}`;
  };
  return (
    <nav class="chips" aria-label={context.reader.t('storefront.categories')}>
      <ul>
        {categories.map(({ id, name }) => (
          <li key={id}>
            <a href={hrefOfChip(id)} aria-current={id === here ? 'page' : undefined}>
              <bdi>{name}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function productsOf(shown: Shown): BuyerView[] {
  const shelvesShown = shown.at === 'category' ? [shown.shelf] : shown.shelves;
  return shelvesShown.flatMap(({ products }) => products);
}
