import { isDeepStrictEqual } from 'node:util';
import type { Once } from '../platform/once.js';
import { notFound, Refusal } from '../platform/refusal.js';
import type { Store } from '../stores/model.js';
import type { ChangesDeps } from './changes.js';
import { searchText } from './folding.js';
import { type Change, type KeptProduct, type Product, toProduct } from './model.js';
import { looksDifferent } from './rules.js';

/** How long a change can be taken back. */
export const UNDO_MINUTES = 10;

/** Takes one change back. */
export function createUndo({ model, write, clock }: Omit<ChangesDeps, 'categories'>) {
  /**
   * Puts back what one change replaced, or removes the product when the id is its own. Doing it again changes
   * nothing, so the id is all the once-key it needs.
   * @param changeId of `change`, or the id of a product that was added
   * @throws Refusal `no_change` (404), `undo_too_late` (409, after 10 minutes), `undo_overtaken` (409, when what it
   *   changed was changed again, by an order too)
   */
  return (store: Store, changeId: string, _once?: Once): Promise<Product> =>
    write(store._id, async (session) => {
      const productId = changeId.slice(0, 24);
      const kept = await model.findOne({ _id: productId, storeId: store._id }, null, { session }).lean<KeptProduct>();
      const change = kept && (changeId === kept._id ? adding(kept) : kept.changes.find(({ id }) => id === changeId));
      if (!change) throw notFound('change');
      const now = toProduct(kept);
      if (change.undone) return { result: now, seen: false };
      if (clock.now().getTime() - change.at.getTime() > UNDO_MINUTES * 60_000) {
        throw new Refusal('undo_too_late', 409, { minutes: UNDO_MINUTES });
      }
      const product: Product = { ...now, ...change.before };
      if (isOvertaken(now, change, product)) throw new Refusal('undo_overtaken', 409, { name: now.name });
      const changes = kept.changes.map((known) => (known.id === changeId ? { ...known, undone: true } : known));
      await model.updateOne(
        { _id: productId },
        { $set: { ...change.before, search: searchText(product), changes } },
        { session },
      );
      return { result: product, seen: looksDifferent(now, product) };
    });
}

/** That a product was added, as a change: before it, there was none. */
const adding = (kept: KeptProduct): Change => ({
  id: kept._id,
  at: kept.createdAt,
  before: { deleted: true },
  after: {},
  undone: kept.deleted,
});

const isOvertaken = (now: Product, { after }: Change, restored: Product): boolean =>
  now.deleted ||
  restored.salePrice > restored.mrp ||
  (Object.keys(after) as (keyof typeof after)[]).some((field) => !isDeepStrictEqual(now[field], after[field]));
