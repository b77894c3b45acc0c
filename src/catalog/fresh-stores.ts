import { LRUCache } from 'lru-cache';
import type { Clock } from '../platform/clock.js';
import type { Store } from '../stores/model.js';
import type { Stores } from '../stores/service.js';

/** Another process may have changed something without our hearing of it: the database is asked this often. */
const FRESH_MS = 1000;

/** Whether what was asked then counts now; a clock that was put back makes nothing new. */
export const isFresh = (askedAt: number, now: number): boolean => Math.abs(now - askedAt) < FRESH_MS;

const MOST_STORES = 1000;

type Look = { at: number; store: Promise<Store>; known?: Store };

/** Knows stores by their links and ids, at most a second old, and asks once for however many want to know. */
export function createFreshStores({ stores, clock }: { stores: Pick<Stores, 'byLink' | 'byId'>; clock: Clock }) {
  const byLink = new LRUCache<string, Look>({ max: MOST_STORES });
  const byId = new LRUCache<string, Look>({ max: MOST_STORES });

  function find(looks: LRUCache<string, Look>, key: string, ask: (key: string) => Promise<Store>): Promise<Store> {
    const at = clock.now().getTime();
    const last = looks.get(key);
    if (last && isFresh(last.at, at)) return last.store;
    const look: Look = { at, store: ask(key) };
    looks.set(key, look);
    look.store.then(
      (known) => {
        look.known = known;
      },
      () => {
        if (looks.get(key) === look) looks.delete(key);
      },
    );
    return look.store;
  }

  return {
    /** @throws Refusal `no_shop` (404) */
    byLink: (link: string): Promise<Store> => find(byLink, link, stores.byLink),

    /** @throws Refusal `no_shop` (404) */
    byId: (storeId: string): Promise<Store> => find(byId, storeId, stores.byId),

    /** The last look at a link, while it counts, and the store that it found; asks nobody. */
    last(link: string): { known?: Store } | undefined {
      const look = byLink.get(link);
      return look && isFresh(look.at, clock.now().getTime()) ? look : undefined;
    },

    /** Makes the next look ask again; a look under way may have begun before the change, so it does not count. */
    forget(storeId: string): void {
      byId.delete(storeId);
      for (const [link, look] of byLink) {
        if (look.known === undefined || look.known._id === storeId) byLink.delete(link);
      }
    },
  };
}
