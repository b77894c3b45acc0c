import type { Changed } from '../../../src/catalog/changes.js';
import type { Product } from '../../../src/catalog/model.js';
import { photoKey } from '../../../src/catalog/photos.js';
import type { ProductPatch } from '../../../src/catalog/rules.js';
import type { Choice } from '../../../src/platform/prompt.js';
import type { Store } from '../../../src/stores/model.js';
import { goTo, type Next, pass, type Say, type Step } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import { changedText, money } from '../product-details.js';
import { doing, ownStore } from '../seller.js';
import { search } from './search.js';
import type { Open, Turn } from './turn.js';

/** Buttons that ask for something, by the step that asks. */
const ASKS = ['price', 'stock', 'rename', 'describe', 'photo', 'category', 'mrp'] as const;

/** One product as its seller sees it, with all that can be changed; a change happens at once and can be taken back. */
export const product: Step<Open & { at: 'product' }, Turn, Deps> = {
  rest: true,

  async ask({ productId, storeId, undo, q, cursor }, deps): Promise<Say> {
    const store = await ownStore({ storeId }, deps);
    const found = await deps.products.find(store, productId);
    return {
      text: cardText(found, store, deps),
      card: `product:${productId}`,
      ...(found.photo && { photo: photoKey(found.photo.key, 1080) }),
      choices: [
        ...(undo === undefined ? [] : [{ id: `undo:${undo}`, label: deps.t('addProduct.do.undo') }]),
        ...choicesOf(found, deps),
        ...(q === undefined && cursor === undefined
          ? doing(deps.t, 'products')
          : [{ id: 'back', label: deps.t('products.back') }]),
      ],
    };
  },

  async accept({ choice, text }, here, deps): Promise<Next<Turn>> {
    const asked = ASKS.find((one) => one === choice);
    if (asked) return goTo({ ...here, at: asked });
    if (choice === 'hide' || choice === 'show') return change(here, { hidden: choice === 'hide' }, deps);
    if (choice === 'delete') return remove(here, deps);
    if (choice !== undefined && choice === `undo:${here.undo}`) return takeBack(here, deps);
    return text === undefined ? pass() : search(text, here.storeId, deps);
  },

  back: ({ storeId, q, cursor }) => ({ at: 'page', storeId, q, cursor }),
};

/** Changes the product and shows it again, after what it was before. */
export async function change(here: Open, patch: ProductPatch, deps: Deps): Promise<Next<Turn>> {
  const store = await ownStore(here, deps);
  const changed = await deps.products.change(store, here.productId, patch, { key: deps.onceKey });
  return goTo(
    { ...placeOf(here), at: 'product', productId: here.productId, undo: changed.changeId },
    told(changed, store, deps),
  );
}

async function remove(here: Open, deps: Deps): Promise<Next<Turn>> {
  const store = await ownStore(here, deps);
  const changed = await deps.products.remove(store, here.productId, { key: deps.onceKey });
  const undo = { id: `undo:${changed.changeId}`, label: deps.t('addProduct.do.undo') };
  return goTo({ ...placeOf(here), at: 'page' }, { ...told(changed, store, deps), choices: [undo] });
}

async function takeBack(here: Open, deps: Deps): Promise<Next<Turn>> {
  const store = await ownStore(here, deps);
  const { name } = await deps.products.undo(store, here.undo ?? '', { key: deps.onceKey });
  const text = deps.t('addProduct.asBefore', { product: name });
  return goTo({ ...placeOf(here), at: 'product', productId: here.productId }, { text });
}

const placeOf = ({ storeId, q, cursor }: Open) => ({ storeId, q, cursor });

const told = (changed: Changed, store: Store, { t }: Deps): Say => ({ text: changedText(changed, store, t) });

const choicesOf = ({ photo, hidden }: Product, { t }: Deps): Choice[] =>
  [...ASKS.slice(0, 6), hidden ? 'show' : 'hide', 'mrp', 'delete'].map((id) => ({
    id,
    label: t(`products.do.${id === 'photo' && !photo ? 'addPhoto' : id}`),
  }));

function cardText(found: Product, store: Store, { t }: Deps): string {
  const { name, salePrice, mrp, stock, category, description, hidden } = found;
  const slots = { product: name, price: money(salePrice, store), mrp: money(mrp, store) };
  return [
    t(mrp > salePrice ? 'products.cardWithMrp' : 'products.card', slots),
    [
      t('addProduct.inCategory', { category }),
      stock === null
        ? t('products.unlimited')
        : stock === 0
          ? t('products.noneLeft')
          : t('addProduct.inStock', { count: stock }),
      ...(hidden ? [t('products.isHidden')] : []),
    ].join(' · '),
    ...(description ? [description] : []),
  ].join('\n');
}
