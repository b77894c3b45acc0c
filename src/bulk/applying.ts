import type { Model } from 'mongoose';
import type { RowOutcome } from '../catalog/many.js';
import type { Products } from '../catalog/products.js';
import type { Clock } from '../platform/clock.js';
import type { Stores } from '../stores/service.js';
import { PART } from './limits.js';
import type { Import, ImportPart } from './model.js';
import { type WrongLine, wrongLine } from './reading/read-table.js';
import type { TellImport } from './telling.js';

/** Who waits no longer than this is told nothing in between, and others not more often. */
const QUIET_MS = 3000;

/** The work on an import, portion by portion. */
export function createApply(deps: {
  model: Model<Import>;
  parts: Model<ImportPart>;
  products: Pick<Products, 'applyRows'>;
  stores: Pick<Stores, 'byId'>;
  clock: Clock;
  tell: TellImport;
}) {
  const { model, parts, products, stores, clock, tell } = deps;
  const progress = { applied: 1, next: 1, total: 1, state: 1, storeId: 1, contactId: 1, defaultCategory: 1 } as const;
  type Progress = Pick<Import, keyof typeof progress | '_id'>;
  const look = (importId: string): Promise<Progress | null> =>
    model.findById(importId, progress).lean<Progress>().exec();

  /** Applies the next portion. The lines and the count of them are one transaction, whoever else tries it now. */
  async function step({ _id, next, storeId, defaultCategory }: Progress, part: number): Promise<void> {
    const portion = await parts.findById(`${_id}.${part}`).lean<ImportPart>();
    const rows = portion?.rows ?? [];
    if (rows.length === 0) throw new Error(`portion ${part} of import ${_id} is gone`);
    const store = await stores.byId(storeId);
    await products.applyRows(store, rows, defaultCategory, async (session, outcomes) => {
      const kept = await model.updateOne(
        { _id, state: 'applying', next },
        {
          $set: { next: next + rows.length, updatedAt: clock.now() },
          $inc: {
            'applied.added': countOf(outcomes, 'added'),
            'applied.changed': countOf(outcomes, 'changed'),
            'applied.unchanged': countOf(outcomes, 'unchanged'),
          },
          $push: { leftOut: { $each: outcomes.flatMap(leftOut) } },
        },
        { session },
      );
      return kept.matchedCount === 1;
    });
  }

  return {
    /**
     * Applies what is left of an import and tells of it. May be killed at any moment, run again, and run in two
     * processes at once: each line is applied once.
     */
    async run(importId: string): Promise<void> {
      let toldAt = clock.now().getTime();
      for (;;) {
        const now = await look(importId);
        if (now?.state !== 'applying') return;
        if (now.next >= now.total) break;
        const percent = Math.floor((now.next / now.total) * 4) * 25;
        if (percent > 0 && clock.now().getTime() - toldAt > QUIET_MS) {
          await tell.progress(now, percent);
          toldAt = clock.now().getTime();
        }
        await step(now, Math.floor(now.next / PART));
      }
      const whole = await model.findById(importId).lean<Import>();
      if (!whole) return;
      // said before it is noted: killed in between it is said again, under the same id
      await tell.done(whole);
      await model.updateOne({ _id: importId, state: 'applying' }, { $set: { state: 'done', updatedAt: clock.now() } });
    },
  };
}

const countOf = (outcomes: readonly RowOutcome[], kind: RowOutcome['kind']): number =>
  outcomes.filter((one) => one.kind === kind).length;

const leftOut = (one: RowOutcome): WrongLine[] => (one.kind === 'left' ? [wrongLine(one.line, one.refusal)] : []);
