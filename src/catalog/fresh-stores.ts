import { LRUCache } from 'lru-cache';
import type { Clock } from '../platform/clock.js';
import type { Store } from '../stores/model.js';
import type { Stores } from '../stores/service.js';

/** Another process may have changed the store without our hearing of it: the database is asked this often. */
const FRESH_MS = 1000;
const MOST_LINKS = 1000;

type Look = { at: number; store: Promise<Store>; known?: Store };

/** Knows which store a link leads to, at most a second old, and asks once for however many want to know. */
export function createFreshStores({ stores, clock }: { stores: Pick<Stores, 'byLink'>; clock: Clock }) {
  const looks = new LRUCache<string, Look>({ max: MOST_LINKS });

  function lookUp(link: string, at: number): Promise<Store> {
    const look: Look = { at, store: stores.byLink(link) };
    looks.set(link, look);
    look.store.then(
      (known) => {
        look.known = known;
      },
      () => {
        if (looks.get(link) === look) looks.delete(link);
      },
    );
    return look.store;
  }

  return {
    /** @throws Refusal `no_shop` (404) */
    byLink(link: string): Promise<Store> {
      const at = clock.now().getTime();
      const last = looks.get(link);
      return last && at - last.at < FRESH_MS ? last.store : lookUp(link, at);
    },

    /** The last look at a link, while it counts, and the store that it found; asks nobody. */
    last(link: string): { known?: Store } | undefined {
      const look = looks.get(link);
      return look && clock.now().getTime() - look.at < FRESH_MS ? look : undefined;
    },

    /** Makes the next look ask again; a look under way may have begun before the change, so it does not count. */
    forget(storeId: string): void {
      for (const [link, look] of looks) {
        if (look.known === undefined || look.known._id === storeId) looks.delete(link);
      }
    },
  };
}
