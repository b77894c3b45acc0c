import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { type Db, isDuplicateKey } from '../platform/mongo.js';
import { checkOnce, keepOnce, type Once } from '../platform/once.js';
import type { Store } from '../stores/model.js';
import { createCategories } from './categories.js';
import { createChanges } from './changes.js';
import { createFinding } from './finding.js';
import { searchText } from './folding.js';
import { createMany } from './many.js';
import { defineProduct, type KeptProduct, type Product, toProduct } from './model.js';
import { checkProduct, type ProductDraft } from './rules.js';
import { type Announce, createWrite } from './write.js';

export type ProductsDeps = { db: Db; clock: Clock; announce?: Announce };

export type Products = ReturnType<typeof createProducts>;

/**
 * What the stores sell. The verbs take a store that was checked to be the caller's. What a buyer can see makes the
 * store's catalog version grow in the same transaction, and is announced after it.
 */
export function createProducts({ db, clock, announce = () => undefined }: ProductsDeps) {
  const model = defineProduct(db);
  const categories = createCategories({ db });
  const write = createWrite({ db, announce });

  async function ofOnce(store: Store, once: Once): Promise<Product | undefined> {
    const kept = await model.findOne({ 'once.by': store.accountId, 'once.key': once.key }).lean<KeptProduct>();
    if (kept) checkOnce(kept.once, once);
    return kept ? toProduct(kept) : undefined;
  }

  /**
   * Puts a product up for sale at once. To undo it, give its id to `undo`.
   * @throws Refusal (422) for what breaks a rule of `checkProduct`, `idempotency_key_reused`
   */
  async function add(store: Store, draft: ProductDraft, once?: Once): Promise<Product> {
    const first = once && (await ofOnce(store, once));
    if (first) return first;
    const checked = checkProduct({ ...draft, description: draft.description ?? '', stock: draft.stock ?? null });
    const category = await categories.ensure(store._id, checked.category);
    const product: Product = {
      _id: newId(),
      storeId: store._id,
      ...checked,
      categoryId: category._id,
      category: category.name,
      photo: draft.photo ?? null,
      hidden: false,
      deleted: false,
      createdAt: clock.now(),
    };
    const kept = { ...product, search: searchText(product), changes: [], ...keepOnce(store.accountId, once) };
    try {
      return await write(store._id, async (session) => {
        await model.create([kept], { session });
        return { result: product, seen: true };
      });
    } catch (error) {
      const other = once && isDuplicateKey(error, 'once.key') && (await ofOnce(store, once));
      if (other) return other;
      throw error;
    }
  }

  return {
    add,
    ...createChanges({ model, categories, write, clock }),
    ...createMany({ model, categories, write, clock }),
    ...createFinding({ model }),
  };
}
