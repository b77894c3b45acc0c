import { finish } from '../conversation/flow.js';
import type { Deps } from './deps.js';
import { entriesOnly } from './entries-only.js';
import { doing, headed, withStore } from './seller.js';

/** Gives a seller all that brings buyers: a text to send on, the picture for a status, the QR, and a poster to print. */
export const share = entriesOnly<Deps>('share', [
  {
    command: 'share',
    open: (_, __, deps) =>
      withStore(deps, async (store) => {
        const { messengers, pictures, stores, t } = deps;
        const ways = await messengers.ways(`s_${store.link}`, t);
        const slots = { shop: store.name, url: stores.url(store) };
        return finish(
          // by itself and without choices, so that it can be sent on as it is
          { text: [t('share.text', slots), ...ways.map(({ url }) => url)].join('\n') },
          { text: await headed(t('share.card', slots), store, deps), photo: await pictures.card(store, t) },
          {
            text: t('share.qr', slots),
            photo: await pictures.qr(store),
            choices: [{ id: 'poster', label: t('share.do.poster') }, ...doing(t, 'add-product')],
          },
        );
      }),
  },
  {
    choice: 'poster',
    open: (_, __, deps) =>
      withStore(deps, async (store) => {
        const { mediaUrl, pictures, t } = deps;
        const photo = await pictures.poster(store, t);
        // messengers make a photo smaller than a printer wants it
        const text = t('share.poster', { shop: store.name, url: mediaUrl(photo) });
        return finish({ text, photo, choices: doing(t, 'share', 'orders') });
      }),
  },
]);
