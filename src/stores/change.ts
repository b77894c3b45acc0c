import type { Model } from 'mongoose';
import { checkOnce, type Once } from '../platform/once.js';
import { notFound } from '../platform/refusal.js';
import { type KeptStore, type Store, toStore } from './model.js';
import type { StoreChange } from './rules.js';

/** A repetition comes soon after; so many changes later its key is forgotten. */
const KEYS_KEPT = 20;

/**
 * Writes what differs and makes the catalog version grow in the same update: everything of a store is seen by buyers.
 * The once-key is kept with it, so that a repetition does not undo what was changed in between.
 * @param announce told of the store after a change that differed
 * @throws Refusal `no_store` (404), `idempotency_key_reused` (422)
 */
export async function changeStore(
  model: Model<KeptStore>,
  { accountId, storeId }: { accountId: string; storeId: string },
  change: StoreChange,
  once: Once | undefined,
  announce: (storeId: string) => void,
): Promise<Store> {
  const whose = { _id: storeId, accountId };
  for (;;) {
    const kept = await model.findOne(whose).lean<KeptStore>();
    if (!kept) throw notFound('store');
    const first = once && kept.changes?.find(({ key }) => key === once.key);
    if (first) checkOnce(first, once);
    const update = updateOf(kept, change);
    if (first || (!update && !once)) return toStore(kept);
    const changed = await model
      .findOneAndUpdate(
        { ...whose, ...(once && { 'changes.key': { $ne: once.key } }) },
        { ...update, ...(once && { $push: { changes: { $each: [once], $slice: -KEYS_KEPT } } }) },
        { returnDocument: 'after' },
      )
      .lean<KeptStore>();
    if (changed && update) announce(storeId);
    if (changed) return toStore(changed);
    // the same key was being used at the same time: the next round finds it
  }
}

/** Null clears; a delivery charge that is cleared is none. Undefined when nothing would change. */
function updateOf(kept: KeptStore, change: StoreChange) {
  const wanted = { ...change, ...(change.deliveryCharge === null && { deliveryCharge: 0 }) };
  const differing = Object.entries(wanted).filter(
    ([field, value]) => value !== undefined && (kept[field as keyof StoreChange] ?? null) !== value,
  );
  if (differing.length === 0) return undefined;
  return {
    $set: Object.fromEntries(differing.filter(([, value]) => value !== null)),
    $unset: Object.fromEntries(differing.filter(([, value]) => value === null).map(([field]) => [field, 1])),
    $inc: { catalogVersion: 1 },
  };
}
