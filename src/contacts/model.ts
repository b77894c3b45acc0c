import { type Model, Schema } from 'mongoose';
import type { Db } from '../platform/mongo.js';
import type { Prompt } from '../platform/prompt.js';
import type { Incoming } from './incoming.js';

export const CHANNELS = ['telegram', 'whatsapp-web', 'whatsapp-cloud', 'web-chat'] as const;
export type ChannelName = (typeof CHANNELS)[number];

/** How a phone number was proved to be this person's. */
export type Proof = 'platform' | 'otp' | 'bypass';

/** One person on one channel. */
export type Contact = {
  _id: string;
  channel: ChannelName;
  /** What the channel calls this person; unique per channel, more than one where it has several forms. */
  addresses: string[];
  /** The address that answers go to. */
  replyTo: string;
  language?: string | null;
  name?: string;
  phone?: string;
  phoneProof?: Proof;
  accountId?: string;
  accountProof?: Proof;
  customerId?: string;
  customerProof?: Proof;
  /** The own store that a seller works on. */
  sellingStoreId?: string;
  /** The shop that a buyer is in; `cartId` only where it was entered before there were `carts`. */
  shop?: { storeId: string; cartId?: string };
  /** The cart that a buyer has in each shop, of the 20 shops where it was begun or changed last; the newest at the end. */
  carts?: { storeId: string; cartId: string }[];
  lastSeenAt: Date;
  /** The contact that this one turned out to be the same person as; it is that one from then on. */
  mergedInto?: string;
  /** Set when the channel said for good that nothing reaches this person (a blocked bot). */
  deadAt?: Date;
  /** Set when a seller whom nothing reached is there again, until the orders that nobody was told of are shown. */
  cameBackAt?: Date;
  /** Set when the person asked to be forgotten and the goodbye is still to be said. */
  forgottenAt?: Date;
  createdAt: Date;
};

/** A contact, or all that is known of it. */
export type Who = Pick<Contact, '_id'>;

/** By which whoever put something into a chat knows it again among what others put there under the same id. */
type Put = { put?: string };

/** A received message that waits to be handled. */
export type InboxItem = Incoming & Put & { seq: number; tries?: number; notBefore?: Date };

/** What goes out: a prompt, or an alert that is composed when it is sent, from the order as it then is. */
export type OutboxItem = Put & {
  id: string;
  seq: number;
  at: Date;
  prompt?: Prompt;
  page?: number;
  mark?: string;
  /** The platform's id of the card that this one takes the place of. */
  edits?: { platformId: string };
  alert?: Alert;
  /** The message that it answers, where the channel keeps both together. */
  heard?: InboxItem;
  /** Whoever put it there is saying it, or has said it; the others leave it alone until `notBefore`. */
  rests?: true;
  tries?: number;
  notBefore?: Date;
};

/** `edits` names the outbox id of an alert that stands in the chat already and is to be brought up to date. */
export type Alert = { eventId: string; orderId: string; edits?: { platformId?: string; seq: number } };

/** A reply that waits for its time; the next turn, whatever it is, takes its place. */
export type LaterItem = Omit<OutboxItem, 'seq'> & { due: Date };

/** The one document of a chat; its `_id` is the contact's. */
export type Chat = {
  _id: string;
  channel: ChannelName;
  /** Counts the turns that were committed; part of every turn's once-key. */
  version: number;
  turn?: unknown;
  shown?: unknown;
  /** When the last handled message came. */
  lastAt?: Date;
  inbox: InboxItem[];
  outbox: OutboxItem[];
  later: LaterItem[];
  /** The last card sent, where the channel can edit. */
  card?: { of: string; platformId: string };
  /** The last number given to a message, in or out. */
  seq: number;
  lease?: { by: string; until: Date } | null;
  /** When there is something to do; absent when there is nothing. */
  wakeAt?: Date;
};

/** A chat as it is kept, with marks of the last 200 messages received and alerts taken: asked for, never brought along. */
export type KeptChat = Chat & { seenMarks: string };

export const WITHOUT_SEEN = { seenMarks: 0 } as const;

const contactSchema = new Schema<Contact>(
  {
    _id: { type: String, required: true },
    channel: { type: String, enum: CHANNELS, required: true },
    addresses: { type: [String], required: true },
    replyTo: { type: String, required: true },
    language: String,
    name: String,
    phone: String,
    phoneProof: String,
    accountId: String,
    accountProof: String,
    customerId: String,
    customerProof: String,
    sellingStoreId: String,
    shop: { type: new Schema({ storeId: String, cartId: String }, { _id: false }) },
    carts: { type: [{ _id: false, storeId: String, cartId: String }], default: undefined },
    mergedInto: String,
    lastSeenAt: { type: Date, required: true },
    deadAt: Date,
    cameBackAt: Date,
    forgottenAt: Date,
    createdAt: { type: Date, required: true },
  },
  { versionKey: false },
)
  .index({ channel: 1, addresses: 1 }, { unique: true })
  .index({ accountId: 1 }, { sparse: true })
  .index({ customerId: 1 }, { sparse: true })
  .index({ phone: 1 }, { sparse: true })
  .index({ cameBackAt: 1 }, { sparse: true });

/** Where the photos of products stand, in a saved turn, that wait for their name or price. */
export const DRAFT_PHOTOS = 'turn.frames.turn.drafts.photo.key';

// A chat is written by update pipelines, which Mongoose does not cast: its shape is held by the types above.
const chatSchema = new Schema<Chat>(
  { _id: { type: String, required: true }, wakeAt: Date },
  { versionKey: false, strict: false, strictQuery: false, collection: 'chats' },
)
  .index({ wakeAt: 1 }, { sparse: true })
  // whether a photo is still in use: an open question may wait for the price of what it shows
  .index({ [DRAFT_PHOTOS]: 1 }, { sparse: true });

export const defineContact = (db: Db): Model<Contact> => db.model<Contact>('Contact', contactSchema);
export const defineChat = (db: Db): Model<Chat> => db.model<Chat>('Chat', chatSchema);
