import type { BuyerView } from '../catalog/product-view.js';
import { type Html, html } from './html.js';
import type { ShopReader } from './reader.js';
import { discountOf, initialOf, needsTallLines } from './rules.js';

export type CardContext = {
  reader: ShopReader;
  /** Whether the printed price is called MRP, as the law of India has it. */
  mrp: boolean;
};

/** Where photos begin to lie below the first screen of a phone. */
const FIRST_SCREEN = 4;

/** The widths that a card's photo has: half of a phone, less the gutters; a column of the grid elsewhere. */
const SIZES = '(min-width: 600px) 220px, calc(50vw - 16px)';

/**
 * One product as it lies on the shelf.
 * @param place its place on the page, from 0: photos of the first ones are loaded at once
 */
export function productCard(product: BuyerView, place: number, { reader, mrp }: CardContext): Html {
  const { t, money, percent } = reader;
  const discount = discountOf(product);
  const was = money(product.mrp);
  return html`<li class="card${!product.available && ' sold-out'}" id="p-${product.id}">
<div class="photo">${picture(product, place, reader.language)}${chip()}</div>
<h3 class="name${needsTallLines(product.name) && ' tall'}"><bdi>${product.name}</bdi></h3>
<p class="prices"><strong class="price">${money(product.salePrice)}</strong>${
    product.mrp > product.salePrice &&
    html` <s class="was" aria-hidden="true">${was}</s><span class="hush">${t(mrp ? 'storefront.mrp' : 'storefront.before', { price: was })}</span>`
  }</p>
</li>
`;

  function chip(): Html | undefined {
    if (!product.available) return html`<p class="chip gone">${t('storefront.soldOut')}</p>`;
    return discount === undefined
      ? undefined
      : html`<p class="chip">${t('storefront.off', { percent: percent(discount) })}</p>`;
  }
}

/** The name is read right after it, so the photo itself stays silent. */
function picture({ image, name }: BuyerView, place: number, language: string): Html {
  if (!image) return html`<span class="initial" aria-hidden="true">${initialOf(name, language)}</span>`;
  return html`<img src="${image.thumbnail}" srcset="${image.thumbnail} 320w, ${image.url} 1080w" sizes="${SIZES}" width="320" height="320" alt=""${place >= FIRST_SCREEN && html` loading="lazy"`} decoding="async">`;
}
