import { randomBytes } from 'node:crypto';
import { type Model, Schema } from 'mongoose';
import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/mongo.js';

/** A number that was proved in a messenger for a page that waits for it; `_id` is known to that browser alone. */
type PageProof = { _id: string; mobile: string; expiresAt: Date };

const pageProofSchema = new Schema<PageProof>(
  { _id: { type: String, required: true }, mobile: { type: String, required: true }, expiresAt: Date },
  { versionKey: false, collection: 'page_proofs' },
).index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
const definePageProof = (db: Db): Model<PageProof> => db.model<PageProof>('PageProof', pageProofSchema);

/** As long as the link that leads to the messenger. */
const LASTS_MS = 15 * 60_000;

export type PageProofs = ReturnType<typeof createPageProofs>;

/** Numbers proved for a page whose visitor has no chat: what a link `v_<token>` brings back to it. */
export function createPageProofs({ db, clock }: { db: Db; clock: Clock }) {
  const model = definePageProof(db);
  return {
    /** What a browser is to be told by, as long as a contact's id, and not to be guessed. */
    newId: (): string => randomBytes(12).toString('hex'),

    async keep(id: string, mobile: string): Promise<void> {
      const expiresAt = new Date(clock.now().getTime() + LASTS_MS);
      await model.updateOne({ _id: id }, { $set: { mobile, expiresAt } }, { upsert: true });
    },

    /** The number (E.164) that was proved for this browser; it is told once. */
    async take(id: string): Promise<string | undefined> {
      const taken = await model.findOneAndDelete({ _id: id, expiresAt: { $gt: clock.now() } }).lean<PageProof>();
      return taken?.mobile;
    },
  };
}
