import { isDeepStrictEqual } from 'node:util';
import type { Model } from 'mongoose';
import type { Once } from '../platform/once.js';
import { notFound, Refusal } from '../platform/refusal.js';
import { type ChangeDeps, changed, type StoreChanged, write } from './change.js';
import type { FieldsThen, KeptChange, KeptStore, StoreFields } from './model.js';

/** How long a change can be taken back. */
export const UNDO_MINUTES = 10;

/**
 * Puts back what a change replaced, while it still holds. Its id is all the once-key it needs; `before` of the answer is
 * what was taken back.
 */
export async function undoChange(
  model: Model<KeptStore>,
  { accountId, changeId, once }: { accountId: string; changeId: string; once?: Once | undefined },
  { now, announce }: Omit<ChangeDeps, 'once'>,
): Promise<StoreChanged> {
  const storeId = storeOfChange(changeId);
  for (;;) {
    const kept = await model.findOne({ _id: storeId, accountId }).lean<KeptStore>();
    if (!kept) throw notFound('change');
    const { change, isUndone } = checkUndo(kept, changeId, now);
    const back = undoing(change);
    if (isUndone) return changed(kept, back);
    // a currency has every price with it
    if (change.after?.currency !== undefined) throw notFound('change');
    const written = await write(model, kept, back, { changes: undoneIn(kept, changeId, once) });
    if (!written) continue;
    announce(written._id);
    return changed(written, back);
  }
}

/** The id of the store that a change was of; no store has the empty one. */
export const storeOfChange = (changeId: string): string => /^store\.([0-9a-f]{24})-/.exec(changeId)?.[1] ?? '';

/**
 * The change, if it can be taken back.
 * @throws Refusal `no_change` (404), `undo_too_late`, `undo_overtaken` (409)
 */
export function checkUndo(kept: KeptStore, changeId: string, now: Date): { change: KeptChange; isUndone: boolean } {
  const change = kept.changes?.find(({ id }) => id === changeId);
  if (!change?.at || change.rounded) throw notFound('change');
  if (change.undone) return { change, isUndone: true };
  if (now.getTime() - change.at.getTime() > UNDO_MINUTES * 60_000) {
    throw new Refusal('undo_too_late', 409, { minutes: UNDO_MINUTES });
  }
  if (isOvertaken(kept, change.after ?? {})) throw new Refusal('undo_overtaken', 409, { name: kept.name });
  return { change, isUndone: false };
}

/** The same change the other way round. */
export const undoing = ({ before = {}, after = {} }: KeptChange): KeptChange => ({ before: after, after: before });

/** The last changes, with this one taken back. */
export const undoneIn = ({ changes = [] }: KeptStore, changeId: string, once?: Once): KeptChange[] =>
  changes.map((known) =>
    known.id === changeId ? { ...known, undone: true, ...(once && { undoneBy: once.key }) } : known,
  );

/** What was changed last and can be taken back, or what this key took back already. */
export type LastChange = { id: string; at: Date; isRepeated: boolean };

export function lastChangeOf({ changes = [] }: KeptStore, now: Date, once: Once): LastChange | undefined {
  const oldest = now.getTime() - UNDO_MINUTES * 60_000;
  const repeated = changes.findLast(({ undoneBy }) => undoneBy === once.key);
  const found = repeated ?? changes.findLast(({ id, undone, rounded }) => id !== undefined && !undone && !rounded);
  if (!found?.id || !found.at || found.at.getTime() < oldest) return undefined;
  return { id: found.id, at: found.at, isRepeated: repeated !== undefined };
}

const isOvertaken = (kept: KeptStore, after: FieldsThen): boolean =>
  (Object.keys(after) as (keyof StoreFields)[]).some(
    (field) => !isDeepStrictEqual(kept[field] ?? null, after[field] ?? null),
  );
