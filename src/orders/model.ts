import { type Model, Schema } from 'mongoose';
import type { Photo } from '../catalog/photos.js';
import type { ChannelName } from '../contacts/model.js';
import type { Money } from '../platform/money.js';
import type { Db } from '../platform/mongo.js';
import { type KeptOnce, onceIndex, onceSchema } from '../platform/once.js';
import { type Actor, STATUSES, type Status } from './statuses.js';

/**
 * One product of an order, as it was named and priced when it was bought. `taken` is what left the stock for it, `left`
 * what stayed there at that moment; null of an unlimited product.
 */
export type OrderLine = {
  productId: string;
  name: string;
  photo: Photo | null;
  mrp: Money;
  salePrice: Money;
  qty: number;
  lineTotal: Money;
  taken: number;
  left?: number | null;
};

export const PAYMENT_STATES = ['due', 'claimed', 'received'] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

/**
 * Something that happened to an order: it moved to `status`, or, where one of the others is there, its payment or its
 * note changed while it stayed at that status.
 */
export type HistoryEntry = {
  status: Status;
  at: Date;
  by: Actor;
  reason?: string;
  /** Of a rejection: products that were not there after all. */
  soldOut?: string[];
  payment?: PaymentState;
  /** The picture of the payment that the buyer sent. */
  photo?: Photo;
  note?: true;
  once?: KeptOnce;
};

export const PAYMENT_METHODS = ['cod', 'upi'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

export type Order = {
  _id: string;
  storeId: string;
  customerId: string;
  /** Where the buyer is told of changes. */
  contactId?: string;
  /** Short and readable, unique within the store: `HT-7K3Q9`. */
  number: string;
  status: Status;
  lines: OrderLine[];
  subtotal: Money;
  delivery: Money;
  total: Money;
  currency: string;
  name: string;
  mobile: string;
  /** Empty when the buyer comes for it. */
  address: string;
  /** The buyer comes for it. */
  pickup?: true;
  note?: string;
  payment: { method: PaymentMethod; state: PaymentState };
  history: HistoryEntry[];
  once: KeptOnce;
  /** How often the seller was reminded of it while it was placed, and when last. */
  reminded?: number;
  remindedAt?: Date;
  createdAt: Date;
};

/**
 * Something that happened to an order and is to be told; `_id` is `<orderId>.<n>`, n the place in its history. A
 * `reminder` tells the seller once more of an order that stands placed, as `<orderId>.remind.<reminder>`.
 */
export type OrderEvent = {
  _id: string;
  orderId: string;
  n: number;
  status: Status;
  by: Actor;
  at: Date;
  /** What happened besides a move. */
  about?: 'payment' | 'note';
  told: boolean;
  reminder?: number;
};

export const DELIVERY_STATES = ['queued', 'sent', 'delivered', 'failed'] as const;

/** What a platform tells of a message after it took it. `again`: it failed for a reason that passes. */
export type Receipt = { platformId: string; state: 'delivered' | 'failed'; reason?: string; again?: true };

/** One event for one contact; `_id` is `<eventId>.<contactId>`. */
export type Delivery = {
  _id: string;
  eventId: string;
  orderId: string;
  contactId: string;
  channel: ChannelName;
  /** Whether it went to the seller, whose alert is brought up to date as the order moves. */
  to: Actor;
  state: (typeof DELIVERY_STATES)[number];
  attempts: number;
  lastError?: string;
  platformId?: string;
  /** What the platform told of messages of this chat before it was written here which of them this one is. */
  early?: Receipt[];
  /** Its number within the chat. */
  seq?: number;
  /** Of a seller's alert: up to which entry of the order's history it tells. */
  shows?: number;
  at: Date;
  sentAt?: Date;
};

const text = { type: String, required: true } as const;
const amount = { type: Number, required: true } as const;

const photoSchema = new Schema<Photo>({ key: text, width: amount, height: amount }, { _id: false });

const lineSchema = new Schema<OrderLine>(
  {
    productId: text,
    name: text,
    photo: { type: photoSchema, default: null },
    mrp: amount,
    salePrice: amount,
    qty: amount,
    lineTotal: amount,
    taken: amount,
    left: Number,
  },
  { _id: false },
);

const historySchema = new Schema<HistoryEntry>(
  {
    status: text,
    at: { type: Date, required: true },
    by: text,
    reason: String,
    soldOut: { type: [String], default: undefined },
    payment: String,
    photo: photoSchema,
    note: Boolean,
    once: onceSchema,
  },
  { _id: false },
);

const orderSchema = new Schema<Order>(
  {
    _id: text,
    storeId: text,
    customerId: text,
    contactId: String,
    number: text,
    status: { type: String, enum: STATUSES, required: true },
    lines: { type: [lineSchema], required: true },
    subtotal: amount,
    delivery: amount,
    total: amount,
    currency: text,
    // a forgotten buyer leaves these empty
    name: { type: String, default: '' },
    mobile: { type: String, default: '' },
    address: { type: String, default: '' },
    pickup: Boolean,
    note: String,
    payment: { type: new Schema({ method: text, state: text }, { _id: false }), required: true },
    history: { type: [historySchema], required: true },
    once: { type: onceSchema, required: true },
    reminded: Number,
    remindedAt: Date,
    createdAt: { type: Date, required: true },
  },
  { versionKey: false },
)
  .index(...onceIndex)
  .index({ storeId: 1, number: 1 }, { unique: true })
  .index({ storeId: 1, status: 1, _id: -1 })
  .index({ storeId: 1, customerId: 1, _id: -1 })
  .index({ storeId: 1, _id: -1 })
  // what a day or a month brought
  .index({ storeId: 1, createdAt: 1 })
  .index({ customerId: 1, _id: -1 })
  // orders of all stores that nobody answers
  .index({ reminded: 1, remindedAt: 1, createdAt: 1 }, { partialFilterExpression: { status: 'placed' } })
  // whether a photo is still in use
  .index({ 'lines.photo.key': 1 }, { sparse: true })
  .index({ 'history.photo.key': 1 }, { sparse: true });

const eventSchema = new Schema<OrderEvent>(
  {
    _id: text,
    orderId: text,
    n: amount,
    status: text,
    by: text,
    at: { type: Date, required: true },
    about: String,
    told: Boolean,
    reminder: Number,
  },
  { versionKey: false, collection: 'orderevents' },
)
  .index({ at: 1 }, { partialFilterExpression: { told: false } })
  .index({ orderId: 1, n: 1 });

const deliverySchema = new Schema<Delivery>(
  {
    _id: text,
    eventId: text,
    orderId: text,
    contactId: text,
    channel: text,
    to: text,
    state: { type: String, enum: DELIVERY_STATES, required: true },
    attempts: amount,
    lastError: String,
    platformId: String,
    early: {
      type: [{ _id: false, platformId: String, state: String, reason: String, again: Boolean }],
      default: undefined,
    },
    seq: Number,
    shows: Number,
    at: { type: Date, required: true },
    sentAt: Date,
  },
  { versionKey: false },
)
  .index({ orderId: 1, _id: 1 })
  .index({ contactId: 1, platformId: 1 }, { partialFilterExpression: { platformId: { $exists: true } } })
  .index({ contactId: 1 }, { partialFilterExpression: { state: 'queued' } })
  .index({ at: -1 }, { partialFilterExpression: { state: 'failed' } });

export const defineOrder = (db: Db): Model<Order> => db.model<Order>('Order', orderSchema);
export const defineOrderEvent = (db: Db): Model<OrderEvent> => db.model<OrderEvent>('OrderEvent', eventSchema);
export const defineDelivery = (db: Db): Model<Delivery> => db.model<Delivery>('Delivery', deliverySchema);
