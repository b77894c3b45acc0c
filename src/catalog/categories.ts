import { newId } from '../platform/ids.js';
import { type Db, isDuplicateKey } from '../platform/mongo.js';
import { categoryKey } from './folding.js';
import { type Category, defineCategory, defineProduct } from './model.js';

export type Categories = ReturnType<typeof createCategories>;

/** The groups that a store's products are in. */
export function createCategories({ db }: { db: Db }) {
  const model = defineCategory(db);
  const products = defineProduct(db);

  return {
    /**
     * The category of that name, compared without case and outer spaces, made when the store has none: one, however
     * many ask at once. The first spelling stays. Not part of a transaction: one that nothing is in is never shown.
     */
    async ensure(storeId: string, name: string): Promise<Category> {
      const key = categoryKey(name);
      for (;;) {
        const known = await model.findOne({ storeId, key }, { key: 0 }).lean<Category>();
        if (known) return known;
        try {
          const category = { _id: newId(), storeId, name: name.trim() };
          await model.create([{ ...category, key }]);
          return category;
        } catch (error) {
          // another product brought it between our look and our write
          if (!isDuplicateKey(error, 'key')) throw error;
        }
      }
    },

    /** The categories that have a product, hidden ones included, by name. */
    async list(storeId: string): Promise<Category[]> {
      const used: string[] = await products.distinct('categoryId', { storeId, deleted: false });
      const found = await model.find({ storeId, _id: { $in: used } }, { key: 0 }).lean<Category[]>();
      return found.sort((one, other) => one.name.localeCompare(other.name));
    },

    /** A category of this store by its id or its name; undefined when there is none. */
    async find(storeId: string, idOrName: string): Promise<Category | undefined> {
      const named = { storeId, key: categoryKey(idOrName.slice(0, 200)) };
      const found =
        (await model.findOne({ _id: idOrName, storeId }, { key: 0 }).lean<Category>()) ??
        (await model.findOne(named, { key: 0 }).lean<Category>());
      return found ?? undefined;
    },
  };
}
