import type { BuyerView } from '../catalog/product-view.js';
import { currencyDigits } from '../platform/money.js';
import type { Store } from '../stores/model.js';
import { hrefOf } from './asked.js';
import { productPath } from './paths.js';

/** What a search engine reads of a page, as schema.org names it. */
export type SchemaOrg = { '@context': 'https://schema.org'; '@type': string; [field: string]: unknown };

type Where = { store: Store; publicUrl: string };

const context = { '@context': 'https://schema.org' } as const;

/** A shop, with what it sells on the page that is shown. */
export const storeData = (products: readonly BuyerView[], { store, publicUrl }: Where): SchemaOrg => ({
  ...context,
  '@type': 'Store',
  name: store.name,
  address: store.address,
  url: publicUrl + hrefOf(store.link),
  currenciesAccepted: store.currency,
  ...(products.length > 0 && {
    makesOffer: products.map((product) => ({
      ...offer(product, { store, publicUrl }),
      itemOffered: { '@type': 'Product', name: product.name, ...(product.image && { image: product.image.url }) },
    })),
  }),
});

/** One product, with its price. */
export const productData = (product: BuyerView, category: string, where: Where): SchemaOrg => ({
  ...context,
  '@type': 'Product',
  name: product.name,
  category,
  ...(product.description && { description: product.description }),
  ...(product.image && { image: product.image.url }),
  offers: { ...offer(product, where), seller: { '@type': 'Store', name: where.store.name } },
});

function offer({ id, salePrice, available }: BuyerView, { store, publicUrl }: Where) {
  const { currency, link } = store;
  const digits = currencyDigits(currency);
  return {
    '@type': 'Offer',
    url: publicUrl + productPath(link, id),
    price: (salePrice / 10 ** digits).toFixed(digits),
    priceCurrency: currency,
    availability: `https://schema.org/${available ? 'InStock' : 'OutOfStock'}`,
  };
}

/** The data as it stands in a page: nothing that a seller typed can end the element it stands in. */
export const schemaText = (data: SchemaOrg): string => JSON.stringify(data).replaceAll('<', '\\u003c');
