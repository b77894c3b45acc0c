import type { Model } from 'mongoose';
import { fold, searchFilters } from './folding.js';
import { AS_PRODUCT, type KeptProduct, type Product } from './model.js';

/** More products of one name than anybody chooses among. */
const MOST = 20;
const LOOKED_THROUGH = 500;

/**
 * The products of a store that a few typed words may mean, the newest first: the one that is called so, else those
 * with each word at the beginning of a word of the name, else those that have them anywhere in it.
 */
export async function namedProducts(model: Model<KeptProduct>, storeId: string, typed: string): Promise<Product[]> {
  const words = fold(typed).split(' ').filter(Boolean);
  if (words.length === 0) return [];
  const found = await model
    .find({ storeId, deleted: false, $and: searchFilters(typed) }, AS_PRODUCT)
    .sort({ _id: -1 })
    .limit(LOOKED_THROUGH)
    .lean<Product[]>();
  const called = found.filter(({ name }) => fold(name) === words.join(' '));
  const [byBeginnings, anywhere] = [beginningsIn, partsIn].map((isIn) => found.filter(({ name }) => isIn(name, words)));
  const best = [called, byBeginnings, anywhere].find((some) => some && some.length > 0) ?? [];
  return best.slice(0, MOST);
}

const beginningsIn = (name: string, words: readonly string[]): boolean => {
  const parts = fold(name).split(/[^\p{L}\p{M}\p{N}]+/u);
  return words.every((word) => parts.some((part) => part.startsWith(word)));
};

const partsIn = (name: string, words: readonly string[]): boolean => words.every((word) => fold(name).includes(word));
