/** Of all pages kept, in bytes as they are sent. */
const MOST_BYTES = 8 * 1024 * 1024;

export type PageCache = ReturnType<typeof createPageCache>;

/**
 * Keeps the fronts of shops ready, packed, under their ETags and encodings: one link in a status brings hundreds of
 * visitors to the same page within minutes. The least lately opened ones go first when there are too many.
 */
export function createPageCache(mostBytes = MOST_BYTES) {
  const kept = new Map<string, { page: Promise<Buffer>; bytes: number }>();
  let bytes = 0;

  function drop(key: string): void {
    bytes -= kept.get(key)?.bytes ?? 0;
    kept.delete(key);
  }

  return {
    /** The page of that key, made once for however many open it at once; one that could not be made is forgotten. */
    get(key: string, make: () => Promise<Buffer>): Promise<Buffer> {
      const known = kept.get(key);
      if (known) {
        kept.delete(key);
        kept.set(key, known);
        return known.page;
      }
      const entry = { page: make(), bytes: 0 };
      kept.set(key, entry);
      entry.page.then(
        ({ length }) => {
          if (kept.get(key) !== entry) return;
          entry.bytes = length;
          bytes += entry.bytes;
          for (const oldest of kept.keys()) {
            if (bytes <= mostBytes) break;
            drop(oldest);
          }
        },
        () => {
          if (kept.get(key) === entry) drop(key);
        },
      );
      return entry.page;
    },
  };
}
