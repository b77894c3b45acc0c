import { type Db, inTransaction } from '../platform/mongo.js';
import { type ChannelName, type Contact, defineContact } from './model.js';

/** What the contact that is kept takes over where it has none of its own; a proof goes with what it proves. */
const TAKEN_OVER = [
  ['phone', 'phoneProof'],
  ['accountId', 'accountProof', 'sellingStoreId'],
  ['customerId', 'customerProof'],
  ['name'],
  ['language'],
] as const;

/**
 * Makes one contact of all that a channel now says are one person: the oldest is kept, and takes over what only another
 * one knew. What waits in the other's chat is still handled there, and sent to the person as they are known from then on.
 */
export function createUnite(db: Db) {
  const model = defineContact(db);

  return async function unite(channel: ChannelName, addresses: readonly string[]): Promise<void> {
    const same = { channel, addresses: { $in: [...addresses] } };
    const found = await model.find(same).sort({ createdAt: 1, _id: 1 }).lean<Contact[]>();
    const [kept, ...others] = found;
    if (!kept || (others.length === 0 && addresses.every((one) => kept.addresses.includes(one)))) return;
    await inTransaction(db, async (session) => {
      const set: Partial<Contact> = {};
      for (const other of others) {
        for (const [first, ...rest] of TAKEN_OVER) {
          if (kept[first] !== undefined || set[first] !== undefined || other[first] === undefined) continue;
          for (const field of [first, ...rest]) Object.assign(set, { [field]: other[field] });
        }
        const gone = { mergedInto: kept._id, addresses: [`merged:${other._id}`], replyTo: `merged:${other._id}` };
        // whoever changed it meanwhile makes this transaction begin again
        await model.updateOne({ _id: other._id, addresses: { $in: [...addresses] } }, unlinked(gone), { session });
      }
      const carts = [...others.flatMap((other) => other.carts ?? []), ...(kept.carts ?? [])];
      const shop = kept.shop ?? others.find((other) => other.shop)?.shop;
      await model.updateOne(
        { _id: kept._id },
        {
          $set: { ...set, ...(carts.length > 0 && { carts }), ...(shop && { shop }) },
          $addToSet: { addresses: { $each: [...addresses, ...others.flatMap((other) => other.addresses)] } },
        },
        { session },
      );
    });
  };
}

/** A contact that is another one now is told nothing of its own. */
const unlinked = (gone: Partial<Contact>) => ({
  $set: gone,
  $unset: { accountId: 1, accountProof: 1, customerId: 1, customerProof: 1, phone: 1, phoneProof: 1, cameBackAt: 1 },
});
