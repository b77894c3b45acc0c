import type { ProductPatch } from '../../../src/catalog/rules.js';
import { readPrice } from '../../../src/catalog/typed/price.js';
import type { Store } from '../../../src/stores/model.js';
import { localeOf } from '../../../src/stores/rules.js';
import { type Answer, goTo, type Next, pass, type Step } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import { photosOf } from '../photos-of.js';
import { changedText, money, productDetails } from '../product-details.js';
import { ownStore, sellingStore } from '../seller.js';
import { emptyBatch, takePhotos } from './take-photos.js';
import { type Added, DETAILS, type Detail, type Shelf, type Turn } from './turn.js';
import { shelfChoices } from './wording.js';

/** A photo that comes so soon after another belongs to the same album. */
const ALBUM_SECONDS = 3;

type ShelfStep = Step<Shelf, Turn, Deps>;

/** What is for sale now; its buttons go on working, and the next photo is the next product. */
const added: Step<Shelf & { unchanged?: boolean | undefined }, Turn, Deps> = {
  rest: true,
  ask: (here, { t }) => ({
    text: here.unchanged ? t('addProduct.unchanged') : '',
    choices: shelfChoices(here, t),
  }),
  async accept(answer, here, deps) {
    if (photosOf(answer).length > 0) {
      const together = deps.now.getTime() - here.since < ALBUM_SECONDS * 1000;
      return nextProduct(answer, here, deps, together ? here.added : []);
    }
    if (answer.choice !== undefined && answer.choice === undoOfChange(here)) return takeBack(here, deps);
    const detail = DETAILS.find((one) => one === answer.choice);
    return detail && here.added.length === 1 ? goTo(detailTurn(detail, here)) : pass();
  },
};

/** The button that takes back the last change of the one product; none where it would take the product out again. */
function undoOfChange({ added: [product, another], undo }: Shelf): string | undefined {
  return undo !== undefined && product && !another && undo !== product.productId ? `undo:${undo}` : undefined;
}

/** Takes the last change back; what it had said can be said again. */
async function takeBack(here: Shelf, deps: Deps): Promise<Next<Turn>> {
  const { storeId, added, said, since, undo = '' } = here;
  const { name } = await deps.products.undo(await ownStore(here, deps), undo, { key: deps.onceKey });
  const text = deps.t('addProduct.asBefore', { product: name });
  return goTo({ at: 'added', storeId, added, said: said.slice(0, -1), since }, { text });
}

/** The question behind one of the buttons. */
export function detailTurn(detail: Detail, { storeId, added, said, undo, since }: Shelf): Turn {
  const shelf = { storeId, added, said, since, ...(undo !== undefined && { undo }) };
  return { ...shelf, at: detail === 'photo' ? 'picture' : detail };
}

/** The product with all its buttons, as it was before one of them asked. */
function unchanged({ storeId, added, said, undo, since }: Shelf): Turn {
  return { at: 'added', storeId, added, said, since, ...(undo !== undefined && { undo }), unchanged: true };
}

/**
 * A photo where something is for sale already is the next product, also where words about that one are asked. It goes to
 * the store that the seller works on now, which may have been chosen since.
 * @param added what came before it in the same album
 */
async function nextProduct(answer: Answer, here: Shelf, deps: Deps, added: Added[] = []): Promise<Next<Turn>> {
  const store = (await sellingStore(deps)) ?? (await ownStore(here, deps));
  const batch = emptyBatch(store);
  return takePhotos(answer, store._id === here.storeId ? { ...batch, added } : batch, store, deps);
}

/** Changes the product at once, and says what it was before. */
async function change(detail: Detail, patch: ProductPatch, here: Shelf, store: Store, deps: Deps): Promise<Next<Turn>> {
  const { storeId, added, since } = here;
  const changed = await deps.products.change(store, added[0]?.productId ?? '', patch, { key: deps.onceKey });
  const said = [...here.said.filter((one) => one !== detail), detail];
  const text = changedText(changed, store, deps.t);
  return goTo({ at: 'added', storeId, added, said, undo: changed.changeId, since }, { text });
}

/** A step that asks for one more thing of the product. */
const asks = (detail: keyof typeof productDetails): ShelfStep => ({
  ask: (here, deps) => productDetails[detail].ask(here.added[0]?.name ?? '', here.storeId, deps),
  async accept(answer, here, deps) {
    if (detail !== 'photo' && photosOf(answer).length > 0) return nextProduct(answer, here, deps);
    const store = await ownStore(here, deps);
    const patch = await productDetails[detail].read(answer, store, deps);
    return patch ? change(detail, patch, here, store, deps) : pass();
  },
  back: unchanged,
});

const mrp: ShelfStep = {
  ask: ({ added: [product] }, { t }) => ({
    text: t('addProduct.askMrp', { product: product?.name ?? '' }),
    ask: 'price',
  }),
  async accept(answer, here, deps) {
    const { text } = answer;
    if (photosOf(answer).length > 0) return nextProduct(answer, here, deps);
    if (text === undefined) return pass();
    const store = await ownStore(here, deps);
    const readings = readPrice(text, store.currency, localeOf(store));
    if (readings.length > 1) return goTo({ ...here, at: 'mrpReading', readings });
    return change('mrp', { mrp: readings[0] }, here, store, deps);
  },
  back: unchanged,
};

/** Only where a currency has three decimals: `1.500` may be either. */
const mrpReading: Step<Shelf & { readings: number[] }, Turn, Deps> = {
  async ask(here, deps) {
    const store = await ownStore(here, deps);
    const choices = here.readings.map((one, index) => ({ id: `reading:${index}`, label: money(one, store) }));
    return { text: deps.t('addProduct.askReading'), choices };
  },
  async accept(answer, here, deps) {
    if (photosOf(answer).length > 0) return nextProduct(answer, here, deps);
    const chosen = here.readings[Number(/^reading:(\d)$/.exec(answer.choice ?? '')?.[1])];
    return chosen === undefined ? pass() : change('mrp', { mrp: chosen }, here, await ownStore(here, deps), deps);
  },
  back: (here) => detailTurn('mrp', here),
};

/** The product that was put up, and what can be said of it afterwards. */
export const shelf = {
  added,
  mrp,
  mrpReading,
  category: asks('category'),
  describe: asks('describe'),
  stock: asks('stock'),
  picture: asks('photo'),
};
