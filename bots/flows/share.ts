import { finish } from '../conversation/flow.js';
import type { Deps } from './deps.js';
import { entriesOnly } from './entries-only.js';
import { withStore } from './seller.js';
import { storeCard, storeQr } from './store-pictures.js';

/** Gives a seller all that brings buyers: the picture for a status, the QR to print, and a text to send on. */
export const share = entriesOnly<Deps>('share', [
  {
    command: 'share',
    open: (_, __, deps) =>
      withStore(deps, async (store) => {
        const { stores, t } = deps;
        const inMessenger = deps.messengerLink(`s_${store.link}`);
        const slots = { shop: store.name, url: stores.url(store) };
        return finish(
          { text: t('share.card', slots), photo: await storeCard(store, deps) },
          { text: t('share.qr', slots), photo: await storeQr(store, deps) },
          { text: [t('share.text', slots), ...(inMessenger ? [inMessenger] : [])].join('\n') },
        );
      }),
  },
]);
