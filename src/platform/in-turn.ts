/**
 * Lets work of one key go one after another within this process, so that it does not collide in the database: changes of
 * one store's catalog, repetitions of one request. Other processes are kept apart by the transaction itself.
 */
export function createTurns() {
  const tails = new Map<string, Promise<void>>();

  return async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
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
}
