import { type Model, Schema } from 'mongoose';
import type { Photo } from '../catalog/photos.js';
import type { Db } from '../platform/mongo.js';

export const SIDES = ['buyer', 'seller'] as const;
export type Side = (typeof SIDES)[number];

/** What is talked about; `label` is how it is quoted. */
export type About = { kind: 'product' | 'order'; id: string; label: string };

/** One thing that was said. `n` counts them within the talk. */
export type Line = { n: number; from: Side; at: Date; text: string; photo?: Photo; once?: string };

/** A buyer and a seller about one thing, through the bot. */
export type Talk = {
  _id: string;
  /** Short and readable, for where there are no buttons: `reply 7K3`. */
  code: string;
  storeId: string;
  accountId: string;
  /** The buyer's contact, or the customer who asked by a program; one of the two is there. */
  contactId?: string;
  customerId?: string;
  /** How the seller is told who asks. */
  name: string;
  about: About;
  startedAt: Date;
  /** When something was said last. */
  lastAt: Date;
  endedAt?: Date;
  endedBy?: Side;
  /** The last 200. */
  lines: Line[];
  /** Lines that were said in all. */
  said: number;
  /** Names the open talk of a buyer about one thing, so that there is one; absent when it ended. */
  open?: string;
};

const text = { type: String, required: true } as const;
const date = { type: Date, required: true } as const;
const number = { type: Number, required: true } as const;

const talkSchema = new Schema<Talk>(
  {
    _id: text,
    code: text,
    storeId: text,
    accountId: text,
    contactId: String,
    customerId: String,
    name: { type: String, default: '' },
    about: { type: new Schema<About>({ kind: text, id: text, label: text }, { _id: false }), required: true },
    startedAt: date,
    lastAt: date,
    endedAt: Date,
    endedBy: String,
    lines: {
      type: [
        new Schema<Line>(
          {
            n: number,
            from: text,
            at: date,
            // Mongoose takes an empty string for a missing one
            text: { type: String, default: '' },
            photo: { type: new Schema<Photo>({ key: text, width: number, height: number }, { _id: false }) },
            once: String,
          },
          { _id: false },
        ),
      ],
      required: true,
    },
    said: number,
    open: String,
  },
  { versionKey: false },
)
  .index({ open: 1 }, { unique: true, partialFilterExpression: { open: { $exists: true } } })
  .index({ accountId: 1, lastAt: -1 })
  .index({ storeId: 1, _id: -1 })
  .index({ contactId: 1 }, { sparse: true })
  .index({ customerId: 1 }, { sparse: true })
  // whether a photo is still in use
  .index({ 'lines.photo.key': 1 }, { sparse: true });

export const defineTalk = (db: Db): Model<Talk> => db.model<Talk>('Talk', talkSchema);
