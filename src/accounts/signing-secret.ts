import { randomBytes } from 'node:crypto';
import { type Db, isDuplicateKey } from '../platform/mongo.js';
import { defineSecret, type Secret } from './model.js';

/**
 * The secret that signs tokens and keys the hashes of codes: the configured one, else one made by whichever process
 * starts first and kept in MongoDB, so that tokens outlive a restart and are good in every process.
 */
export async function signingSecret(db: Db, configured?: string): Promise<string> {
  if (configured) return configured;
  const model = defineSecret(db);
  for (;;) {
    try {
      const kept = await model
        .findOneAndUpdate(
          { _id: 'signing' },
          { $setOnInsert: { value: randomBytes(32).toString('base64url') } },
          { upsert: true, returnDocument: 'after' },
        )
        .lean<Secret>();
      if (kept) return kept.value;
    } catch (error) {
      // the other process was first: the next round reads its secret
      if (!isDuplicateKey(error)) throw error;
    }
  }
}
