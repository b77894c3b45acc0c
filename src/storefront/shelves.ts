import type { BuyerView } from '../catalog/product-view.js';
import { type Asked, hrefOf } from './asked.js';
import { type CardContext, productCard } from './card.js';
import { type Html, html } from './html.js';
import { onwardIcon } from './icons.js';
import { needsTallLines } from './rules.js';
import type { Shelf, Shown } from './shown.js';

export type ShelvesContext = CardContext & { link: string };

/** The products that are shown, under the names of their categories or of the search. */
export function shelves(shown: Shown, context: ShelvesContext): Html {
  const { reader, link } = context;
  const { t } = reader;
  if (shown.at === 'shop') return allShelves(shown.shelves, context);
  if (shown.at === 'category') {
    const { shelf, next } = shown;
    return html`<section class="shelf">${heading(shelf.name, shelf.productCount)}${cards(shelf.products, 0, context)}</section>
${onwards({ category: shelf.id }, next)}`;
  }
  const { q, products, next } = shown;
  if (products.length === 0) {
    return html`<p class="quiet">${t('storefront.notFound', { text: q })}</p>
${allShelves(shown.shelves, context)}`;
  }
  return html`<section class="shelf">${heading(t('storefront.found', { text: q }))}${cards(products, 0, context)}</section>
${onwards({ q }, next)}`;

  function onwards(asked: Asked, cursor: string | null): Html {
    return html`<p class="onwards">${
      cursor !== null &&
      html`<a rel="next" href="${hrefOf(link, { ...asked, cursor })}">${t('storefront.next')}${onwardIcon}</a>`
    }<a href="${hrefOf(link)}">${t('storefront.whole')}</a></p>`;
  }
}

function allShelves(all: readonly Shelf[], context: ShelvesContext): Html {
  const { link, reader } = context;
  let place = 0;
  return html`${all.map(({ id, name, productCount, products }) => {
    const first = place;
    place += products.length;
    const rest = productCount > products.length;
    return html`<section class="shelf" id="c-${id}">${heading(name, productCount)}${cards(products, first, context)}${
      rest &&
      html`<p class="onwards"><a href="${hrefOf(link, { category: id })}">${reader.t('storefront.allOf', { count: productCount, category: name })}${onwardIcon}</a></p>`
    }</section>
`;
  })}`;
}

const heading = (name: string, count?: number): Html =>
  html`<h2${needsTallLines(name) && html` class="tall"`}><bdi>${name}</bdi>${count !== undefined && html` <span class="count">${count}</span>`}</h2>
`;

const cards = (products: readonly BuyerView[], first: number, context: CardContext): Html =>
  html`<ul class="grid">${products.map((product, index) => productCard(product, first + index, context))}</ul>`;
