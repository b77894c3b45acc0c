import type { BuyerView } from '../catalog/product-view.js';
import { type Asked, hrefOf } from './asked.js';
import { ProductCard } from './card.js';
import type { ShopContext } from './context.js';
import { OnwardIcon } from './icons.js';
import { needsTallLines } from './rules.js';
import type { Shelf, Shown } from './shown.js';

/** The products that are shown, under the names of their categories or of the search. */
export function Shelves({ shown, context }: { shown: Shown; context: ShopContext }) {
  const { t } = context.reader;
  if (shown.at === 'shop') return <AllShelves all={shown.shelves} context={context} />;
  if (shown.at === 'category') {
    const { shelf, next } = shown;
    return (
      <>
        <section class="shelf">
          <Heading name={shelf.name} count={shelf.productCount} />
          <Cards products={shelf.products} first={0} context={context} />
        </section>
        <Onwards asked={{ category: shelf.id }} cursor={next} context={context} />
      </>
    );
  }
  const { q, products, next } = shown;
  if (products.length === 0) {
    return (
      <>
        <p class="quiet">{t('storefront.notFound', { text: q })}</p>
        <AllShelves all={shown.shelves} context={context} />
      </>
    );
  }
  return (
    <>
      <section class="shelf">
        <Heading name={t('storefront.found', { text: q })} />
        <Cards products={products} first={0} context={context} />
      </section>
      <Onwards asked={{ q }} cursor={next} context={context} />
    </>
  );
}

function Onwards({ asked, cursor, context }: { asked: Asked; cursor: string | null; context: ShopContext }) {
  const { store, reader } = context;
  return (
    <p class="onwards">
      {cursor !== null && (
        <a rel="next" href={hrefOf(store.link, { ...asked, cursor })}>
          {reader.t('storefront.next')}
          <OnwardIcon />
        </a>
      )}
      <a href={hrefOf(store.link)}>{reader.t('storefront.whole')}</a>
    </p>
  );
}

function AllShelves({ all, context }: { all: readonly Shelf[]; context: ShopContext }) {
  const { store, reader } = context;
  let place = 0;
  return (
    <>
      {all.map(({ id, name, productCount, products }) => {
        const first = place;
        place += products.length;
        return (
          <section class="shelf" id={`c-${id}`} key={id}>
            <Heading name={name} count={productCount} />
            <Cards products={products} first={first} context={context} />
            {productCount > products.length && (
              <p class="onwards">
                <a href={hrefOf(store.link, { category: id })}>
                  {reader.t('storefront.allOf', { count: productCount, category: name })}
                  <OnwardIcon />
                </a>
              </p>
            )}
          </section>
        );
      })}
    </>
  );
}

const Heading = ({ name, count }: { name: string; count?: number }) => (
  <h2 class={needsTallLines(name) ? 'tall' : undefined}>
    <bdi>{name}</bdi>
    {count !== undefined && (
      <>
        {' '}
        <span class="count">{count}</span>
      </>
    )}
  </h2>
);

const Cards = ({
  products,
  first,
  context,
}: {
  products: readonly BuyerView[];
  first: number;
  context: ShopContext;
}) => (
  <ul class="grid">
    {products.map((product, index) => (
      <ProductCard product={product} place={first + index} context={context} key={product.id} />
    ))}
  </ul>
);
