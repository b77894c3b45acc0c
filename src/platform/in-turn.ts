/**
 * Lets work that shares a key go one after another within this process, so that it does not collide in the database:
 * orders for the same limited product, changes of one store's catalog. Keys are taken in their sorted order: two that
 * share several cannot wait for each other. Other processes are kept apart by the transaction itself.
 */
export function createTurns() {
  const tails = new Map<string, Promise<void>>();

  const one = async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const before = tails.get(key) ?? Promise.resolve();
    const result = before.then(work);
    const tail = result.then(
      () => undefined,
      () => undefined,
    );
    tails.set(key, tail);
    try {
      return await result;
    } finally {
      if (tails.get(key) === tail) tails.delete(key);
    }
  };

  return function inTurn<T>(keys: Iterable<string>, work: () => Promise<T>): Promise<T> {
    const sorted = [...new Set(keys)].sort();
    return sorted.reduceRight((inner: () => Promise<T>, key) => () => one(key, inner), work)();
  };
}
