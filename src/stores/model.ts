import { type Model, Schema } from 'mongoose';
import type { Country } from '../platform/mobile.js';
import type { Money } from '../platform/money.js';
import type { Db } from '../platform/mongo.js';
import { type KeptOnce, onceIndex, onceSchema } from '../platform/once.js';
import type { Hours } from './hours.js';

/** A shop of an account. Amounts are in minor units of `currency`. */
export type Store = {
  _id: string;
  accountId: string;
  name: string;
  /** Area and city are enough; buyers see it. */
  address: string;
  /** The slug in `/s/<link>`. */
  link: string;
  /** Links this store had before; they go on leading to it. */
  formerLinks: string[];
  country: Country;
  /** ISO 4217; stays once there is an order, since every price is in it. */
  currency: string;
  /** BCP 47. */
  language: string;
  /** IANA. */
  timeZone: string;
  /** Whether it takes orders at all; what is closed by hand is opened by hand. */
  open: boolean;
  /** Closed up to this moment, and then open again by itself. */
  closedUntil?: Date;
  /** When it is open; without hours it always is. */
  hours?: Hours;
  /** Where buyers may pay by UPI. */
  upiVpa?: string;
  /** How buyers pay before the delivery, in the seller's own words. */
  paymentText?: string;
  /** Whether buyers may come for what they ordered. */
  pickup: boolean;
  deliveryCharge: Money;
  /** Subtotals of this much or more are delivered free. */
  freeAbove?: Money;
  /** Smaller subtotals are not taken. */
  minOrder?: Money;
  /** The seller is told of a product when an order leaves so many pieces of it or fewer. */
  lowStockAt: number;
  /** Whether the seller gets a summary of the day in the evening. */
  digest: boolean;
  /** Grows with every change that a buyer can see. */
  catalogVersion: number;
  createdAt: Date;
  /** It had an order, so that its currency stays. */
  ordered?: true;
};

/** What a change may touch. */
export type StoreFields = Omit<
  Store,
  '_id' | 'accountId' | 'formerLinks' | 'country' | 'catalogVersion' | 'createdAt' | 'ordered'
>;

/** Fields of a store at one time; null for what it had not. */
export type FieldsThen = { [Field in keyof StoreFields]?: StoreFields[Field] | null };

/**
 * One of the last changes of a store, with its once-key; `after` tells whether it still holds when it is to be undone.
 * What changed nothing is kept for its key alone, and has no id.
 */
export type KeptChange = {
  key?: string;
  hash?: string;
  id?: string;
  at?: Date;
  before?: FieldsThen;
  after?: FieldsThen;
  undone?: boolean;
  /** The once-key of whoever took it back by a word. */
  undoneBy?: string;
  /** It cannot be taken back exactly: amounts were rounded. */
  rounded?: boolean;
};

/**
 * A store as it is kept. `links` has the present link and all former ones, so that one unique index says whose a link
 * is; `changes` has the last changes.
 */
export type KeptStore = Omit<Store, 'formerLinks'> & {
  links: string[];
  once?: KeptOnce;
  changes?: KeptChange[];
  /** The local day whose summary the seller got, or that had nothing to tell: `2026-11-27`. */
  digestedOn?: string;
};

const changeSchema = new Schema<KeptChange>(
  {
    key: String,
    hash: String,
    id: String,
    at: Date,
    before: Schema.Types.Mixed,
    after: Schema.Types.Mixed,
    undone: Boolean,
    undoneBy: String,
    rounded: Boolean,
  },
  { _id: false, minimize: false },
);

const storeSchema = new Schema<KeptStore>(
  {
    _id: { type: String, required: true },
    accountId: { type: String, required: true },
    name: { type: String, required: true },
    address: { type: String, required: true },
    link: { type: String, required: true },
    links: { type: [String], required: true },
    country: { type: String, required: true },
    currency: { type: String, required: true },
    language: { type: String, required: true },
    timeZone: { type: String, required: true },
    open: { type: Boolean, required: true },
    closedUntil: Date,
    hours: new Schema<Hours>({ from: String, to: String, closedDays: [Number] }, { _id: false }),
    upiVpa: String,
    paymentText: String,
    pickup: Boolean,
    deliveryCharge: { type: Number, required: true },
    freeAbove: Number,
    minOrder: Number,
    lowStockAt: { type: Number, required: true },
    digest: { type: Boolean, required: true },
    catalogVersion: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    ordered: Boolean,
    once: onceSchema,
    changes: { type: [changeSchema], default: undefined },
    digestedOn: String,
  },
  { versionKey: false },
)
  .index({ links: 1 }, { unique: true })
  .index({ accountId: 1, createdAt: 1, _id: 1 })
  .index({ timeZone: 1, digestedOn: 1 })
  .index(...onceIndex);

export const defineStore = (db: Db): Model<KeptStore> => db.model<KeptStore>('Store', storeSchema);

/** How a store is that was opened before these could be chosen. */
export const UNSAID = { lowStockAt: 3, digest: true, pickup: false };

/** What the other areas see of it. */
export function toStore({ links, once, changes, digestedOn, ...kept }: KeptStore): Store {
  return { ...UNSAID, ...kept, formerLinks: links.filter((link) => link !== kept.link) };
}
