import type { RequestHandler } from 'express';
import type { Catalog } from '../catalog/catalog.js';
import { photoKey } from '../catalog/photos.js';
import type { KeptPictures } from '../platform/media/kept-pictures.js';
import type { MediaStorage } from '../platform/media/media-storage.js';
import { notFound } from '../platform/refusal.js';
import type { Store } from '../stores/model.js';
import { drawPreview, MOST_PHOTOS } from './preview-card.js';

export type PreviewDeps = {
  catalog: Pick<Catalog, 'storeOf' | 'page'>;
  kept: KeptPictures;
  media: Pick<MediaStorage, 'read'>;
  /** Without a slash at the end. */
  publicUrl: string;
};

/** Products that are looked through for photos. */
const LOOKED_THROUGH = 20;

/** The address of the picture beside a link: another one for each version of the shop, since messengers keep it. */
export const previewPath = ({ link, catalogVersion }: Pick<Store, 'link' | 'catalogVersion'>): string =>
  `/s/${link}/preview/${catalogVersion}.jpg`;

/** `GET /s/{link}/preview/{version}.jpg`: the picture of the shop as it now is, drawn when it is first asked for. */
export const preview =
  ({ catalog, kept, media, publicUrl }: PreviewDeps): RequestHandler<{ link: string; file: string }> =>
  async (req, res) => {
    if (!/^\d{1,15}\.jpg$/.test(req.params.file)) throw notFound('page');
    const store = await catalog.storeOf(req.params.link);
    const { items } = await catalog.page(store, { limit: LOOKED_THROUGH });
    const keys = items.flatMap(({ photo }) => (photo ? [photoKey(photo.key, 1080)] : [])).slice(0, MOST_PHOTOS);
    const url = `${publicUrl}/s/${store.link}`;
    const draw = async () => {
      const photos = (await Promise.all(keys.map(media.read))).flatMap((bytes) => bytes ?? []);
      return drawPreview(store, photos, url);
    };
    const key = await kept('preview', [store.name, store.address, url, ...keys], draw, 'jpg');
    const picture = await media.read(key);
    if (!picture) throw notFound('media');
    const isNow = req.params.file === `${store.catalogVersion}.jpg`;
    res
      .set('Cache-Control', isNow ? 'public, max-age=31536000, immutable' : 'no-cache')
      .type('image/jpeg')
      .send(picture);
  };
