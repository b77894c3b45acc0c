import { createHash } from 'node:crypto';
import qrcode from 'qrcode';
import { drawStoreCard } from '../../src/stores/card.js';
import type { Store } from '../../src/stores/model.js';
import type { Deps } from './deps.js';

/** Pixels of a side: sharp when printed as large as a hand. */
const QR_SIZE = 900;

type Pictures = Pick<Deps, 'media' | 'stores' | 't'>;

/** The picture for a status, as a media key: name, place and link, with the QR in its corner. */
export function storeCard(store: Store, { media, stores, t }: Pictures): Promise<string> {
  const url = stores.url(store);
  return kept('card', [store.name, store.address, url, t('card.orderHere')], media, () => drawStoreCard(store, url, t));
}

/** The QR of the link alone, as a media key, to print and put on the counter. */
export function storeQr(store: Store, { media, stores }: Pictures): Promise<string> {
  const url = stores.url(store);
  return kept('qr', [url], media, () => qrcode.toBuffer(url, { type: 'png', width: QR_SIZE, margin: 4 }));
}

/** Named after what is drawn, so that it is drawn once; put again, since media that nobody asks for is swept. */
async function kept(
  kind: string,
  drawn: readonly string[],
  media: Deps['media'],
  draw: () => Promise<Buffer>,
): Promise<string> {
  const key = `${kind}/${createHash('sha256').update(drawn.join('\n')).digest('hex').slice(0, 32)}.png`;
  const picture = (await media.read(key)) ?? (await draw());
  await media.put(key, picture, 'image/png');
  return key;
}
