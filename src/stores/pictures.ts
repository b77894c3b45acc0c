import qrcode from 'qrcode';
import type { KeptPictures } from '../platform/media/kept-pictures.js';
import type { T } from '../platform/texts.js';
import { drawStoreCard } from './card.js';
import type { Store } from './model.js';
import { drawPoster } from './poster.js';
import type { Stores } from './service.js';

/** Pixels of a side: sharp when printed as large as a hand. */
const QR_SIZE = 900;

export type StorePictures = ReturnType<typeof createStorePictures>;

/** What brings buyers to a store, as keys of PNGs in the media storage; each is drawn when it is first asked for. */
export function createStorePictures({ kept, stores }: { kept: KeptPictures; stores: Pick<Stores, 'url'> }) {
  const shown = (store: Store, words: readonly string[]): string[] => [
    store.name,
    store.address,
    stores.url(store),
    ...words,
  ];

  return {
    /** The picture for a status: name, place and link, with the QR in its corner. */
    card: (store: Store, t: T): Promise<string> =>
      kept('card', shown(store, [t('card.orderHere'), t('card.scan')]), () =>
        drawStoreCard(store, stores.url(store), t),
      ),

    /** The QR of the link alone, for the counter. */
    qr: (store: Store): Promise<string> =>
      kept('qr', [stores.url(store)], () =>
        qrcode.toBuffer(stores.url(store), { type: 'png', width: QR_SIZE, margin: 4 }),
      ),

    /** A sheet of A4 to print and hang up. */
    poster: (store: Store, t: T): Promise<string> =>
      kept('poster', shown(store, [t('poster.scan')]), () => drawPoster(store, stores.url(store), t)),
  };
}
