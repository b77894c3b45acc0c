import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import { knowsVersion } from '../../platform/http/knows-version.js';
import { type MediaStorage, PRIVATE_MEDIA } from '../../platform/media/media-storage.js';
import { notFound, Refusal } from '../../platform/refusal.js';

/**
 * `/media/{key}`: photos and pictures. A key names its content for good, so whoever has it need never ask again. They
 * may stand in pages of other sites, and are nothing but pictures: no code runs from here.
 */
export function createMedia(media: MediaStorage): Router {
  const router = Router({ caseSensitive: true });
  router.all('/media/*key', async (req, res) => {
    res.locals.route = '/media/{key}';
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      res.set('Allow', 'GET, HEAD');
      throw new Refusal('wrong_method', 405);
    }
    const key = [req.params.key].flat().join('/');
    // some disks know no case
    const found = key.toLowerCase().startsWith(PRIVATE_MEDIA) ? undefined : await media.get(key);
    if (!found) throw notFound('media');
    const etag = `"${encodeURIComponent(key)}"`;
    res.set({
      ETag: etag,
      'Cache-Control': 'public, max-age=31536000, immutable',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Access-Control-Allow-Origin': '*',
    });
    if (req.method === 'HEAD' || knowsVersion(req.headers['if-none-match'], etag)) {
      found.stream.destroy();
      if (req.method === 'HEAD') res.set({ 'Content-Type': found.contentType, 'Content-Length': String(found.bytes) });
      res.status(req.method === 'HEAD' ? 200 : 304).end();
      return;
    }
    res.set({ 'Content-Type': found.contentType, 'Content-Length': String(found.bytes) });
    // a client that goes away in the middle is its own matter
    await pipeline(found.stream, res).catch(() => res.destroy());
  });
  return router;
}
