import { type Model, Schema } from 'mongoose';
import type { Db } from '../platform/mongo.js';

/** A seller, known by one mobile number (E.164); owns any number of stores. */
export type Account = { _id: string; mobile: string; createdAt: Date };

/** What a code is asked for: to sell, or to buy. A code of one does not open the other. */
export const PURPOSES = ['seller', 'customer'] as const;
export type Purpose = (typeof PURPOSES)[number];

/**
 * The code last sent to a number for one purpose; `_id` is `<purpose>:<mobile>`. The code itself is not here, only a
 * keyed hash of it, which goes when the code is used. The document outlives that, so that the next code still waits.
 */
export type SentCode = {
  _id: string;
  hash?: string;
  tries: number;
  sentAt: Date;
  expiresAt: Date;
  /** The once-key of the turn or request that had it sent, and of the one that used it: repeated, it gets the first result. */
  sentBy?: string;
  sentHash?: string;
  usedBy?: string;
  usedHash?: string;
};

/** What processes have to agree on without being configured. */
export type Secret = { _id: string; value: string };

const accountSchema = new Schema<Account>(
  {
    _id: { type: String, required: true },
    mobile: { type: String, required: true },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false },
).index({ mobile: 1 }, { unique: true });

const sentCodeSchema = new Schema<SentCode>(
  {
    _id: { type: String, required: true },
    hash: String,
    tries: { type: Number, required: true },
    sentAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    sentBy: String,
    sentHash: String,
    usedBy: String,
    usedHash: String,
  },
  { versionKey: false, collection: 'sent_codes' },
).index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

const secretSchema = new Schema<Secret>(
  { _id: { type: String, required: true }, value: { type: String, required: true } },
  { versionKey: false },
);

export const defineAccount = (db: Db): Model<Account> => db.model<Account>('Account', accountSchema);
export const defineSentCode = (db: Db): Model<SentCode> => db.model<SentCode>('SentCode', sentCodeSchema);
export const defineSecret = (db: Db): Model<Secret> => db.model<Secret>('Secret', secretSchema);
