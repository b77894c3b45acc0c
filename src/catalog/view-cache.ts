import type { CatalogView } from './catalog.js';

/** Of all catalogs kept; the objects beside the bytes take about three times as much again. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Keeps the last version of each store's catalog, the least lately read going first when there are too many. */
export function createViewCache(mostBytes = MOST_BYTES) {
  const kept = new Map<string, CatalogView>();
  const making = new Map<string, { version: number; state: string; view: Promise<CatalogView> }>();
  let bytes = 0;

  function drop(storeId: string): void {
    bytes -= weightOf(kept.get(storeId));
    kept.delete(storeId);
  }

  function keep(storeId: string, view: CatalogView): void {
    if ((kept.get(storeId)?.version ?? -1) > view.version) return;
    drop(storeId);
    kept.set(storeId, view);
    bytes += weightOf(view);
    for (const oldest of kept.keys()) {
      if (bytes <= mostBytes) break;
      drop(oldest);
    }
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
      if (known && isRecent(known, version, state)) {
        kept.delete(storeId);
        kept.set(storeId, known);
        return Promise.resolve(known);
      }
      const begun = making.get(storeId);
      // what was begun for an older version may have read it before the newer one was written
      return begun && isRecent(begun, version, state) ? begun.view : startMaking(storeId, version, make, state);
    },
  };
}

const isRecent = (known: { version: number; state?: string }, version: number, state: string): boolean =>
  known.version > version || (known.version === version && (known.state ?? '') === state);

const weightOf = (view: CatalogView | undefined): number => (view ? view.json.length + view.gzip.length : 0);
