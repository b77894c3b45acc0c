import { LRUCache } from 'lru-cache';
import type { CatalogView } from './catalog.js';

/**
 * Keeps the last version of each store's catalog, the least lately read going first when there are too many.
 * @param mostBytes of all catalogs kept; the objects beside the bytes take about three times as much again
 */
export function createViewCache(mostBytes: number) {
  const kept = new LRUCache<string, CatalogView>({
    maxSize: mostBytes,
    sizeCalculation: ({ json, gzip }) => json.length + gzip.length,
  });
  const making = new Map<string, { version: number; state: string; view: Promise<CatalogView> }>();

  function keep(storeId: string, view: CatalogView): void {
    if ((kept.peek(storeId)?.version ?? -1) <= view.version) kept.set(storeId, view);
  }

  function startMaking(
    storeId: string,
    version: number,
    make: () => Promise<CatalogView>,
    state: string,
  ): Promise<CatalogView> {
    const view = make();
    making.set(storeId, { version, state, view });
    const end = (): void => {
      if (making.get(storeId)?.view === view) making.delete(storeId);
    };
    view.then((made) => {
      end();
      keep(storeId, made);
    }, end);
    return view;
  }

  return {
    /** A view of that version and state or of a later version, made once for however many ask at once. */
    get(storeId: string, version: number, make: () => Promise<CatalogView>, state = ''): Promise<CatalogView> {
      const known = kept.get(storeId);
      if (known && isRecent(known, version, state)) return Promise.resolve(known);
      const begun = making.get(storeId);
      // what was begun for an older version may have read it before the newer one was written
      return begun && isRecent(begun, version, state) ? begun.view : startMaking(storeId, version, make, state);
    },
  };
}

const isRecent = (known: { version: number; state?: string }, version: number, state: string): boolean =>
  known.version > version || (known.version === version && (known.state ?? '') === state);
