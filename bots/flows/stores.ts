import { z } from 'zod';
import { type Flow, finish, goTo, pass } from '../conversation/flow.js';
import type { Deps } from './deps.js';
import { doing, MOST_STORES, sellerChoices, sellingStore, withStore } from './seller.js';

const Turn = z.object({ at: z.literal('list') });
type Turn = z.infer<typeof Turn>;

/** A seller with several stores sees which one is worked on, and takes another. */
export const stores: Flow<Turn, Deps> = {
  id: 'stores',
  schema: Turn,
  start: { at: 'list' },
  steps: {
    list: {
      rest: true,
      async ask(_, deps) {
        const { contact, t } = deps;
        const { items } = await deps.stores.ofAccount(contact.accountId ?? '', { limit: MOST_STORES });
        const current = await sellingStore(deps);
        const others = items.filter(({ _id }) => _id !== current?._id);
        return {
          text: t('stores.which', { shop: current?.name ?? '' }),
          choices: others.map(({ _id, name }) => ({ id: `store:${_id}`, label: name })),
        };
      },
      accept: () => pass(),
    },
  },
  entries: [
    {
      command: 'stores',
      open: (_, __, deps) =>
        withStore<Turn>(deps, async (store) => {
          const { items } = await deps.stores.ofAccount(store.accountId, { limit: 2 });
          if (items.length > 1) return goTo({ at: 'list' });
          return finish({ text: deps.t('stores.onlyOne', { shop: store.name }), choices: doing(deps.t, 'new-store') });
        }),
    },
    {
      choice: 'store:',
      async open(storeId, _, { contact, contacts, stores, t }) {
        if (!contact.accountId) return pass();
        const store = await stores.own(contact.accountId, storeId);
        await contacts.setSellingStore(contact._id, store._id);
        return finish({ text: t('stores.now', { shop: store.name }), choices: sellerChoices(t) });
      },
    },
  ],
};
