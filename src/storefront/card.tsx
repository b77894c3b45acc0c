import type { BuyerView, Image } from '../catalog/product-view.js';
import { AddForm } from './add-form.js';
import { type ShopContext, saysMrp } from './context.js';
import { productPath } from './paths.js';
import type { ShopReader } from './reader.js';
import { discountOf, initialOf, needsTallLines } from './rules.js';

/** Where photos begin to lie below the first screen of a phone. */
const FIRST_SCREEN = 4;

/** The widths that a card's photo has: half of a phone, less the gutters; a column of the grid elsewhere. */
const SIZES = '(min-width: 600px) 220px, calc(50vw - 16px)';

/**
 * One product as it lies on the shelf.
 * @param place its place on the page, from 0: photos of the first ones are loaded at once
 */
export function ProductCard({ product, place, context }: { product: BuyerView; place: number; context: ShopContext }) {
  const { store, reader } = context;
  return (
    <li class={product.available ? 'card' : 'card sold-out'} id={`p-${product.id}`}>
      <a class="look" href={productPath(store.link, product.id)}>
        <div class="photo">
          <Picture product={product} place={place} language={reader.language} />
          <Chip product={product} reader={reader} />
        </div>
        <h3 class={needsTallLines(product.name) ? 'name tall' : 'name'}>
          <bdi>{product.name}</bdi>
        </h3>
      </a>
      <Prices product={product} context={context} />
      {product.available && context.opening.openNow && <AddForm product={product} context={context} />}
    </li>
  );
}

/** The price, and what it was before; read aloud with its name. */
export function Prices({ product, context }: { product: BuyerView; context: ShopContext }) {
  const { t, money } = context.reader;
  const was = money(product.mrp);
  return (
    <p class="prices">
      <strong class="price">{money(product.salePrice)}</strong>
      {product.mrp > product.salePrice && (
        <>
          {' '}
          <s class="was" aria-hidden="true">
            {was}
          </s>
          <span class="hush">{t(saysMrp(context.store) ? 'storefront.mrp' : 'storefront.before', { price: was })}</span>
        </>
      )}
    </p>
  );
}

export function Chip({ product, reader }: { product: BuyerView; reader: ShopReader }) {
  const { t, percent } = reader;
  if (!product.available) return <p class="chip gone">{t('storefront.soldOut')}</p>;
  const discount = discountOf(product);
  return discount === undefined ? null : <p class="chip">{t('storefront.off', { percent: percent(discount) })}</p>;
}

/** The name is read right after it, so the photo itself stays silent. */
function Picture({ product, place, language }: { product: BuyerView; place: number; language: string }) {
  const { image, name } = product;
  if (!image) return <Initial name={name} language={language} />;
  return (
    <>
      <Placeholder image={image} />
      <img
        src={image.thumbnail}
        srcset={`${image.thumbnail} 320w, ${image.url} 1080w`}
        sizes={SIZES}
        width="320"
        height="320"
        alt=""
        loading={place >= FIRST_SCREEN ? 'lazy' : undefined}
        decoding="async"
      />
    </>
  );
}

/** Lies under a photo, and is seen for as long as that is on its way; without any script. */
export const Placeholder = ({ image }: { image: Image }) =>
  image.placeholder ? <img class="blur" src={image.placeholder} alt="" width="12" height="12" /> : null;

/** What stands where a photo is missing. */
export const Initial = ({ name, language }: { name: string; language: string }) => (
  <span class="initial" aria-hidden="true">
    {initialOf(name, language)}
  </span>
);
