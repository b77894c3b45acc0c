import type { Store } from '../stores/model.js';
import type { OpenState } from '../stores/opening.js';
import { type Asked, hrefOf, LONGEST_SEARCH } from './asked.js';
import { type Html, html } from './html.js';
import { chatIcon, searchIcon } from './icons.js';
import type { Reader } from './reader.js';
import { initialOf, needsTallLines } from './rules.js';

export type ShopHeader = {
  store: Pick<Store, 'name' | 'address' | 'link'>;
  opening: OpenState;
  reader: Reader;
  asked: Asked;
  chatUrl: string;
  /** Whether there is enough to search. */
  searchable: boolean;
};

/** Whose shop this is, where, whether it is open, and the way into its chat. */
export const shopHeader = ({ store, opening, reader, asked, chatUrl, searchable }: ShopHeader): Html => {
  const { t, language } = reader;
  return html`<header class="head">
<a class="home" href="${hrefOf(store.link)}">
<span class="logo" aria-hidden="true">${initialOf(store.name, language)}</span>
<span class="who">
<h1${needsTallLines(store.name) && html` class="tall"`}><bdi>${store.name}</bdi></h1>
<span class="where"><bdi class="address">${store.address}</bdi>${opening.openNow && html`<span class="open">${t('storefront.open')}</span>`}</span>
</span>
</a>
${searchable && searchForm(store.link, asked.q ?? '', reader)}
<a class="round" href="${chatUrl}" aria-label="${t('storefront.chat')}">${chatIcon}</a>
</header>
${!opening.openNow && html`<p class="closed" role="status">${t('storefront.closed', { shop: store.name, ...opening.slots })}</p>`}
`;
};

const searchForm = (link: string, q: string, { t }: Reader): Html => html`
<form class="search" role="search" action="${hrefOf(link)}" method="get">
<input type="search" name="q" value="${q}" maxlength="${LONGEST_SEARCH}" aria-label="${t('storefront.search')}" placeholder="${t('storefront.search')}" autocomplete="off" enterkeyhint="search">
<button aria-label="${t('storefront.find')}">${searchIcon}</button>
</form>`;
