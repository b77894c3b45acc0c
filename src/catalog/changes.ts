import { isDeepStrictEqual } from 'node:util';
import type { Model } from 'mongoose';
import type { Clock } from '../platform/clock.js';
import { readableCode } from '../platform/ids.js';
import { checkOnce, type Once } from '../platform/once.js';
import { notFound, Refusal } from '../platform/refusal.js';
import type { Store } from '../stores/model.js';
import type { Categories } from './categories.js';
import { categoryKey, searchText } from './folding.js';
import { type Change, type KeptProduct, type Product, type ProductFields, toProduct } from './model.js';
import { checkProduct, looksDifferent, mrpFor, type ProductPatch } from './rules.js';
import { createUndo } from './undo.js';
import type { Write } from './write.js';

/** What came of a change: `changeId` undoes it, `before` has the former values of what it changed. */
export type Changed = { product: Product; changeId: string; before: Partial<ProductFields> };

export type ChangesDeps = { model: Model<KeptProduct>; categories: Categories; write: Write; clock: Clock };

/** A repetition or an undo comes soon after; so many changes later both are forgotten. */
export const CHANGES_KEPT = 10;

/** What changes products that are there. */
export function createChanges({ model, categories, write, clock }: ChangesDeps) {
  /** Writes what `change` makes of the product, and keeps what it was before. The same once-key changes it once. */
  const apply = (
    store: Store,
    productId: string,
    once: Once | undefined,
    change: (now: Product, changes: readonly Change[]) => Product | Promise<Product>,
  ): Promise<Changed> =>
    write(store._id, async (session) => {
      const kept = await model.findOne({ _id: productId, storeId: store._id }, null, { session }).lean<KeptProduct>();
      const first = once && kept?.changes.find((known) => known.once?.key === once.key);
      if (kept && first) {
        checkOnce(first.once, once);
        return { result: { product: toProduct(kept), changeId: first.id, before: first.before }, seen: false };
      }
      if (!kept || kept.deleted) throw notFound('product');
      const product = await change(toProduct(kept), kept.changes);
      const difference = differenceOf(toProduct(kept), product);
      const entry: Change = {
        id: `${productId}-${readableCode(8)}`,
        at: clock.now(),
        ...difference,
        ...(once && { once }),
      };
      await model.updateOne(
        { _id: productId },
        {
          $set: { ...difference.after, search: searchText(product) },
          $push: { changes: { $each: [entry], $slice: -CHANGES_KEPT } },
        },
        { session },
      );
      const result = { product, changeId: entry.id, before: difference.before };
      return { result, seen: looksDifferent(toProduct(kept), product) };
    });

  return {
    /**
     * Changes what `patch` names, at once. The rules hold for the product as it is after that.
     * @throws Refusal `no_product` (404), what breaks a rule of `checkProduct` (422), `idempotency_key_reused` (422)
     */
    change: (store: Store, productId: string, patch: ProductPatch, once?: Once): Promise<Changed> =>
      apply(store, productId, once, async (now) => {
        const { photo = now.photo, hidden = now.hidden, description = now.description, stock = now.stock } = patch;
        const { price } = patch;
        const { name = now.name, salePrice = price ?? now.salePrice } = patch;
        const { mrp = price === undefined ? now.mrp : mrpFor(price, now) } = patch;
        const { category: wanted = now.category } = patch;
        const fields = { name, description: description ?? '', mrp, salePrice, category: wanted, stock };
        const checked = checkProduct(fields);
        const moved = categoryKey(checked.category) !== categoryKey(now.category);
        const category = moved && (await categories.ensure(store._id, checked.category));
        return {
          ...now,
          ...checked,
          photo,
          hidden,
          category: category ? category.name : now.category,
          categoryId: category ? category._id : now.categoryId,
        };
      }),

    /**
     * Takes a product away, from buyers and from the seller's list; orders and carts still know its name. It can be
     * undone as a change can, and then is gone for good.
     * @throws Refusal `no_product` (404), `idempotency_key_reused` (422)
     */
    remove: (store: Store, productId: string, once?: Once): Promise<Changed> =>
      apply(store, productId, once, (now) => ({ ...now, deleted: true })),

    /**
     * Sells a product again that was said to be sold out: with as many pieces as it had then, and shown. What orders
     * sold out has none that are known.
     * @throws Refusal `stock_unknown` (409, `name`) when how many there are has to be said; `no_product` (404)
     */
    putBack: (store: Store, productId: string, once?: Once): Promise<Changed> =>
      apply(store, productId, once, (now, changes) => {
        if (now.stock !== 0) return { ...now, hidden: false };
        const soldOut = changes.findLast(({ after, undone }) => after.stock === 0 && !undone);
        if (soldOut?.before.stock === undefined) throw new Refusal('stock_unknown', 409, { name: now.name });
        return { ...now, hidden: false, stock: soldOut.before.stock };
      }),

    ...createUndo({ model, write, clock }),
  };
}

/** What changed, as a change is kept. */
export function differenceOf(before: Product, after: Product): Pick<Change, 'before' | 'after'> {
  const fields = (Object.keys(after) as (keyof Product)[]).filter(
    (field) => !isDeepStrictEqual(before[field], after[field]),
  );
  const of = (product: Product) => Object.fromEntries(fields.map((field) => [field, product[field]]));
  return { before: of(before), after: of(after) };
}
