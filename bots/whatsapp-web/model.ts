import { type Model, Schema } from 'mongoose';
import type { Db } from '../../src/platform/mongo.js';

/** How the link to the phone stands, for the operator and for the next process that owns it. */
export const LINK_STATES = ['connecting', 'waiting', 'open', 'loggedOut', 'forbidden', 'replaced'] as const;
export type LinkState = (typeof LINK_STATES)[number];

export type KeptLink = {
  _id: 'link';
  /** Grows with every process that takes the link over: what an earlier one still writes is not taken. */
  epoch: number;
  state: LinkState;
  /** What the QR that is to be scanned says. */
  qr?: string | null;
  /** What is to be typed on the phone. */
  code?: string | null;
  /** The number of the linked phone, digits only. */
  phone?: string;
  /** The operator wants to begin again. */
  again?: boolean;
  at: Date;
};

/** One credential or key of the link as JSON; `_id` is `<type>:<id>`. */
export type KeptKey = { _id: string; epoch: number; value: string };

/** A message that was sent lately, for a phone that could not read it and asks again. */
export type KeptSent = { _id: string; contactId: string; message: string; expireAt: Date };

const text = { type: String, required: true } as const;

const linkSchema = new Schema<KeptLink>(
  {
    _id: text,
    epoch: { type: Number, required: true },
    state: text,
    qr: String,
    code: String,
    phone: String,
    again: Boolean,
    at: { type: Date, required: true },
  },
  { versionKey: false, collection: 'whatsapplinks' },
);
const keySchema = new Schema<KeptKey>(
  { _id: text, epoch: { type: Number, required: true }, value: text },
  { versionKey: false, collection: 'whatsappkeys' },
);
const sentSchema = new Schema<KeptSent>(
  { _id: text, contactId: text, message: text, expireAt: { type: Date, required: true } },
  { versionKey: false, collection: 'whatsappsent' },
)
  .index({ expireAt: 1 }, { expireAfterSeconds: 0 })
  .index({ contactId: 1 });

/** First messages to people who have long been silent, on one day (`_id`, `2026-11-28`). */
export type ColdDay = { _id: string; count: number; expireAt: Date };
const coldSchema = new Schema<ColdDay>(
  { _id: text, count: { type: Number, required: true }, expireAt: { type: Date, required: true } },
  { versionKey: false, collection: 'whatsappcold' },
).index({ expireAt: 1 }, { expireAfterSeconds: 0 });

/** An address (`_id`) whose chat is left alone until then. */
export type Quiet = { _id: string; until: Date };
const quietSchema = new Schema<Quiet>(
  { _id: text, until: { type: Date, required: true } },
  { versionKey: false, collection: 'whatsappquiet' },
).index({ until: 1 }, { expireAfterSeconds: 0 });

export const defineLink = (db: Db): Model<KeptLink> => db.model<KeptLink>('WhatsAppLink', linkSchema);
export const defineKey = (db: Db): Model<KeptKey> => db.model<KeptKey>('WhatsAppKey', keySchema);
export const defineSent = (db: Db): Model<KeptSent> => db.model<KeptSent>('WhatsAppSent', sentSchema);
export const defineQuiet = (db: Db): Model<Quiet> => db.model<Quiet>('WhatsAppQuiet', quietSchema);
export const defineCold = (db: Db): Model<ColdDay> => db.model<ColdDay>('WhatsAppCold', coldSchema);
