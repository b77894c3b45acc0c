import type { BuyerView } from '../catalog/product-view.js';
import { AddForm } from './add-form.js';
import { hrefOf } from './asked.js';
import { Chip, Initial, Placeholder, Prices } from './card.js';
import { CartBar } from './cart-bar.js';
import type { ShopContext } from './context.js';
import { BackIcon } from './icons.js';
import { Languages } from './languages.js';
import { Layout } from './layout.js';
import { productPath } from './paths.js';
import { needsTallLines } from './rules.js';
import { productData } from './schema-org.js';
import { ShopHeader } from './shop-header.js';

export type ProductPage = { context: ShopContext; product: BuyerView; category: { id: string; name: string } };

/** The photo on the whole width of a phone, a column of its own elsewhere. */
const SIZES = '(min-width: 720px) 480px, 100vw';

/** One product with all that is said of it. */
export function ProductPage({ context, product, category }: ProductPage) {
  const { store, reader, assets, publicUrl } = context;
  const { t, money } = reader;
  const { id, name, description, image } = product;
  const title = `${name} · ${money(product.salePrice)}`;
  return (
    <Layout
      title={`${name} · ${store.name}`}
      assets={assets}
      reader={reader}
      data={productData(product, category.name, { store, publicUrl })}
      preview={{
        title,
        description: description || t('storefront.about', { shop: store.name, address: store.address }),
        url: publicUrl + productPath(store.link, id),
        image: image?.url,
      }}
    >
      <ShopHeader context={context} />
      <main class="product" id={`p-${id}`}>
        <p class="way-back">
          <a href={`${hrefOf(store.link)}#p-${id}`}>
            <BackIcon />
            {t('storefront.back')}
          </a>
        </p>
        <div class={product.available ? 'photo' : 'photo sold-out'}>
          {image ? (
            <>
              <Placeholder image={image} />
              <img
                src={image.url}
                srcset={`${image.thumbnail} 320w, ${image.url} 1080w`}
                sizes={SIZES}
                width="1080"
                height="1080"
                alt={name}
                fetchpriority="high"
              />
            </>
          ) : (
            <Initial name={name} language={reader.language} />
          )}
          <Chip product={product} reader={reader} />
        </div>
        <div class="said">
          <h1 class={needsTallLines(name) ? 'tall' : undefined}>
            <bdi>{name}</bdi>
          </h1>
          <Prices product={product} context={context} />
          {product.available && context.opening.openNow && <AddForm product={product} context={context} />}
          {description !== '' && (
            <p class="description" dir="auto">
              {description}
            </p>
          )}
          <p class="within">
            <a href={hrefOf(store.link, { category: category.id })}>
              <bdi>{category.name}</bdi>
            </a>
          </p>
        </div>
        <Languages context={context} />
      </main>
      {context.opening.openNow && <CartBar context={context} />}
    </Layout>
  );
}
