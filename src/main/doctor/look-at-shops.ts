import { defineAccount } from '../../accounts/model.js';
import { defineCategory, defineProduct, type KeptCategory, type KeptProduct } from '../../catalog/model.js';
import { MAX_MONEY } from '../../platform/money.js';
import { defineStore, type Store } from '../../stores/model.js';
import { batches, type Look } from './finding.js';

/** Products can be sold at their price and stand in a category of their store; stores belong to somebody. */
export const lookAtShops: Look = async function* (db) {
  const [stores, accounts, products, categories] = [
    defineStore(db),
    defineAccount(db),
    defineProduct(db),
    defineCategory(db),
  ];
  for await (const batch of batches<Store>(stores.find({}, { accountId: 1, link: 1 }).lean<Store>().cursor())) {
    const there = new Set(await accounts.distinct('_id', { _id: { $in: batch.map(({ accountId }) => accountId) } }));
    for (const { _id, accountId } of batch) {
      if (!there.has(accountId)) yield { of: `store ${_id}`, says: `its account ${accountId} is not there` };
    }
  }
  const fields = { storeId: 1, mrp: 1, salePrice: 1, stock: 1, categoryId: 1, category: 1, deleted: 1 };
  for await (const batch of batches<KeptProduct>(products.find({}, fields).lean<KeptProduct>().cursor())) {
    const known = new Map(
      (await categories.find({ _id: { $in: batch.map(({ categoryId }) => categoryId) } }).lean<KeptCategory[]>()).map(
        (category) => [category._id, category],
      ),
    );
    const there = new Set(await stores.distinct('_id', { _id: { $in: batch.map(({ storeId }) => storeId) } }));
    for (const product of batch) {
      const of = `product ${product._id}`;
      for (const says of productFaults(product)) yield { of, says };
      if (!there.has(product.storeId)) yield { of, says: `its store ${product.storeId} is not there` };
      if (known.get(product.categoryId)?.storeId !== product.storeId) {
        yield { of, says: `its store has no category ${product.categoryId}` };
      }
    }
  }
};

/** What is wrong with a product by itself. */
export function productFaults({ mrp, salePrice, stock }: Pick<KeptProduct, 'mrp' | 'salePrice' | 'stock'>): string[] {
  const faults: string[] = [];
  if (stock !== null && !(Number.isSafeInteger(stock) && stock >= 0)) faults.push(`there are ${stock} pieces of it`);
  const isPrice = Number.isSafeInteger(salePrice) && Number.isSafeInteger(mrp) && 0 < salePrice && mrp <= MAX_MONEY;
  if (!isPrice || salePrice > mrp) faults.push(`it costs ${salePrice}, with ${mrp} printed on it`);
  return faults;
}
