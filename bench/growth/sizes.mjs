import { inDatabase } from '../support/many-products.mjs';

const MB = 1_000_000;

/** What the collections of a town take up on disk and in their indexes: from this the next size is reckoned. */
export const sizesOf = ({ server, stores }) =>
  inDatabase(server.at.MONGODB_URI, async (db) => {
    const names = (await db.listCollections().toArray())
      .map(({ name }) => name)
      .filter((name) => !/^system/.test(name));
    const sizes = await Promise.all(names.map(async (name) => ({ name, ...(await db.command({ collStats: name })) })));
    return sizes
      .filter(({ count }) => count >= stores)
      .map(({ name, count, size, storageSize, totalIndexSize }) => ({
        ...{ name: 'size', what: `${name}, ${stores} stores` },
        saw:
          `${count} of ${Math.round(size / count)} bytes, ${mb(storageSize)} on disk, ` +
          `${mb(totalIndexSize)} of indexes`,
      }));
  });

const mb = (bytes) => `${(bytes / MB).toFixed(1)} MB`;
