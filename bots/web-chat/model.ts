import { type Model, Schema } from 'mongoose';
import type { Db } from '../../src/platform/mongo.js';
import type { Ask, Choice } from '../../src/platform/prompt.js';

/** How long a conversation is kept. */
export const HISTORY_DAYS = 180;

/** One message of a web chat, as it was said. Ids sort in the order in which things were said. */
export type Said = {
  /** `<contactId>.<seq, padded to 10 digits>` */
  _id: string;
  contactId: string;
  seq: number;
  from: 'bot' | 'you';
  at: Date;
  text: string;
  /** A key of the media storage: public for the bot's photos, private for yours. */
  photo?: string;
  /** The name of a file that was sent. */
  file?: string;
  /** Of the bot's file, its private key of the media storage. */
  fileKey?: string;
  choices?: Choice[];
  /** Choices that an edit took away; a tap on one of them may still be on its way. */
  formerChoices?: Choice[];
  ask?: Ask;
  /** The id that the page gave to your message. */
  messageId?: string;
  /** The id of the choice that your message was. */
  choice?: string;
  /** Grows with each edit. */
  edits?: number;
  /** The goodbye to somebody who was forgotten, for the address that has no contact any more. */
  farewellTo?: string;
  expireAt: Date;
};

const choices = { type: [{ _id: false, id: String, label: String }], default: undefined };

const saidSchema = new Schema<Said>(
  {
    _id: { type: String, required: true },
    contactId: { type: String, required: true },
    seq: { type: Number, required: true },
    from: { type: String, required: true },
    at: { type: Date, required: true },
    text: { type: String, default: '' },
    photo: String,
    file: String,
    fileKey: String,
    choices,
    formerChoices: choices,
    ask: String,
    messageId: String,
    choice: String,
    edits: Number,
    farewellTo: String,
    expireAt: { type: Date, required: true },
  },
  { versionKey: false, collection: 'chatmessages' },
)
  .index({ contactId: 1, edits: 1 }, { partialFilterExpression: { edits: { $gt: 0 } } })
  .index({ farewellTo: 1 }, { sparse: true })
  .index({ photo: 1 }, { sparse: true })
  .index({ expireAt: 1 }, { expireAfterSeconds: 0 });

export const defineSaid = (db: Db): Model<Said> => db.model<Said>('Said', saidSchema);

export const saidId = (contactId: string, seq: number): string => `${contactId}.${String(seq).padStart(10, '0')}`;
