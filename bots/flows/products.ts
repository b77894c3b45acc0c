import { z } from 'zod';
import type { Product } from '../../src/catalog/model.js';
import { formatMoney } from '../../src/platform/money.js';
import type { T } from '../../src/platform/texts.js';
import type { Store } from '../../src/stores/model.js';
import { localeOf } from '../../src/stores/rules.js';
import { type Flow, goTo, pass } from '../conversation/flow.js';
import type { Deps } from './deps.js';
import { doing, sellingStore, withStore } from './seller.js';

const Turn = z.object({ at: z.literal('page'), storeId: z.string(), cursor: z.string().optional() });
type Turn = z.infer<typeof Turn>;

const PAGE = 20;

/** A seller looks through what the store sells, the newest first. */
export const products: Flow<Turn, Deps> = {
  id: 'products',
  schema: Turn,
  start: { at: 'page', storeId: '' },
  steps: {
    page: {
      rest: true,
      async ask({ storeId, cursor }, deps) {
        const { t } = deps;
        const store = storeId ? await deps.stores.byId(storeId) : await sellingStore(deps);
        const page = store && (await deps.products.list(store._id, { limit: PAGE, cursor }));
        if (!store || !page?.items.length)
          return { text: t('products.none'), choices: [...doing(t, 'add-product'), byFile(t)] };
        return {
          text: [
            t('products.head', { shop: store.name }),
            ...page.items.map((product) => rowOf(product, store, t)),
          ].join('\n'),
          choices: [
            ...(page.nextCursor ? [{ id: 'next', label: t('common.more') }] : []),
            ...doing(t, 'add-product'),
            byFile(t),
          ],
        };
      },
      async accept({ choice }, here, deps) {
        if (choice !== 'next') return pass();
        const { nextCursor } = await deps.products.list(here.storeId, { limit: PAGE, cursor: here.cursor });
        return goTo({ at: 'page', storeId: here.storeId, ...(nextCursor && { cursor: nextCursor }) });
      },
    },
  },
  entries: [
    { command: 'products', open: (_, __, deps) => withStore(deps, ({ _id }) => goTo({ at: 'page', storeId: _id })) },
  ],
};

const byFile = (t: T) => ({ id: 'import', label: t('import.do.import') });

function rowOf({ name, salePrice, stock, hidden }: Product, store: Store, t: T): string {
  const slots = { product: name, price: formatMoney(salePrice, store.currency, localeOf(store)) };
  if (hidden) return t('products.hidden', slots);
  if (stock === null) return t('products.row', slots);
  return stock === 0 ? t('products.soldOut', slots) : t('products.left', { ...slots, count: stock });
}
