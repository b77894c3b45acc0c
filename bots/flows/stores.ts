import { type Flow, finish, goTo, pass } from '../conversation/flow.js';
import type { Deps } from './deps.js';
import { doing, MOST_STORES, sellerChoices, sellingStore, withStore } from './seller.js';
import { closeToday, undo } from './stores/change.js';
import { days } from './stores/days.js';
import { asking, menu, openSetting } from './stores/menu.js';
import { Turn } from './stores/turn.js';

/** A seller sees the shops, takes another one to work on, and sets everything of the present one. */
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
        const rows = items.map(({ _id, name }) => {
          return { id: `store:${_id}`, label: _id === current?._id ? t('stores.current', { shop: name }) : name };
        });
        return {
          text: t('stores.which', { shop: current?.name ?? '' }),
          choices: [...rows, ...doing(t, 'settings', 'new-store')],
        };
      },
      accept: () => pass(),
    },
    ...{ menu, days },
    ...{ name: asking('name'), address: asking('address'), link: asking('link'), hours: asking('hours') },
    ...{ delivery: asking('delivery'), freeAbove: asking('freeAbove'), minOrder: asking('minOrder') },
    ...{ upi: asking('upi'), payment: asking('payment'), language: asking('language') },
    ...{ currency: asking('currency'), lowStock: asking('lowStock'), timeZone: asking('timeZone') },
  },
  entries: [
    {
      command: 'stores',
      open: (_, __, deps) =>
        withStore<Turn>(deps, async (store) => {
          const { items } = await deps.stores.ofAccount(store.accountId, { limit: 2 });
          if (items.length > 1) return goTo({ at: 'list' });
          const choices = doing(deps.t, 'settings', 'new-store');
          return finish({ text: deps.t('stores.onlyOne', { shop: store.name }), choices });
        }),
    },
    {
      choice: 'store:',
      async open(storeId, _, { contact, contacts, stores, t }) {
        if (!contact.accountId) return pass();
        const store = await stores.own(contact.accountId, storeId);
        await contacts.setSellingStore(contact._id, store._id);
        const choices = [...sellerChoices(t), ...doing(t, 'settings')];
        return finish({ text: t('stores.now', { shop: store.name }), choices });
      },
    },
    {
      choice: 'settings',
      open: (_, __, deps) => withStore<Turn>(deps, ({ _id }) => goTo({ at: 'menu', storeId: _id })),
    },
    {
      quick: 'settings',
      open: (arg, _, deps) =>
        arg === '' && deps.contact.accountId
          ? withStore<Turn>(deps, ({ _id }) => goTo({ at: 'menu', storeId: _id }))
          : pass(),
    },
    { choice: 'setting:', open: (arg, _, deps) => openSetting(arg, deps) },
    {
      choice: 'undo:',
      open: (changeId, _, deps) => (changeId.startsWith('store.') ? undo(changeId, deps) : pass()),
    },
    {
      quick: 'closedToday',
      async open(arg, _, deps) {
        const store = arg === '' ? await sellingStore(deps) : undefined;
        return store ? closeToday(store, deps) : pass();
      },
    },
  ],
};
