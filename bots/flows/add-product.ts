import { type Entry, type Flow, goTo, pass } from '../conversation/flow.js';
import { asking } from './add-product/asking.js';
import { describe } from './add-product/drafts.js';
import { knownOf } from './add-product/known-of.js';
import { putUp } from './add-product/put-up.js';
import { detailTurn, shelf } from './add-product/shelf.js';
import { emptyBatch, takePhotos } from './add-product/take-photos.js';
import { DETAILS, type Shelf, Turn } from './add-product/turn.js';
import type { Deps } from './deps.js';
import { photosOf } from './photos-of.js';
import { money } from './product-details.js';
import { headedByCurrent, sellingStore, withStore } from './seller.js';

/** A seller puts products up for sale: a photo with a caption is enough, and only what is missing is asked. */
export const addProduct: Flow<Turn, Deps> = {
  id: 'add-product',
  schema: Turn,
  start: { at: 'photo' },
  steps: {
    photo: {
      async ask({ text }, deps) {
        const { t } = deps;
        const asked = text === undefined ? t('addProduct.askPhoto') : t('addProduct.askPhotoFor', { product: text });
        return {
          text: await headedByCurrent(asked, deps),
          ask: 'photo',
          choices: [{ id: 'skip', label: t('addProduct.noPhoto') }],
        };
      },
      accept: (answer, { text: typed }, deps) =>
        withStore(deps, (store) => {
          const text = answer.text ?? typed;
          const wanted = { ...answer, ...(text !== undefined && { text }) };
          if (photosOf(answer).length > 0) return takePhotos(wanted, emptyBatch(store), store, deps);
          if (answer.choice !== 'skip') return text === undefined ? pass() : goTo({ at: 'photo', text });
          const { draft, problem } = describe({ photo: null, typed: {} }, text ?? '', store);
          const reason = problem ? [{ text: deps.t(`refusals.${problem.code}`, problem.params) }] : [];
          return putUp({ ...emptyBatch(store), drafts: [draft] }, store, deps, reason);
        }),
    },
    ...asking,
    ...shelf,
  },
  entries: [
    { command: 'addproduct', open: (_, __, deps) => withStore(deps, () => goTo({ at: 'photo' })) },
    {
      photo: true,
      open: async (_, answer, deps) => {
        const store = await sellingStore(deps);
        return store ? takePhotos(answer, emptyBatch(store), store, deps) : pass();
      },
    },
    ...DETAILS.map(detailOfNewest),
  ],
};

/** A button of an earlier message: what it asks is asked of the newest product, by its name. */
function detailOfNewest(detail: (typeof DETAILS)[number]): Entry<Turn, Deps> {
  return {
    choice: detail,
    async open(_, __, deps) {
      const store = await sellingStore(deps);
      const [newest] = store ? (await deps.products.list(store._id, { limit: 1 })).items : [];
      if (!store || !newest) return pass();
      const added = [{ productId: newest._id, name: newest.name, price: money(newest.salePrice, store) }];
      const found: Shelf = { storeId: store._id, added, said: knownOf(newest), since: 0 };
      return goTo(detailTurn(detail, found));
    },
  };
}
