import type { Model } from 'mongoose';
import type { Clock } from '../platform/clock.js';
import { newId, readableCode } from '../platform/ids.js';
import type { Session } from '../platform/mongo.js';
import type { Refusal } from '../platform/refusal.js';
import type { Store } from '../stores/model.js';
import type { Categories } from './categories.js';
import { CHANGES_KEPT, differenceOf } from './changes.js';
import { categoryKey, searchText } from './folding.js';
import { AS_PRODUCT, type Category, type Change, type KeptProduct, type Product } from './model.js';
import { type Judged, judgeRow, type ProductRow, rowKey } from './product-rows.js';
import { looksDifferent } from './rules.js';
import type { Write } from './write.js';

/** What became of a line. */
export type RowOutcome = { line: number } & (
  | { kind: 'added' | 'changed' | 'unchanged' }
  | { kind: 'left'; refusal: Refusal }
);

/**
 * Writes beside the products, in the same transaction, what came of the lines; may run more than once. False: somebody
 * else has done it already, and nothing of this is to be.
 */
export type KeepOutcomes = (session: Session, outcomes: readonly RowOutcome[]) => Promise<boolean>;

/** Ends a transaction whose work was done by another. */
class DoneAlready extends Error {}

/** What puts many products into a store, or changes them, at once. */
export function createMany(deps: { model: Model<KeptProduct>; categories: Categories; write: Write; clock: Clock }) {
  const { model, categories, write, clock } = deps;

  async function judge(
    storeId: string,
    rows: readonly ProductRow[],
    defaultCategory: string,
    session: Session | null,
  ): Promise<Judged[]> {
    const wanted = new Set(rows.map(({ name }) => rowKey(name)));
    const names = await model
      .find({ storeId, deleted: false }, { name: 1 }, { session })
      .lean<Pick<Product, '_id' | 'name'>[]>();
    const ids = names.filter(({ name }) => wanted.has(rowKey(name))).map(({ _id }) => _id);
    const found = await model.find({ _id: { $in: ids } }, AS_PRODUCT, { session }).lean<Product[]>();
    const byName = new Map<string, Product[]>();
    for (const product of found) {
      const key = rowKey(product.name);
      byName.set(key, [...(byName.get(key) ?? []), product]);
    }
    return rows.map((row) => judgeRow(row, byName.get(rowKey(row.name)) ?? [], defaultCategory));
  }

  /** The product as a line leaves it. */
  async function after(
    store: Store,
    judged: Extract<Judged, { fields: unknown }>,
    category: (name: string) => Promise<Category>,
  ): Promise<Product> {
    const { fields } = judged;
    if (judged.kind === 'new') {
      const { _id: categoryId, name } = await category(fields.category);
      const made = { _id: newId(), storeId: store._id, photo: null, hidden: false, deleted: false };
      return { ...made, ...fields, categoryId, category: name, createdAt: clock.now() };
    }
    const { product } = judged;
    const stays = categoryKey(fields.category) === categoryKey(product.category);
    const { _id: categoryId, name } = stays
      ? { _id: product.categoryId, name: product.category }
      : await category(fields.category);
    return { ...product, ...fields, categoryId, category: name };
  }

  const updateOf = (before: Product, now: Product) => {
    const difference = differenceOf(before, now);
    const entry: Change = { id: `${now._id}-${readableCode(8)}`, at: clock.now(), ...difference };
    const update = {
      $set: { ...difference.after, search: searchText(now) },
      $push: { changes: { $each: [entry], $slice: -CHANGES_KEPT } },
    };
    return { updateOne: { filter: { _id: now._id }, update } };
  };

  return {
    /** What each line would do to the store as it is now. Changes nothing. */
    judgeRows: (store: Store, rows: readonly ProductRow[], defaultCategory: string): Promise<Judged[]> =>
      judge(store._id, rows, defaultCategory, null),

    /**
     * Adds and changes what the lines say, all in one transaction with `record`; a line that breaks a rule by now is
     * left out. Buyers see one new version of the catalog.
     * @returns undefined when `record` said that it was done already; then nothing was
     */
    async applyRows(
      store: Store,
      rows: readonly ProductRow[],
      defaultCategory: string,
      record: KeepOutcomes,
    ): Promise<RowOutcome[] | undefined> {
      const known = new Map<string, Promise<Category>>();
      const category = (name: string): Promise<Category> => {
        const key = categoryKey(name);
        const made = known.get(key) ?? categories.ensure(store._id, name);
        known.set(key, made);
        return made;
      };
      try {
        return await write(
          store._id,
          async (session) => {
            const outcomes: RowOutcome[] = [];
            const added: KeptProduct[] = [];
            const updates: ReturnType<typeof updateOf>[] = [];
            let seen = false;
            for (const judged of await judge(store._id, rows, defaultCategory, session)) {
              const { line } = judged.row;
              if (judged.kind === 'wrong') outcomes.push({ line, kind: 'left', refusal: judged.refusal });
              else if (judged.kind === 'unchanged') outcomes.push({ line, kind: 'unchanged' });
              else {
                const now = await after(store, judged, category);
                outcomes.push({ line, kind: judged.kind === 'new' ? 'added' : 'changed' });
                if (judged.kind === 'new') added.push({ ...now, search: searchText(now), changes: [] });
                else updates.push(updateOf(judged.product, now));
                seen ||= judged.kind === 'new' || looksDifferent(judged.product, now);
              }
            }
            if (!(await record(session, outcomes))) throw new DoneAlready();
            if (added.length > 0) await model.insertMany(added, { session });
            if (updates.length > 0) await model.bulkWrite(updates, { session });
            return { result: outcomes, seen };
          },
          true,
        );
      } catch (error) {
        if (error instanceof DoneAlready) return undefined;
        throw error;
      }
    },
  };
}
