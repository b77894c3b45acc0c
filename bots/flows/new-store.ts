import { z } from 'zod';
import { notFound } from '../../src/platform/refusal.js';
import { parseAddress, parseStoreName } from '../../src/stores/rules.js';
import { type Flow, goTo, handOver } from '../conversation/flow.js';
import type { Deps } from './deps.js';

const Turn = z.discriminatedUnion('at', [
  z.object({ at: z.literal('name') }),
  z.object({ at: z.literal('address'), name: z.string() }),
]);
type Turn = z.infer<typeof Turn>;

/** A seller names a new store, says where it is, and gets its link and a picture to share it with. */
export const newStore: Flow<Turn, Deps> = {
  id: 'new-store',
  schema: Turn,
  start: { at: 'name' },
  steps: {
    name: {
      ask: (_, { t }) => ({ text: t('newStore.askName'), ask: 'name' }),
      accept: ({ text = '' }) => goTo({ at: 'address', name: parseStoreName(text) }),
    },
    address: {
      ask: ({ name }, { t }) => ({ text: t('newStore.askAddress', { shop: name }), ask: 'address' }),
      async accept({ text, location }, { name }, deps) {
        const { accounts, contact, contacts, onceKey, pictures, stores, t } = deps;
        const address = parseAddress(text ?? location?.label ?? '');
        const account = await accounts.find(contact.accountId ?? '');
        if (!account) throw notFound('store');
        const store = await stores.create(account, { name, address }, { key: onceKey });
        await contacts.setSellingStore(contact._id, store._id);
        const open = t('newStore.open', { shop: store.name, url: stores.url(store) });
        return handOver('add-product', { at: 'photo' }, { text: open, photo: await pictures.card(store, t) });
      },
      back: () => ({ at: 'name' }),
    },
  },
  entries: [
    {
      command: 'newstore',
      open: (_, __, { contact }) => (contact.accountId ? goTo({ at: 'name' }) : handOver('sign-up')),
    },
  ],
};
