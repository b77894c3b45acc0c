import { z } from 'zod';
import type { Store } from '../../stores/model.js';
import { PathParam } from '../edge/path-params.js';
import { answer, PNG, type Route, route } from '../edge/route.js';
import type { Services } from '../services.js';
import { keptPicture } from './kept-picture.js';

const tag = 'stores';
const params = z.object({ storeId: PathParam.storeId });

const path = z.string().meta({ examples: ['/api/v1/stores/6a0000000000000000000001/card.png'] });

const ShareSchema = z
  .object({
    link: z.string().meta({ examples: ['asha-pickles'] }),
    url: z.url(),
    text: z.string().meta({ description: 'To send on as it is.' }),
    card: path.meta({ description: 'The picture for a status, 1080 × 1920.' }),
    qr: path.meta({ description: 'The QR alone, 900 × 900.' }),
    poster: path.meta({ description: 'A4 to print, 2480 × 3508.' }),
  })
  .meta({ id: 'Share' });

/** What a seller brings buyers with; words on it are in the store's language. */
export function shareRoutes(services: Pick<Services, 'stores' | 'pictures' | 'media' | 'texts'>): Route[] {
  const { stores, pictures, media, texts } = services;
  type Draw = (store: Store) => Promise<string>;
  const png = (id: string, name: string, summary: string, draw: Draw): Route =>
    route(
      {
        id,
        method: 'get',
        path: `/stores/{storeId}/${name}.png`,
        tag,
        summary,
        auth: 'seller',
        params,
        answers: { 200: PNG, 304: null },
        refuses: { 404: ['no_media'] },
      },
      async ({ params, caller, header, unhurried }) => {
        const store = await stores.own(caller.accountId, params.storeId);
        return keptPicture(media, await unhurried(() => draw(store)), header('if-none-match'));
      },
    );

  return [
    route(
      {
        id: 'shareStore',
        method: 'get',
        path: '/stores/{storeId}/share',
        tag,
        summary: 'The link, a text to send on, and where the pictures are',
        auth: 'seller',
        params,
        answers: { 200: ShareSchema },
      },
      async ({ params, caller }) => {
        const store = await stores.own(caller.accountId, params.storeId);
        const url = stores.url(store);
        const at = (name: string): string => `/api/v1/stores/${store._id}/${name}.png`;
        return answer(200, {
          ...{ link: store.link, url },
          text: texts.t(store.language)('share.text', { shop: store.name, url }),
          ...{ card: at('card'), qr: at('qr'), poster: at('poster') },
        });
      },
    ),
    png('drawCard', 'card', 'The picture for a status', (store) => pictures.card(store, texts.t(store.language))),
    png('drawQr', 'qr', 'The QR of the link', (store) => pictures.qr(store)),
    png('drawPoster', 'poster', 'A poster of A4 to print', (store) => pictures.poster(store, texts.t(store.language))),
  ];
}
