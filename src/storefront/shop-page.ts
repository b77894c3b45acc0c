import type { CatalogCategory } from '../catalog/catalog.js';
import type { Store } from '../stores/model.js';
import type { OpenState } from '../stores/opening.js';
import { type Asked, hrefOf } from './asked.js';
import type { Assets } from './assets.js';
import type { CardContext } from './card.js';
import { type Html, html } from './html.js';
import { chatIcon } from './icons.js';
import { layout } from './layout.js';
import type { ShopReader } from './reader.js';
import { hasSearch, isShownWhole } from './rules.js';
import { shelves } from './shelves.js';
import { shopHeader } from './shop-header.js';
import type { Shown } from './shown.js';

export type ShopPage = {
  store: Store;
  /** Whether it takes orders now. */
  opening: OpenState;
  categories: readonly CatalogCategory[];
  shown: Shown;
  asked: Asked;
  reader: ShopReader;
  assets: Pick<Assets, 'url'>;
  /** Without a slash at the end. */
  publicUrl: string;
};

/** A shop as its buyers open it from a status: who sells, what, for how much, and how to order. */
export function shopPage({ store, opening, categories, shown, asked, reader, assets, publicUrl }: ShopPage): Html {
  const { t } = reader;
  const chatUrl = `${publicUrl}/chat?start=s_${store.link}`;
  const { name, address, link } = store;
  const title = shown.at === 'category' ? `${shown.shelf.name} · ${name}` : name;
  const image = firstPhoto(shown);
  const context: CardContext = { reader, mrp: store.country === 'IN' };

  return layout({
    title,
    assets,
    reader,
    unlisted: shown.at === 'search',
    preview: {
      title,
      description: t('storefront.about', { shop: name, address }),
      url: publicUrl + hrefOf(link, shown.at === 'category' ? asked : {}),
      image,
    },
    body: html`<a class="skip" href="#shelves">${t('storefront.skip')}</a>
${shopHeader({ store, opening, reader, asked, chatUrl, searchable: hasSearch(categories) })}
${categories.length > 1 && chips()}
<main id="shelves">
${categories.length === 0 ? html`<p class="quiet">${t('storefront.empty', { shop: name })}</p>` : shelves(shown, { ...context, link })}
</main>
${opening.openNow && categories.length > 0 && html`<nav class="bar"><a href="${chatUrl}">${chatIcon}${t('storefront.order')}</a></nav>`}`,
  });

  function chips(): Html {
    const whole = isShownWhole(categories);
    const here = shown.at === 'category' ? shown.shelf.id : undefined;
    const hrefOfChip = (id: string): string => {
      if (!whole) return hrefOf(link, { category: id });
      return shown.at === 'shop' ? `#c-${id}` : `${hrefOf(link)}#c-${id}`;
    };
    return html`<nav class="chips" aria-label="${t('storefront.categories')}"><ul>${categories.map(
      ({ id, name }) =>
        html`<li><a href="${hrefOfChip(id)}"${id === here && html` aria-current="page"`}><bdi>${name}</bdi></a></li>`,
    )}</ul></nav>`;
  }
}

function firstPhoto(shown: Shown): string | undefined {
  const shelvesShown = shown.at === 'category' ? [shown.shelf] : shown.shelves;
  return shelvesShown.flatMap(({ products }) => products).find(({ image }) => image)?.image?.url;
}
