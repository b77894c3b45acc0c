import type { Look } from './finding.js';

/** The indexes that keep two of the same from being there are there themselves. */
export const lookAtIndexes: Look = async function* (db) {
  for (const name of db.modelNames()) {
    const { toCreate } = await db.model(name).diffIndexes();
    for (const index of toCreate) yield { of: `collection ${name}`, says: `it has no index ${JSON.stringify(index)}` };
  }
};
