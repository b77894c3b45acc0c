import mongoose from 'mongoose';

const BATCH = 5000;

/** Of what can be made again nobody needs to be sure. */
export const QUICKLY = { ordered: false, writeConcern: { w: 1, j: false } };

/** An id as the program makes them: they grow with time, so that indexes are filled at their end. */
export const anId = () => new mongoose.mongo.ObjectId().toHexString();

/** Does something with a database directly, as nobody but its keeper would. */
export async function inDatabase(uri, work) {
  const client = new mongoose.mongo.MongoClient(uri);
  try {
    return await work(client.db());
  } finally {
    await client.close();
  }
}

/** A product in the shape of `src/catalog/model.ts`. */
export function aProductOf(storeId, { id: categoryId, name: category }, i, stock = null) {
  const name = `Mango pickle ${i}`;
  const salePrice = 4900 + ((i * 7919) % 90_000);
  return {
    ...{ _id: anId(), storeId, name, description: 'Sour.', mrp: salePrice + 5000, salePrice, categoryId, category },
    ...{ stock, photo: null, hidden: false, deleted: false, createdAt: new Date() },
    ...{ search: `mango pickle ${i} ${category.toLowerCase()}`, changes: [] },
  };
}

/** Inserts so many documents, some at a time. @returns what `made` gave, by its number */
export async function insertMany(collection, count, made) {
  const all = [];
  for (let from = 0; from < count; from += BATCH) {
    const some = Array.from({ length: Math.min(BATCH, count - from) }, (_, i) => made(from + i));
    await collection.insertMany(some, QUICKLY);
    all.push(...some);
  }
  return all;
}
