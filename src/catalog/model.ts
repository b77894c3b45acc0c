import { type Model, Schema } from 'mongoose';
import type { Money } from '../platform/money.js';
import type { Db } from '../platform/mongo.js';
import { type KeptOnce, type Once, onceIndex, onceSchema } from '../platform/once.js';
import type { Photo } from './photos.js';

/** A group of a store's products; buyers see it while at least one of them is visible. */
export type Category = {
  _id: string;
  storeId: string;
  /** As it was first spelled. */
  name: string;
};

/** `key` is the name without case, so that one index keeps two spellings from becoming two categories. */
export type KeptCategory = Category & { key: string };

/** What a store sells. Amounts are in minor units of the store's currency. */
export type Product = {
  _id: string;
  storeId: string;
  name: string;
  description: string;
  /** The printed price, never below `salePrice`. */
  mrp: Money;
  salePrice: Money;
  categoryId: string;
  /** The category's name. */
  category: string;
  /** Pieces left; null is unlimited. */
  stock: number | null;
  photo: Photo | null;
  /** Kept back by the seller for now. */
  hidden: boolean;
  /** Gone for good; kept for the orders and carts that name it. */
  deleted: boolean;
  createdAt: Date;
};

/** What a change may touch. */
export type ProductFields = Omit<Product, '_id' | 'storeId' | 'createdAt'>;

/** One of the last changes of a product; `after` tells whether it still holds when it is to be undone. */
export type Change = {
  id: string;
  at: Date;
  before: Partial<ProductFields>;
  after: Partial<ProductFields>;
  once?: Once;
  undone?: boolean;
  /** The once-key of whoever took it back. */
  undoneBy?: string;
};

/** `search` is what a search looks through: the name and the category without case and accents. */
export type KeptProduct = Product & {
  search: string;
  once?: KeptOnce;
  changes: Change[];
  /** The once-key of whoever took its addition back. */
  undoneBy?: string;
};

const required = true;

const categorySchema = new Schema<KeptCategory>(
  {
    _id: { type: String, required },
    storeId: { type: String, required },
    name: { type: String, required },
    key: { type: String, required },
  },
  { versionKey: false },
).index({ storeId: 1, key: 1 }, { unique: true });

const photoSchema = new Schema<Photo>(
  {
    key: { type: String, required },
    width: { type: Number, required },
    height: { type: Number, required },
    blur: String,
  },
  { _id: false },
);

const productSchema = new Schema<KeptProduct>(
  {
    _id: { type: String, required },
    storeId: { type: String, required },
    name: { type: String, required },
    // Mongoose takes an empty string for a missing one
    description: { type: String, default: '' },
    mrp: { type: Number, required },
    salePrice: { type: Number, required },
    categoryId: { type: String, required },
    category: { type: String, required },
    stock: { type: Number, default: null },
    photo: { type: photoSchema, default: null },
    hidden: { type: Boolean, required },
    deleted: { type: Boolean, required },
    createdAt: { type: Date, required },
    search: { type: String, required },
    once: onceSchema,
    changes: { type: [Object], required },
    undoneBy: String,
  },
  // a change that changed nothing is kept with an empty `before`
  { versionKey: false, minimize: false },
)
  // a seller's list, and a shop's page of all categories
  .index({ storeId: 1, _id: -1 }, { partialFilterExpression: { deleted: false } })
  // what was changed last
  .index({ storeId: 1, 'changes.at': -1 })
  // the catalog, and a shop's page of one category
  .index({ storeId: 1, categoryId: 1, _id: -1 }, { partialFilterExpression: { deleted: false, hidden: false } })
  // whether a photo is still in use
  .index({ 'photo.key': 1 }, { sparse: true })
  .index(...onceIndex);

export const defineCategory = (db: Db): Model<KeptCategory> => db.model<KeptCategory>('Category', categorySchema);
export const defineProduct = (db: Db): Model<KeptProduct> => db.model<KeptProduct>('Product', productSchema);

/** All of a product but what only its changes need. */
export const AS_PRODUCT = { search: 0, once: 0, changes: 0, undoneBy: 0 } as const;

/** What the other areas see of it. */
export function toProduct({ search, once, changes, undoneBy, ...product }: KeptProduct): Product {
  return product;
}
