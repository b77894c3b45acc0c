import type { Product } from '../../../src/catalog/model.js';
import { goTo, type Next, pass, type Say, type Step } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import { money } from '../product-details.js';
import { productSheet } from '../product-sheet.js';
import { doing, headed, ownStore } from '../seller.js';
import { search } from './search.js';
import type { Place, Turn } from './turn.js';

/** One numbered page, and one picture. */
const PAGE = 8;

const look = ({ storeId, q, cursor }: Place, { products }: Deps) =>
  products.list(storeId, { limit: PAGE, cursor, ...(q !== undefined && { q }) });

/** What the store sells, the newest first, with a picture of their photos; a typed word searches. */
export const page: Step<Place & { at: 'page' }, Turn, Deps> = {
  rest: true,

  async ask(here, deps): Promise<Say> {
    const { t } = deps;
    const store = await ownStore(here, deps);
    const { items, nextCursor } = await look(here, deps);
    if (items.length === 0) {
      if (here.q === undefined)
        return {
          text: await headed(t('products.none'), store, deps),
          choices: [...doing(t, 'add-product'), byFile(deps)],
        };
      return { text: t('products.notFound', { text: here.q }), choices: doing(t, 'products', 'add-product') };
    }
    const picture = await productSheet(items, deps);
    const head =
      here.q === undefined ? t('products.head', { shop: store.name }) : t('products.found', { text: here.q });
    return {
      text: `${head}\n${t('products.search')}`,
      ...(picture && { photo: picture }),
      choices: [
        ...items.map((product) => ({
          id: `product:${product._id}`,
          label: rowOf(product, money(product.salePrice, store), deps),
        })),
        ...(nextCursor ? [{ id: 'next', label: t('common.more') }] : []),
        ...(here.q === undefined && here.cursor === undefined
          ? [...doing(t, 'add-product'), byFile(deps)]
          : doing(t, 'products')),
      ],
    };
  },

  async accept({ choice, text }, here, deps): Promise<Next<Turn>> {
    if (choice === 'next') return goTo({ ...here, cursor: (await look(here, deps)).nextCursor ?? undefined });
    const productId = /^product:(.+)$/.exec(choice ?? '')?.[1];
    if (productId !== undefined) return goTo({ ...here, at: 'product', productId });
    return text === undefined ? pass() : search(text, here.storeId, deps);
  },

  back: ({ storeId }) => ({ at: 'page', storeId }),
};

/** Many products at once, by a file. */
const byFile = ({ t }: Deps) => ({ id: 'import', label: t('import.do.import') });

function rowOf({ name, stock, hidden }: Product, price: string, { t }: Deps): string {
  const slots = { product: name, price };
  if (hidden) return t('products.hidden', slots);
  if (stock === null) return t('products.row', slots);
  return stock === 0 ? t('products.soldOut', slots) : t('products.left', { ...slots, count: stock });
}
