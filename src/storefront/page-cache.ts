import type { ReadyPage } from './send-page.js';

/** Of all pages kept, in bytes as they are sent. */
const MOST_BYTES = 8 * 1024 * 1024;

export type PageCache = ReturnType<typeof createPageCache>;

/**
 * Keeps the fronts of shops ready under their ETags: one link in a status brings hundreds of visitors to the same page
 * within minutes. The least lately opened ones go first when there are too many.
 */
export function createPageCache(mostBytes = MOST_BYTES) {
  const kept = new Map<string, { page: Promise<ReadyPage>; bytes: number }>();
  let bytes = 0;

  function drop(etag: string): void {
    bytes -= kept.get(etag)?.bytes ?? 0;
    kept.delete(etag);
  }

  return {
    /** The page of that ETag, made once for however many open it at once; one that could not be made is forgotten. */
    get(etag: string, make: () => Promise<ReadyPage>): Promise<ReadyPage> {
      const known = kept.get(etag);
      if (known) {
        kept.delete(etag);
        kept.set(etag, known);
        return known.page;
      }
      const entry = { page: make(), bytes: 0 };
      kept.set(etag, entry);
      entry.page.then(
        ({ bare, zipped }) => {
          if (kept.get(etag) !== entry) return;
          entry.bytes = bare.length + zipped.length;
          bytes += entry.bytes;
          for (const oldest of kept.keys()) {
            if (bytes <= mostBytes) break;
            drop(oldest);
          }
        },
        () => {
          if (kept.get(etag) === entry) drop(etag);
        },
      );
      return entry.page;
    },
  };
}
