import type { Changed } from '../../src/catalog/changes.js';
import type { Product } from '../../src/catalog/model.js';
import type { ProductPatch } from '../../src/catalog/rules.js';
import { parseStock } from '../../src/catalog/typed/count.js';
import { formatMoney, type Money } from '../../src/platform/money.js';
import { Refusal } from '../../src/platform/refusal.js';
import type { T } from '../../src/platform/texts.js';
import type { Store } from '../../src/stores/model.js';
import { localeOf } from '../../src/stores/rules.js';
import type { Answer, Say } from '../conversation/flow.js';
import type { Deps } from './deps.js';
import { photosOf } from './photos-of.js';

/** Categories that are offered for a tap. */
const MOST_CATEGORIES = 20;

export const money = (amount: Money, store: Store): string => formatMoney(amount, store.currency, localeOf(store));

/** One thing that can be said of a product: how it is asked, and what an answer makes of the product. */
export type ProductDetail = {
  ask(name: string, storeId: string, deps: Deps): Say | Promise<Say>;
  /** Undefined for what is no answer. */
  read(answer: Answer, store: Store, deps: Deps): ProductPatch | undefined | Promise<ProductPatch | undefined>;
};

const category: ProductDetail = {
  ask: async (product, storeId, { categories, t }) => ({
    text: t('addProduct.askCategory', { product }),
    ask: 'text',
    choices: (await categories.list(storeId))
      .slice(0, MOST_CATEGORIES)
      .map(({ _id, name }) => ({ id: `category:${_id}`, label: name })),
  }),
  async read({ choice, text }, store, { categories }) {
    const id = /^category:(.+)$/.exec(choice ?? '')?.[1];
    const chosen = id ? await categories.find(store._id, id) : undefined;
    const named = chosen?.name ?? text?.replace(/^[#＃]\s*/u, '');
    return named === undefined ? undefined : { category: named };
  },
};

const describe: ProductDetail = {
  ask: (product, _, { t }) => ({ text: t('addProduct.askDescription', { product }), ask: 'text' }),
  read: ({ text }) => (text === undefined ? undefined : { description: text }),
};

const stock: ProductDetail = {
  ask: (product, _, { t }) => ({
    text: t('addProduct.askStock', { product }),
    ask: 'count',
    choices: [{ id: 'unlimited', label: t('addProduct.do.unlimited') }],
  }),
  read({ choice, text }) {
    if (choice === 'unlimited') return { stock: null };
    return text === undefined ? undefined : { stock: parseStock(text) };
  },
};

const photo: ProductDetail = {
  ask: (product, _, { t }) => ({ text: t('addProduct.askPicture', { product }), ask: 'photo' }),
  async read(answer, _, { fetch, photos }) {
    const [first, second] = photosOf(answer);
    if (second) throw new Refusal('one_photo', 422);
    return first && { photo: await photos.take(await fetch(first.ref)) };
  },
};

export const productDetails = { category, describe, stock, photo };

/** What was before and what is now, one line for each thing that changed: `Mango pickle: MRP ₹149 → ₹199`. */
export function changedText({ product, before }: Changed, store: Store, t: T): string {
  const said = (what: string, old = '', now = ''): string =>
    t(`addProduct.changed.${what}`, { product: product.name, old, now });
  const pieces = (count: Product['stock']): string => (count === null ? t('addProduct.unlimited') : String(count));
  const lines = [
    ...(before.name === undefined ? [] : [said('name', before.name, product.name)]),
    ...(before.salePrice === undefined
      ? []
      : [said('price', money(before.salePrice, store), money(product.salePrice, store))]),
    // said only where it is no price of its own
    ...(before.mrp === undefined || product.mrp === product.salePrice
      ? []
      : [said('mrp', money(before.mrp, store), money(product.mrp, store))]),
    ...(before.category === undefined ? [] : [said('category', before.category, product.category)]),
    ...(before.stock === undefined ? [] : [said('stock', pieces(before.stock), pieces(product.stock))]),
    ...(before.description === undefined ? [] : [said('describe')]),
    ...(before.photo === undefined ? [] : [said('photo')]),
    ...(before.hidden === undefined ? [] : [said(product.hidden ? 'hide' : 'show')]),
    ...(before.deleted === undefined ? [] : [said('delete')]),
  ];
  return lines.length > 0 ? lines.join('\n') : said('nothing');
}
