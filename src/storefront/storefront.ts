import { type RequestHandler, Router } from 'express';
import type { Catalog } from '../catalog/catalog.js';
import type { MediaUrl } from '../catalog/product-view.js';
import { withDeadline } from '../platform/http/deadline.js';
import type { Logger } from '../platform/logger.js';
import { notFound } from '../platform/refusal.js';
import type { Texts } from '../platform/texts.js';
import { hrefOf, readAsked } from './asked.js';
import { createAssets } from './assets.js';
import { createPageCache } from './page-cache.js';
import { localeFor, readerOf, shopReader } from './reader.js';
import { sayWhy } from './say-why.js';
import { etagOf, isKnown, policyOf, readyPage, sendPage, setPageHeaders } from './send-page.js';
import { shopPage } from './shop-page.js';
import { fetchShown } from './shown.js';

export type StorefrontDeps = {
  catalog: Pick<Catalog, 'storeOf' | 'view' | 'page' | 'etag' | 'openState'>;
  texts: Pick<Texts, 't' | 'languages'>;
  logger: Logger;
  /** What the program is called from outside, without a slash at the end. */
  publicUrl: string;
  mediaUrl: MediaUrl;
  /** Spoken where neither the browser nor the store has a language that there is. */
  defaultLanguage: string;
};

const DEADLINE_MS = 4500;

/** The pages that buyers open in a browser, without any script; to be mounted at `/s`. */
export function createStorefront(deps: StorefrontDeps): Router {
  const { catalog, texts, logger, publicUrl, mediaUrl, defaultLanguage } = deps;
  const assets = createAssets();
  const fronts = createPageCache();
  const policy = policyOf(new URL(mediaUrl('p')).origin);

  const shop: RequestHandler<{ link: string }> = async (req, res) => {
    const store = await catalog.storeOf(req.params.link);
    if (`${req.baseUrl}${req.path}` !== hrefOf(store.link)) {
      // not to be kept: a link that is a former one today may be the present one again
      res.set('Cache-Control', 'no-cache');
      return res.redirect(301, hrefOf(store.link) + queryOf(req.originalUrl));
    }
    const asked = readAsked(req.query);
    const reader = readerOf(req, { texts, defaultLanguage }, store);
    const opening = catalog.openState(store, localeFor(reader, store));
    // that a shop opens tomorrow is so for one day only
    const etag = etagOf(catalog.etag(store), opening.slots, reader.language, asked, assets.version);
    setPageHeaders(res, policy);
    res.set({ 'Cache-Control': 'no-cache', ETag: etag });
    if (isKnown(req, etag)) return void res.status(304).end();
    const make = async () => {
      const { categories } = (await catalog.view(store)).catalog;
      const shown = await fetchShown({ catalog, mediaUrl }, store, categories, asked);
      const page = { store, opening, categories, shown, asked, reader: shopReader(reader, store), assets, publicUrl };
      return readyPage(shopPage(page));
    };
    const isFront = asked.q === undefined && asked.category === undefined;
    sendPage(req, res, await (isFront ? fronts.get(etag, make) : make()));
  };

  const router = Router();
  router.use(named, withDeadline(DEADLINE_MS));
  router.get('/assets/:version/:file', assets.serve);
  router.get('/:link', shop);
  router.get('/{*rest}', () => {
    throw notFound('shop');
  });
  router.use(sayWhy({ texts, defaultLanguage, logger, assets, publicUrl, policy }));
  return router;
}

/** So that links of shops stay out of logs and metrics. */
const named: RequestHandler = (_req, res, next) => {
  res.locals.route = '/s/{link}';
  next();
};

const queryOf = (url: string): string => (url.includes('?') ? url.slice(url.indexOf('?')) : '');
