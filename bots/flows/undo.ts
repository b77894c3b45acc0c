import { Refusal } from '../../src/platform/refusal.js';
import type { Store } from '../../src/stores/model.js';
import { finish, pass } from '../conversation/flow.js';
import type { Deps } from './deps.js';
import { entriesOnly } from './entries-only.js';
import { MOST_STORES, sellingStore } from './seller.js';
import { undo as undoSetting } from './stores/change.js';

/** Takes back a change of a product, or its addition, and leaves the chat where it was. */
export const undo = entriesOnly<Deps>('undo', [
  {
    choice: 'undo:',
    async open(changeId, _, deps) {
      const { contact, onceKey, products, stores } = deps;
      if (!contact.accountId) return pass();
      const { items } = await stores.ofAccount(contact.accountId, { limit: MOST_STORES });
      // whichever store it was in
      for (const store of items.toReversed()) {
        try {
          return finish(asBefore(await products.undo(store, changeId, { key: onceKey }), deps));
        } catch (error) {
          if (!(error instanceof Refusal) || error.code !== 'no_change') throw error;
        }
      }
      throw new Refusal('no_change', 404);
    },
  },
  {
    quick: 'undo',
    async open(arg, _, deps) {
      const store = arg === '' ? await sellingStore(deps) : undefined;
      return store ? undoLast(store, deps) : pass();
    },
  },
]);

const asBefore = ({ _id, name, deleted }: { _id: string; name: string; deleted: boolean }, { t }: Deps) => ({
  text: t(deleted ? 'addProduct.takenBack' : 'addProduct.asBefore', { product: name }),
  choices: deleted ? [] : [{ id: `manage:${_id}`, label: t('products.open') }],
});

/** Takes back what was changed last of this store or its products; said once more, what was changed before. */
async function undoLast(store: Store, deps: Deps): Promise<ReturnType<typeof finish>> {
  const once = { key: deps.onceKey };
  const [ofProducts, ofStore] = await Promise.all([
    deps.products.lastChange(store._id, once),
    deps.stores.lastChange(store._id, once),
  ]);
  const found = [ofProducts, ofStore].flatMap((change) => change ?? []);
  const last = found.find(({ isRepeated }) => isRepeated) ?? found.sort((a, b) => b.at.getTime() - a.at.getTime())[0];
  if (!last) throw new Refusal('no_change', 404);
  if (last === ofStore) return undoSetting(last.id, deps);
  return finish(asBefore(await deps.products.undo(store, last.id, once), deps));
}
