import { LRUCache } from 'lru-cache';

/** Of all pages kept, in bytes as they are sent. */
const MOST_BYTES = 8 * 1024 * 1024;

export type PageCache = ReturnType<typeof createPageCache>;

/**
 * Keeps the fronts of shops ready, packed, under their ETags and encodings: one link in a status brings hundreds of
 * visitors to the same page within minutes. The least lately opened ones go first when there are too many.
 */
export function createPageCache(mostBytes = MOST_BYTES) {
  const kept = new LRUCache<string, Buffer>({ maxSize: mostBytes, sizeCalculation: ({ length }) => length });
  const making = new Map<string, Promise<Buffer>>();

  async function keep(key: string, page: Promise<Buffer>): Promise<Buffer> {
    making.set(key, page);
    try {
      const made = await page;
      kept.set(key, made);
      return made;
    } finally {
      making.delete(key);
    }
  }

  return {
    /** The page of that key, made once for however many open it at once; one that could not be made is forgotten. */
    get: async (key: string, make: () => Promise<Buffer>): Promise<Buffer> =>
      kept.get(key) ?? making.get(key) ?? keep(key, make()),
  };
}
