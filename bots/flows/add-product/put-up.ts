import type { Product } from '../../../src/catalog/model.js';
import { checkProduct } from '../../../src/catalog/rules.js';
import { Refusal } from '../../../src/platform/refusal.js';
import type { Store } from '../../../src/stores/model.js';
import { finish, goTo, type Next, type Say } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import { money } from '../product-details.js';
import { isReady } from './drafts.js';
import type { Batch, Detail, Draft, Shelf, Turn, Typed } from './turn.js';
import { albumText, isComing, liveText, shelfChoices, whenAllIsHere } from './wording.js';

/** What a product does without when it breaks a rule; without its name it has to wait. */
const SPARED = ['category', 'stock', 'description'] as const;

type Ready = Draft & { typed: { name: string; salePrice: number } };

/** Puts up what is complete, at once, and asks for the first thing that is missing. */
export async function putUp(batch: Batch, store: Store, deps: Deps, say: Say[] = []): Promise<Next<Turn>> {
  const sold: { product: Product; typed: Typed }[] = [];
  const open: Draft[] = [];
  for (const [index, draft] of batch.drafts.entries()) {
    const outcome = isReady(draft) ? await sell(draft, `${deps.onceKey}.${index}`, store, deps) : draft;
    if ('product' in outcome) sold.push({ product: outcome.product, typed: draft.typed });
    else open.push('draft' in outcome ? outcome.draft : outcome);
    if ('reasons' in outcome) say.push(...outcome.reasons);
  }
  const rows = sold.map(({ product: { _id, name, salePrice } }) => ({
    productId: _id,
    name,
    price: money(salePrice, store),
  }));
  const now = { ...batch, drafts: open, added: [...batch.added, ...rows] };
  if (open.length > 0 || now.lines.length > 0) return goTo(questionFor(now), ...say);
  if (now.added.length === 0) return finish(...say, { text: deps.t('addProduct.leftOut') });

  const only = now.added.length === 1 ? sold[0] : undefined;
  const newest = sold.at(-1)?.product;
  const shelf: Shelf = {
    storeId: now.storeId,
    added: now.added,
    said: only ? saidOf(only.typed, only.product) : [],
    ...(newest && { undo: newest._id }),
    since: now.since,
  };
  const { t } = deps;
  if (only) return goTo({ ...shelf, at: 'added' }, ...say, { text: liveText(only.product, store, t) });
  const summary = { text: albumText(now.added, t), choices: shelfChoices(shelf, t) };
  return goTo({ ...shelf, at: 'added' }, ...say, isComing(now, deps.now) ? whenAllIsHere(summary) : summary);
}

/** The first thing to ask: which reading is meant, then what is missing, then what has no photo. */
function questionFor(batch: Batch): Turn {
  const [first, second] = batch.drafts;
  const unclear = batch.drafts.find(({ readings }) => readings);
  if (unclear) {
    const others = batch.drafts.filter((draft) => draft !== unclear);
    return { ...batch, drafts: [unclear, ...others], at: 'reading' };
  }
  if (!first) return { ...batch, at: 'lines' };
  if (second) return { ...batch, at: 'sheet' };
  if (first.typed.name !== undefined) return { ...batch, at: 'price' };
  return { ...batch, at: first.typed.salePrice === undefined ? 'details' : 'name' };
}

type Sold = { product: Product; reasons: Say[] } | { draft: Draft; reasons: Say[] };

async function sell({ photo, typed }: Ready, key: string, store: Store, { products, t }: Deps): Promise<Sold> {
  const { wanted, reasons } = spare(typed, t);
  const { name, salePrice } = wanted;
  if (name === undefined || salePrice === undefined) return { draft: { photo, typed: wanted }, reasons };
  const category = wanted.category ?? (await products.lastCategory(store._id)) ?? t('addProduct.defaultCategory');
  const draft = { ...wanted, name, salePrice, mrp: wanted.mrp ?? salePrice, category, photo };
  return { product: await products.add(store, draft, { key }), reasons };
}

/**
 * Takes out what breaks a rule, and says so. Looked at before the verb is called, since the verb does not look again
 * when it is called with the same key.
 */
function spare({ name, salePrice, ...typed }: Ready['typed'], t: Deps['t']): { wanted: Typed; reasons: Say[] } {
  const wanted = { ...typed };
  const reasons: Say[] = [];
  for (;;) {
    const { mrp = salePrice, description = '', category = t('addProduct.defaultCategory'), stock = null } = wanted;
    try {
      checkProduct({ name, salePrice, mrp, description, category, stock });
      return { wanted: { ...wanted, name, salePrice }, reasons };
    } catch (error) {
      const field = error instanceof Refusal ? error.errors[0]?.path : undefined;
      if (!(error instanceof Refusal) || !field) throw error;
      reasons.push({ text: t(`refusals.${error.code}`, error.params) });
      if (field === 'name') return { wanted: { ...wanted, salePrice }, reasons };
      const spared = SPARED.find((one) => one === field && wanted[one] !== undefined);
      if (!spared) throw error;
      delete wanted[spared];
    }
  }
}

const saidOf = ({ mrp, category, description, stock }: Typed, { photo }: Product): Detail[] => [
  ...(mrp === undefined ? [] : ['mrp' as const]),
  ...(category === undefined ? [] : ['category' as const]),
  ...(description === undefined ? [] : ['describe' as const]),
  ...(stock === undefined ? [] : ['stock' as const]),
  ...(photo === null ? [] : ['photo' as const]),
];
