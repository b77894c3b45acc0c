import { type Model, Schema } from 'mongoose';
import type { ProductRow } from '../catalog/product-rows.js';
import type { Money } from '../platform/money.js';
import type { Db } from '../platform/mongo.js';
import { type KeptOnce, onceIndex, onceSchema } from '../platform/once.js';
import type { WrongLine } from './reading/read-table.js';

export const IMPORT_STATES = ['previewed', 'applying', 'done', 'cancelled'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** A line that will do something, to be shown before it does; `was` is the former price where that changes. */
export type Example = { kind: 'new' | 'changed'; name: string; price: Money; was?: Money };

/** A file of products that was checked, and how far it is applied. Its lines are kept beside it, in portions. */
export type Import = {
  _id: string;
  storeId: string;
  accountId: string;
  /** Who is told of it in a chat. */
  contactId?: string;
  state: ImportState;
  /** Lines that do something, when it was checked. */
  total: number;
  /** So many of them are done; they and this are written in one transaction. */
  next: number;
  found: { new: number; changed: number; unchanged: number };
  /** Lines that are left out, in the order of the file. */
  wrong: WrongLine[];
  ignored: string[];
  examples: Example[];
  /** Where products go whose line names no category. */
  defaultCategory: string;
  applied: { added: number; changed: number; unchanged: number };
  /** Lines that were right when they were checked and broke a rule when it was their turn. */
  leftOut: WrongLine[];
  once?: KeptOnce;
  createdAt: Date;
  /** When it was last worked on. */
  updatedAt: Date;
  expireAt: Date;
};

/** `_id` is `<importId>.<n>`, n counts the portions from 0. */
export type ImportPart = { _id: string; rows: ProductRow[]; expireAt: Date };

export const EXPORT_KINDS = ['products', 'orders', 'customers'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** A file that is being written for somebody in a chat. */
export type Export = {
  _id: string;
  storeId: string;
  contactId: string;
  kind: ExportKind;
  state: 'writing' | 'done';
  once: KeptOnce;
  updatedAt: Date;
  expireAt: Date;
};

const text = { type: String, required: true } as const;
const count = { type: Number, required: true } as const;
const date = { type: Date, required: true } as const;

const importSchema = new Schema<Import>(
  {
    _id: text,
    storeId: text,
    accountId: text,
    contactId: String,
    state: { type: String, enum: IMPORT_STATES, required: true },
    total: count,
    next: count,
    found: { type: new Schema({ new: count, changed: count, unchanged: count }, { _id: false }), required: true },
    wrong: { type: [Object], required: true },
    ignored: { type: [String], required: true },
    examples: { type: [Object], required: true },
    defaultCategory: text,
    applied: { type: new Schema({ added: count, changed: count, unchanged: count }, { _id: false }), required: true },
    leftOut: { type: [Object], required: true },
    once: onceSchema,
    createdAt: date,
    updatedAt: date,
    expireAt: date,
  },
  { versionKey: false, minimize: false },
)
  .index(...onceIndex)
  .index({ updatedAt: 1 }, { partialFilterExpression: { state: 'applying' } })
  .index({ expireAt: 1 }, { expireAfterSeconds: 0 });

const partSchema = new Schema<ImportPart>(
  { _id: text, rows: { type: [Object], required: true }, expireAt: date },
  { versionKey: false, collection: 'importparts' },
).index({ expireAt: 1 }, { expireAfterSeconds: 0 });

const exportSchema = new Schema<Export>(
  {
    _id: text,
    storeId: text,
    contactId: text,
    kind: { type: String, enum: EXPORT_KINDS, required: true },
    state: text,
    once: { type: onceSchema, required: true },
    updatedAt: date,
    expireAt: date,
  },
  { versionKey: false },
)
  .index(...onceIndex)
  .index({ updatedAt: 1 }, { partialFilterExpression: { state: 'writing' } })
  .index({ expireAt: 1 }, { expireAfterSeconds: 0 });

export const defineImport = (db: Db): Model<Import> => db.model<Import>('Import', importSchema);
export const defineImportPart = (db: Db): Model<ImportPart> => db.model<ImportPart>('ImportPart', partSchema);
export const defineExport = (db: Db): Model<Export> => db.model<Export>('Export', exportSchema);
