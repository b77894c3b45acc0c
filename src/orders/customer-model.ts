import { type Model, Schema } from 'mongoose';
import type { Db } from '../platform/mongo.js';

/** A buyer, known by one mobile number. A forgotten one keeps nothing but the id that old orders name. */
export type Customer = {
  _id: string;
  mobile?: string;
  name?: string;
  /** The last 10, newest first. */
  addresses: string[];
  forgottenAt?: Date;
  createdAt: Date;
};

const customerSchema = new Schema<Customer>(
  {
    _id: { type: String, required: true },
    mobile: String,
    name: String,
    addresses: { type: [String], required: true },
    forgottenAt: Date,
    createdAt: { type: Date, required: true },
  },
  { versionKey: false },
).index({ mobile: 1 }, { unique: true, partialFilterExpression: { mobile: { $exists: true } } });

export const defineCustomer = (db: Db): Model<Customer> => db.model<Customer>('Customer', customerSchema);
