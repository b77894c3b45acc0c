import { isDeepStrictEqual } from 'node:util';
import type { Once } from '../platform/once.js';
import { notFound, Refusal } from '../platform/refusal.js';
import type { Store } from '../stores/model.js';
import type { LastChange } from '../stores/undo.js';
import type { ChangesDeps } from './changes.js';
import { searchText } from './folding.js';
import { type Change, type KeptProduct, type Product, toProduct } from './model.js';
import { looksDifferent } from './rules.js';

/** How long a change can be taken back. */
export const UNDO_MINUTES = 10;

/** More changes than a seller makes in ten minutes. */
const LOOKED_THROUGH = 50;

/** Takes changes back. */
export function createUndo({ model, write, clock }: Omit<ChangesDeps, 'categories'>) {
  const oldest = (): Date => new Date(clock.now().getTime() - UNDO_MINUTES * 60_000);

  /**
   * Puts back what one change replaced, or removes the product when the id is its own. Doing it again changes
   * nothing, so the id is all the once-key it needs.
   * @param changeId of `change`, or the id of a product that was added
   * @throws Refusal `no_change` (404), `undo_too_late` (409, after 10 minutes), `undo_overtaken` (409, when what it
   *   changed was changed again, by an order too)
   */
  const undo = (store: Store, changeId: string, once?: Once): Promise<Product> =>
    write(store._id, async (session) => {
      const productId = changeId.slice(0, 24);
      const kept = await model.findOne({ _id: productId, storeId: store._id }, null, { session }).lean<KeptProduct>();
      const change = kept && (changeId === kept._id ? adding(kept) : kept.changes.find(({ id }) => id === changeId));
      if (!change) throw notFound('change');
      const now = toProduct(kept);
      if (change.undone) return { result: now, seen: false };
      if (change.at < oldest()) throw new Refusal('undo_too_late', 409, { minutes: UNDO_MINUTES });
      const product: Product = { ...now, ...change.before };
      if (isOvertaken(now, change, product)) throw new Refusal('undo_overtaken', 409, { name: now.name });
      const by = once && { undoneBy: once.key };
      const changes = kept.changes.map((known) => (known.id === changeId ? { ...known, undone: true, ...by } : known));
      await model.updateOne(
        { _id: productId },
        { $set: { ...change.before, search: searchText(product), changes, ...(changeId === kept._id && by) } },
        { session },
      );
      return { result: product, seen: looksDifferent(now, product) };
    });

  /** What this key took back already, else what was changed or added last and still can be. */
  async function lastChange(storeId: string, once: Once): Promise<LastChange | undefined> {
    const [changed, added] = await Promise.all([
      model
        .find({ storeId, 'changes.at': { $gte: oldest() } })
        .limit(LOOKED_THROUGH)
        .lean<KeptProduct[]>(),
      model
        .find({ storeId, createdAt: { $gte: oldest() } })
        .sort({ _id: -1 })
        .limit(LOOKED_THROUGH)
        .lean<KeptProduct[]>(),
    ]);
    const entries = [
      ...changed.flatMap(({ changes }) => changes.filter(({ at }) => at >= oldest())),
      ...added.map((kept) => ({ ...adding(kept), ...(kept.undoneBy && { undoneBy: kept.undoneBy }) })),
    ].sort((one, other) => other.at.getTime() - one.at.getTime());
    const repeated = entries.find(({ undoneBy }) => undoneBy === once.key);
    const last = repeated ?? entries.find(({ undone }) => !undone);
    return last && { id: last.id, at: last.at, isRepeated: repeated !== undefined };
  }

  return { undo, lastChange };
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
  (now.deleted && after.deleted !== true) ||
  restored.salePrice > restored.mrp ||
  (Object.keys(after) as (keyof typeof after)[]).some((field) => !isDeepStrictEqual(now[field], after[field]));
