import { type Model, Schema } from 'mongoose';
import type { Db } from '../../src/platform/mongo.js';

/** The one link there is, as every process may read it. */
export type Link = {
  _id: 'link';
  /** Grows with each connection: what an older one still writes is not taken. */
  epoch: number;
  /** When something was written under this epoch last. */
  wroteAt?: Date;
  /** How it is: one of the states in `rules.ts`. */
  at?: string;
  /** What a phone scans, while it is waited for. */
  qr?: string | null;
  /** What is typed on a phone, while it is waited for. */
  code?: string | null;
  /** The number that is linked, digits; and since when. */
  number?: string;
  linkedAt?: Date;
  /** Grows when the operator asks to link again. */
  asked?: number;
};

/** One key, or the credentials, as Baileys writes them (BufferJSON). */
export type Key = { _id: string; value: string };

/** A chat that is left alone until then: the owner types there herself, or a program answers us. */
export type Quiet = { _id: string; until: Date; why: 'owner' | 'loop' };

/** Somebody who had not written to this number, and was written to. */
export type First = { _id: string; at: Date };

const linkSchema = new Schema<Link>(
  {
    _id: { type: String, required: true },
    epoch: { type: Number, required: true },
    wroteAt: Date,
    at: String,
    qr: String,
    code: String,
    number: String,
    linkedAt: Date,
    asked: Number,
  },
  { versionKey: false, collection: 'whatsapp_links' },
);
const keySchema = new Schema<Key>(
  { _id: { type: String, required: true }, value: { type: String, required: true } },
  { versionKey: false, collection: 'whatsapp_keys' },
);
const quietSchema = new Schema<Quiet>(
  {
    _id: { type: String, required: true },
    until: { type: Date, required: true },
    why: { type: String, required: true },
  },
  { versionKey: false, collection: 'whatsapp_quiet' },
).index({ until: 1 }, { expireAfterSeconds: 0 });
const firstSchema = new Schema<First>(
  { _id: { type: String, required: true }, at: { type: Date, required: true } },
  { versionKey: false, collection: 'whatsapp_firsts' },
).index({ at: 1 }, { expireAfterSeconds: 90 * 86_400 });

export const defineLink = (db: Db): Model<Link> => db.model<Link>('WhatsAppLink', linkSchema);
export const defineKey = (db: Db): Model<Key> => db.model<Key>('WhatsAppKey', keySchema);
export const defineQuiet = (db: Db): Model<Quiet> => db.model<Quiet>('WhatsAppQuiet', quietSchema);
export const defineFirst = (db: Db): Model<First> => db.model<First>('WhatsAppFirst', firstSchema);
