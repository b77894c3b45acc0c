import type { Products } from '../catalog/products.js';
import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { type Db, isDuplicateKey } from '../platform/mongo.js';
import { checkOnce, keepOnce, type Once } from '../platform/once.js';
import { notFound, Refusal } from '../platform/refusal.js';
import type { Texts } from '../platform/texts.js';
import type { Store } from '../stores/model.js';
import type { Stores } from '../stores/service.js';
import { createApply } from './applying.js';
import { findingsOf } from './findings.js';
import { PART } from './limits.js';
import { defineImport, defineImportPart, type Import } from './model.js';
import { readTable } from './reading/read-table.js';
import type { TellImport } from './telling.js';

export type ImportsDeps = {
  db: Db;
  products: Products;
  stores: Pick<Stores, 'byId'>;
  texts: Pick<Texts, 't'>;
  clock: Clock;
  /** Tells whoever sent the file how it goes. */
  tell: TellImport;
  /** Queues the work on an import; must neither throw nor be waited for. */
  nudge(importId: string): void;
};

export type Imports = ReturnType<typeof createImports>;

const DAY_MS = 86_400_000;
/** A preview is good for a day; what was applied can be looked at for a week. */
const KEPT_MS = DAY_MS;
const APPLIED_KEPT_MS = 7 * DAY_MS;
/** An import that nobody has worked on for so long is queued again. */
const STALE_MS = 3000;

/** Products that come as a file: checked line by line, shown, and applied as a job once the seller says yes. */
export function createImports(deps: ImportsDeps) {
  const { db, products, texts, clock, nudge } = deps;
  const model = defineImport(db);
  const parts = defineImportPart(db);
  const after = (ms: number): Date => new Date(clock.now().getTime() + ms);

  async function ofOnce(accountId: string, once: Once): Promise<Import | undefined> {
    const kept = await model.findOne({ 'once.by': accountId, 'once.key': once.key }).lean<Import>();
    if (kept) checkOnce(kept.once, once);
    return kept ?? undefined;
  }

  async function own(accountId: string, importId: string): Promise<Import> {
    const kept = await model.findOne({ _id: importId, accountId }).lean<Import>();
    if (!kept) throw notFound('import');
    return kept;
  }

  return {
    /**
     * Checks a file against a store and keeps what it would do, for a day. Nothing changes yet.
     * @param contactId who is told how it goes, once it is applied
     * @throws Refusal what is wrong with the file as a whole, see `readTable`; `idempotency_key_reused` (422)
     */
    async preview(store: Store, bytes: Buffer, { contactId }: { contactId?: string } = {}, once?: Once) {
      const first = once && (await ofOnce(store.accountId, once));
      if (first) return first;
      const table = readTable(bytes, store);
      const defaultCategory =
        (await products.lastCategory(store._id)) ?? texts.t(store.language)('addProduct.defaultCategory');
      const findings = findingsOf(await products.judgeRows(store, table.rows, defaultCategory), table);
      const { rows, ...seen } = findings;
      const now = clock.now();
      const expireAt = after(KEPT_MS);
      const made: Import = {
        _id: newId(),
        storeId: store._id,
        accountId: store.accountId,
        ...(contactId && { contactId }),
        state: 'previewed',
        total: rows.length,
        next: 0,
        ...seen,
        ignored: table.ignored,
        defaultCategory,
        applied: { added: 0, changed: 0, unchanged: 0 },
        leftOut: [],
        ...keepOnce(store.accountId, once),
        ...{ createdAt: now, updatedAt: now, expireAt },
      };
      const portions = Array.from({ length: Math.ceil(rows.length / PART) }, (_, n) => ({
        _id: `${made._id}.${n}`,
        rows: rows.slice(n * PART, (n + 1) * PART),
        expireAt,
      }));
      // first the lines: an import that can be found is whole
      if (portions.length > 0) await parts.insertMany(portions);
      try {
        await model.create([made]);
        return made;
      } catch (error) {
        const other = once && isDuplicateKey(error, 'once.key') && (await ofOnce(store.accountId, once));
        if (other) return other;
        throw error;
      }
    },

    /**
     * Begins to apply what was checked. Saying it again changes nothing.
     * @throws Refusal `no_import` (404, also after a day), `import_stopped` (409)
     */
    async apply(accountId: string, importId: string): Promise<Import> {
      const kept = await own(accountId, importId);
      if (kept.state === 'cancelled') throw new Refusal('import_stopped', 409);
      if (kept.state !== 'previewed') return kept;
      const expireAt = after(APPLIED_KEPT_MS);
      await parts.updateMany({ _id: { $gte: `${importId}.`, $lt: `${importId}/` } }, { $set: { expireAt } });
      // nothing to do is done at once
      const state = kept.total === 0 ? 'done' : 'applying';
      await model.updateOne(
        { _id: importId, state: 'previewed' },
        { $set: { state, expireAt, updatedAt: clock.now() } },
      );
      if (state === 'applying') nudge(importId);
      return own(accountId, importId);
    },

    /** Says that an import is not wanted after all; one that is under way goes on. @throws Refusal `no_import` (404) */
    async cancel(accountId: string, importId: string): Promise<Import> {
      await model.updateOne({ _id: importId, accountId, state: 'previewed' }, { $set: { state: 'cancelled' } });
      return own(accountId, importId);
    },

    /** @throws Refusal `no_import` (404), also when it is somebody else's */
    own,

    ...createApply({ ...deps, model, parts }),

    /** Imports under way that nobody works on; at most `limit`. */
    async stale(limit: number): Promise<string[]> {
      const found = await model
        .find({ state: 'applying', updatedAt: { $lt: after(-STALE_MS) } }, { _id: 1 })
        .sort({ updatedAt: 1 })
        .limit(limit)
        .lean<{ _id: string }[]>();
      return found.map(({ _id }) => _id);
    },
  };
}
