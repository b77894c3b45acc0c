import { z } from 'zod';
import type { Changed } from '../../src/catalog/changes.js';
import type { Product } from '../../src/catalog/model.js';
import { parseStock } from '../../src/catalog/typed/count.js';
import { parsePrice } from '../../src/catalog/typed/price.js';
import type { Store } from '../../src/stores/model.js';
import { localeOf } from '../../src/stores/rules.js';
import type { QuickWord } from '../conversation/commands.js';
import { type Entry, type Flow, finish, goTo, type Next, pass, type Say } from '../conversation/flow.js';
import { meaningOf } from '../conversation/reading/typed-words.js';
import { isRefused } from './buy/shop.js';
import type { Deps } from './deps.js';
import { changedText, money } from './product-details.js';
import { ownStore, sellingStore } from './seller.js';

/** What is to be done with the product that is meant. */
const Act = z.discriminatedUnion('do', [
  z.object({ do: z.literal('price'), price: z.number() }),
  z.object({ do: z.literal('stock'), stock: z.number().nullable() }),
  z.object({ do: z.literal('back') }),
]);
type Act = z.infer<typeof Act>;

const Turn = z.discriminatedUnion('at', [
  z.object({ at: z.literal('which'), storeId: z.string(), act: Act, productIds: z.array(z.string()) }),
  z.object({ at: z.literal('stock'), storeId: z.string(), productId: z.string() }),
]);
type Turn = z.infer<typeof Turn>;

/** A seller changes a product by one message: `price mango 159`, `sold out lemon`. Asks only which one is meant. */
export const quick: Flow<Turn, Deps> = {
  id: 'quick',
  over: true,
  schema: Turn,
  start: { at: 'which', storeId: '', act: { do: 'back' }, productIds: [] },
  steps: {
    which: {
      async ask({ storeId, productIds }, deps) {
        const store = await ownStore({ storeId }, deps);
        const found = await deps.products.forOrder(store._id, productIds);
        const rows = productIds.flatMap((id) => {
          const product = found.get(id);
          return product ? [{ id: `product:${id}`, label: rowOf(product, store, deps) }] : [];
        });
        return { text: deps.t('quick.which'), choices: rows };
      },
      async accept({ choice }, { storeId, act, productIds }, deps) {
        const productId = productIds.find((id) => choice === `product:${id}`);
        return productId === undefined ? pass() : doIt(act, productId, await ownStore({ storeId }, deps), deps);
      },
    },
    stock: {
      async ask({ storeId, productId }, deps) {
        const { name } = await deps.products.find(await ownStore({ storeId }, deps), productId);
        return {
          text: deps.t('quick.askStock', { product: name }),
          ask: 'count',
          choices: [{ id: 'unlimited', label: deps.t('addProduct.do.unlimited') }],
        };
      },
      async accept({ text, choice }, { storeId, productId }, deps) {
        if (text === undefined && choice !== 'unlimited') return pass();
        const store = await ownStore({ storeId }, deps);
        const stock = text === undefined ? null : parseStock(text);
        const patch = { stock, hidden: false };
        return finish(told(await deps.products.change(store, productId, patch, { key: deps.onceKey }), store, deps));
      },
    },
  },
  entries: [
    word('price', readPriceOf, 'quick.howPrice'),
    word('stock', readStockOf, 'quick.howStock'),
    word('soldOut', (name) => ({ name, act: { do: 'stock', stock: 0 } })),
    word('backIn', (name) => ({ name, act: { do: 'back' } })),
  ],
};

type Meant = { name: string; act: Act };

/** @param how what an example looks like, where a number was missing */
function word(
  quickWord: QuickWord,
  read: (arg: string, store: Store, deps: Deps) => Meant | undefined,
  how?: string,
): Entry<Turn, Deps> {
  return {
    quick: quickWord,
    async open(arg, _, deps) {
      const store = arg === '' ? undefined : await sellingStore(deps);
      if (!store) return pass();
      const meant = read(arg, store, deps);
      if (!meant) return how === undefined ? pass() : finish({ text: deps.t(how) });
      const [only, ...others] = await deps.products.named(store._id, meant.name);
      if (!only) return finish({ text: deps.t('quick.none', { shop: store.name, text: meant.name.slice(0, 60) }) });
      if (others.length === 0) return doIt(meant.act, only._id, store, deps);
      const productIds = [only, ...others].map(({ _id }) => _id);
      return goTo({ at: 'which', storeId: store._id, act: meant.act, productIds });
    },
  };
}

/** The amount stands at the end, with or without a sign of money around it; what is before it is the name. */
const AMOUNT = /^(.*?\S)\s+((?:\p{Sc}|rs\.?|inr)?\s*\p{Nd}[\p{Nd}.,’'٬٫]*(?:\s*(?:\/-|\p{Sc}))?)$/iu;

function readPriceOf(arg: string, store: Store): Meant | undefined {
  const [, name, amount] = AMOUNT.exec(arg) ?? [];
  if (name === undefined || amount === undefined) return undefined;
  return { name, act: { do: 'price', price: parsePrice(amount, store.currency, localeOf(store)) } };
}

function readStockOf(arg: string, _: Store, { words }: Deps): Meant | undefined {
  const typed = arg.split(' ');
  // "no limit" are two words
  for (const length of [1, 2]) {
    const name = typed.slice(0, -length).join(' ');
    if (name !== '' && meaningOf(typed.slice(-length).join(' '), ['unlimited'], words)) {
      return { name, act: { do: 'stock', stock: null } };
    }
  }
  const [, name, count] = /^(.*\S)\s+(?:[x×]\s*)?(\p{Nd}[\p{Nd}.,]*)$/iu.exec(arg) ?? [];
  return name === undefined || count === undefined
    ? undefined
    : { name, act: { do: 'stock', stock: parseStock(count) } };
}

async function doIt(act: Act, productId: string, store: Store, deps: Deps): Promise<Next<Turn>> {
  const once = { key: deps.onceKey };
  if (act.do !== 'back') {
    const patch = act.do === 'price' ? { price: act.price } : { stock: act.stock };
    return finish(told(await deps.products.change(store, productId, patch, once), store, deps));
  }
  try {
    return finish(told(await deps.products.putBack(store, productId, once), store, deps));
  } catch (error) {
    if (!isRefused(error, 'stock_unknown')) throw error;
    return goTo({ at: 'stock', storeId: store._id, productId });
  }
}

const told = (changed: Changed, store: Store, { t }: Deps): Say => ({
  text: changedText(changed, store, t),
  choices: [
    { id: `undo:${changed.changeId}`, label: t('addProduct.do.undo') },
    { id: `manage:${changed.product._id}`, label: t('products.open') },
  ],
});

const rowOf = ({ name, salePrice }: Product, store: Store, { t }: Deps): string =>
  t('products.row', { product: name, price: money(salePrice, store) });
