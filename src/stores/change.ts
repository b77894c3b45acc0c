import { isDeepStrictEqual } from 'node:util';
import type { Model } from 'mongoose';
import { readableCode } from '../platform/ids.js';
import { isDuplicateKey, type Session } from '../platform/mongo.js';
import { checkOnce, type Once } from '../platform/once.js';
import { notFound, Refusal } from '../platform/refusal.js';
import { LinkTaken, nearLinks } from './link.js';
import {
  type FieldsThen,
  type KeptChange,
  type KeptStore,
  type Store,
  type StoreFields,
  toStore,
  UNSAID,
} from './model.js';
import type { StoreChange } from './rules.js';

/** A repetition comes soon after, and an undo within minutes; so many changes later both are forgotten. */
const KEYS_KEPT = 20;

/** More would be kept from other shops than one needs. */
export const MOST_LINKS = 20;

/** Near links that are offered for one that is taken. */
const MOST_FREE = 3;

/** What came of a change: `changeId` undoes it, absent when nothing changed; `before` has what its fields were. */
export type StoreChanged = { store: Store; changeId?: string; before: FieldsThen };

export type ChangeDeps = { once: Once | undefined; now: Date; announce(storeId: string): void };

/** Fields with the values they are to have; null clears. */
type Wanted = { [Field in keyof FieldsThen]?: FieldsThen[Field] | undefined };

/** Changes a store, and keeps what it was before with the once-key, so that a repetition does not undo what came between. */
export async function changeStore(
  model: Model<KeptStore>,
  whose: { accountId: string; storeId: string },
  change: StoreChange,
  { once, now, announce }: ChangeDeps,
): Promise<StoreChanged> {
  for (;;) {
    const kept = await ownStore(model, whose);
    const first = repeated(kept, once);
    if (first) return changed(kept, first);
    const entry = entryOf(kept, wantedOf(change), once, now);
    if (!entry.after && !once) return changed(kept, entry);
    const written = await write(model, kept, entry).catch((error: unknown) => throwTaken(model, kept, change, error));
    if (written && entry.after) announce(kept._id);
    if (written) return changed(written, entry);
    // somebody else changed the store meanwhile, or used the same key: the next round finds out
  }
}

/** @throws Refusal `no_store` (404) */
export async function ownStore(
  model: Model<KeptStore>,
  { accountId, storeId }: { accountId: string; storeId: string },
  session?: Session,
): Promise<KeptStore> {
  const kept = await model.findOne({ _id: storeId, accountId }, null, { session: session ?? null }).lean<KeptStore>();
  if (!kept) throw notFound('store');
  return { ...UNSAID, ...kept };
}

/** What this key did before. @throws Refusal `idempotency_key_reused` (422) */
export function repeated({ changes }: KeptStore, once: Once | undefined): KeptChange | undefined {
  const first = once && changes?.find(({ key }) => key === once.key);
  if (first) checkOnce(first, once);
  return first;
}

/** The change as it is kept; without `after` when the store is so already. */
export function entryOf(kept: KeptStore, wanted: Wanted, once: Once | undefined, at: Date): KeptChange {
  const fields = (Object.keys(wanted) as (keyof StoreFields)[]).filter(
    (field) => wanted[field] !== undefined && !isDeepStrictEqual(kept[field] ?? null, wanted[field]),
  );
  if (fields.length === 0) return { ...once };
  const of = (from: Wanted): FieldsThen => Object.fromEntries(fields.map((field) => [field, from[field] ?? null]));
  return { ...once, id: `store.${kept._id}-${readableCode(8)}`, at, before: of(kept), after: of(wanted) };
}

/**
 * Writes a change over the very version of the store that it was made of; null when that is gone. The catalog version
 * grows in the same update: everything of a store is seen by buyers.
 * @throws Refusal `too_many_links` (409, `most`)
 */
export function write(
  model: Model<KeptStore>,
  kept: KeptStore,
  entry: KeptChange,
  { session, also = {}, changes }: { session?: Session; also?: Partial<StoreFields>; changes?: KeptChange[] } = {},
): Promise<KeptStore | null> {
  const after = Object.entries({ ...also, ...entry.after });
  const { link } = entry.after ?? {};
  const isNewLink = typeof link === 'string' && !kept.links.includes(link);
  if (isNewLink && kept.links.length >= MOST_LINKS) throw new Refusal('too_many_links', 409, { most: MOST_LINKS });
  return model
    .findOneAndUpdate(
      {
        ...{ _id: kept._id, catalogVersion: kept.catalogVersion },
        ...(entry.key !== undefined && { 'changes.key': { $ne: entry.key } }),
      },
      {
        $set: { ...Object.fromEntries(after.filter(([, value]) => value !== null)), ...(changes && { changes }) },
        $unset: Object.fromEntries(after.filter(([, value]) => value === null).map(([field]) => [field, 1])),
        ...(entry.after && { $inc: { catalogVersion: 1 } }),
        $push: {
          ...(!changes && { changes: { $each: [entry], $slice: -KEYS_KEPT } }),
          ...(isNewLink && { links: link }),
        },
      },
      { returnDocument: 'after', session: session ?? null },
    )
    .lean<KeptStore>()
    .exec();
}

/** What is told of a change. */
export function changed(kept: KeptStore, { id, before = {}, rounded }: KeptChange): StoreChanged {
  return { store: toStore(kept), ...(id && !rounded && { changeId: id }), before };
}

/** A delivery charge that is cleared is none. */
export const wantedOf = ({ closedUntil, deliveryCharge, ...change }: StoreChange): Wanted => ({
  ...change,
  ...(deliveryCharge !== undefined && { deliveryCharge: deliveryCharge ?? 0 }),
  ...(closedUntil !== undefined && { closedUntil: closedUntil === null ? null : new Date(closedUntil) }),
});

/** @throws LinkTaken (409) when that is what went wrong, else what was thrown */
export async function throwTaken(
  model: Model<KeptStore>,
  { _id, address }: Pick<Store, '_id' | 'address'>,
  { link }: StoreChange,
  error: unknown,
): Promise<never> {
  if (!link || !isDuplicateKey(error, 'links')) throw error;
  throw new LinkTaken(link, await freeLinks(model, _id, nearLinks(link, { address })));
}

/** Those that no other store has or had. */
async function freeLinks(model: Model<KeptStore>, storeId: string, links: readonly string[]): Promise<string[]> {
  const taken = new Set(await model.distinct('links', { _id: { $ne: storeId }, links: { $in: links } }));
  return links.filter((link) => !taken.has(link)).slice(0, MOST_FREE);
}
