import type { Store } from '../stores/model.js';
import { hrefOf, LONGEST_SEARCH } from './asked.js';
import type { ShopContext } from './context.js';
import { ChatIcon, SearchIcon } from './icons.js';
import type { Reader } from './reader.js';
import { initialOf, needsTallLines } from './rules.js';

/** The address of the chat, in the shop. */
export const chatUrlOf = ({ publicUrl, store }: Pick<ShopContext, 'publicUrl' | 'store'>): string =>
  `${publicUrl}/chat?start=s_${store.link}`;

/**
 * Whose shop this is, where, whether it is open, and the way into its chat.
 * @param search what is searched for, where there is enough to search
 * @param isTitle whether the shop's name is the title of the page
 */
export function ShopHeader({
  context,
  search,
  isTitle = false,
}: {
  context: ShopContext;
  search?: string | undefined;
  isTitle?: boolean;
}) {
  const { store, opening, reader } = context;
  const { t, language } = reader;
  return (
    <>
      <header class="head">
        <a class="home" href={hrefOf(store.link)}>
          <span class="logo" aria-hidden="true">
            {initialOf(store.name, language)}
          </span>
          <div class="who">
            <ShopName store={store} isTitle={isTitle} />
            <span class="where">
              <bdi class="address">{store.address}</bdi>
              {opening.openNow && <span class="open">{t('storefront.open')}</span>}
            </span>
          </div>
        </a>
        {search !== undefined && <SearchForm link={store.link} q={search} reader={reader} />}
        <a class="round" href={chatUrlOf(context)} aria-label={t('storefront.chat')}>
          <ChatIcon />
        </a>
      </header>
      {!opening.openNow && (
        <p class="closed" role="status">
          {t('storefront.closed', { shop: store.name, ...opening.slots })}
        </p>
      )}
    </>
  );
}

function ShopName({ store, isTitle }: { store: Pick<Store, 'name'>; isTitle: boolean }) {
  const tall = needsTallLines(store.name) ? ' tall' : '';
  const name = <bdi>{store.name}</bdi>;
  return isTitle ? <h1 class={`shop${tall}`}>{name}</h1> : <span class={`shop${tall}`}>{name}</span>;
}

const SearchForm = ({ link, q, reader: { t } }: { link: string; q: string; reader: Reader }) => (
  // biome-ignore lint/a11y/useSemanticElements: phones of three years ago do not know <search>
  <form class="search" role="search" action={hrefOf(link)} method="get">
    <input
      type="search"
      name="q"
      value={q}
      maxlength={LONGEST_SEARCH}
      aria-label={t('storefront.search')}
      placeholder={t('storefront.search')}
      autocomplete="off"
      enterkeyhint="search"
    />
    <button type="submit" aria-label={t('storefront.find')}>
      <SearchIcon />
    </button>
  </form>
);
