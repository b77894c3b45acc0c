import express, { type Request, type RequestHandler, Router } from 'express';
import type { Otp } from '../accounts/otp.js';
import type { Tokens } from '../accounts/tokens.js';
import type { Carts } from '../carts/service.js';
import type { Catalog } from '../catalog/catalog.js';
import { buyerView, type MediaUrl } from '../catalog/product-view.js';
import type { Products } from '../catalog/products.js';
import { isVisible } from '../catalog/rules.js';
import type { Messengers, PageProofs, ProofLinks } from '../contacts/index.js';
import type { Customers } from '../orders/customers.js';
import type { Orders } from '../orders/service.js';
import { withDeadline } from '../platform/http/deadline.js';
import type { ReadyAnswers } from '../platform/http/ready-answers.js';
import { sameOriginOnly } from '../platform/http/same-origin.js';
import { Id } from '../platform/ids.js';
import type { Logger } from '../platform/logger.js';
import type { KeptPictures } from '../platform/media/kept-pictures.js';
import type { MediaStorage } from '../platform/media/media-storage.js';
import { notFound } from '../platform/refusal.js';
import type { Texts } from '../platform/texts.js';
import { type Asked, hrefOf, readAsked } from './asked.js';
import { createAssets } from './assets.js';
import { changeCart } from './change-cart.js';
import { createElsewhere } from './elsewhere.js';
import { encodingFor } from './encodings.js';
import { chooseLanguage } from './languages.js';
import { ordering } from './order/ordering.js';
import { createPageCache } from './page-cache.js';
import { createPages } from './pages.js';
import { orderPath } from './paths.js';
import { createNews } from './placed/news.js';
import { placed } from './placed/placed.js';
import { preview } from './preview.js';
import { ProductPage } from './product-page.js';
import { sayWhy } from './say-why.js';
import { etagOf, isKnown, packedPage, policyOf, sendPacked, setPageHeaders } from './send-page.js';
import { ShopPage } from './shop-page.js';
import { fetchShown } from './shown.js';
import { sitemap } from './sitemap.js';
import { createVisits } from './visits.js';

export type StorefrontDeps = {
  catalog: Pick<Catalog, 'storeOf' | 'view' | 'page' | 'etag' | 'holds' | 'openState'>;
  products: Pick<Products, 'find' | 'each'>;
  carts: Pick<Carts, 'create' | 'read' | 'set' | 'remove'>;
  orders: Pick<Orders, 'place' | 'ofCustomerById' | 'cancel' | 'claimPaid'>;
  customers: Pick<Customers, 'find' | 'ensure'>;
  messengers: Pick<Messengers, 'ways'>;
  proofs: Pick<ProofLinks, 'make'>;
  pageProofs: Pick<PageProofs, 'newId' | 'take'>;
  otp: Pick<Otp, 'mode' | 'send' | 'check'>;
  tokens: Pick<Tokens, 'issue' | 'verify'>;
  /** Keeps the fronts of shops ready, ahead of everything. */
  ready?: Pick<ReadyAnswers, 'keep'>;
  /** Counts a try to prove a number. @throws Refusal `too_many_requests` (429) */
  countProof(req: Request, mobile: string): Promise<void>;
  /** Counts a change. @throws Refusal `too_many_requests` (429) */
  countChange(req: Request): Promise<void>;
  kept: KeptPictures;
  media: Pick<MediaStorage, 'read'>;
  texts: Pick<Texts, 't' | 'languages'>;
  logger: Logger;
  /** What the program is called from outside, without a slash at the end. */
  publicUrl: string;
  mediaUrl: MediaUrl;
  /** Spoken where neither the browser nor the store has a language that there is. */
  defaultLanguage: string;
};

const DEADLINE_MS = 4500;
const ROUTE = '/s/{link}';
const HTML = 'text/html; charset=utf-8';
/** An order form with everything at its longest, in letters that take nine bytes each on the way. */
const MOST_BYTES = 100_000;

export type Storefront = { router: Router; quiet(): void };

/** The pages that buyers open in a browser; each works without any script. To be mounted at `/s`. */
export function createStorefront(deps: StorefrontDeps): Storefront {
  const { catalog, products, texts, logger, publicUrl, mediaUrl, defaultLanguage, countChange } = deps;
  const assets = createAssets();
  const fronts = createPageCache();
  const policy = policyOf(new URL(mediaUrl('p')).origin);
  const secure = publicUrl.startsWith('https:');
  const visits = createVisits({ ...deps, secure });
  const pages = createPages({ catalog, assets, publicUrl, policy, texts, defaultLanguage });
  const news = createNews(deps);
  const elsewhere = createElsewhere(deps);
  const order = ordering({ ...deps, visits, elsewhere, pages });
  const orders = placed({ ...deps, visits, elsewhere, pages, news });

  /** Leads from any other spelling of a link, and from a former one, to where its page is now. */
  const rightLink: RequestHandler<{ link: string }> = async (req, res, next) => {
    const { link } = await catalog.storeOf(req.params.link);
    const [, , ...rest] = req.path.replace(/\/$/, '').split('/');
    const path = [hrefOf(link), ...rest].join('/');
    if (`${req.baseUrl}${req.path}` === path) return next();
    // not to be kept: a link that is a former one today may be the present one again
    res.set('Cache-Control', 'no-cache');
    res.redirect(req.method === 'GET' || req.method === 'HEAD' ? 301 : 308, path + queryOf(req.originalUrl));
  };

  const shop: RequestHandler<{ link: string }> = async (req, res) => {
    const store = await catalog.storeOf(req.params.link);
    const asked = readAsked(req.query);
    const make = async (context: ReturnType<typeof pages.context>) => {
      const { categories } = (await catalog.view(store)).catalog;
      const shown = await fetchShown({ catalog, mediaUrl }, store, categories, asked);
      const here = hrefOf(store.link, shown.at === 'shop' ? {} : asked);
      return ShopPage({ context: { ...context, here }, categories, shown, asked });
    };
    if (visits.hasCart(req, store)) {
      // a cart that cannot be reached keeps nobody from looking around
      const cart = await visits.cart(req, store).catch(() => undefined);
      return pages.send(req, res, await make(pages.context(req, store, cart)));
    }
    const context = pages.context(req, store, undefined);
    // that a shop opens tomorrow is so for one day only
    const version = catalog.etag(store);
    const etag = etagOf(version, context.opening.slots, context.reader.language, asked, assets.version);
    setPageHeaders(res, policy);
    res.set({ 'Cache-Control': 'no-cache', ETag: etag });
    const isNotChanged = isKnown(req, etag);
    const encoding = encodingFor(req);
    const pack = async () => packedPage(await make(context), encoding);
    if (!isFront(asked)) return isNotChanged ? void res.status(304).end() : sendPacked(res, await pack(), encoding);
    const page = await fronts.get(`${etag} ${encoding}`, pack);
    if (deps.ready) {
      const entity = { 'content-type': HTML, ...(encoding !== 'identity' && { 'content-encoding': encoding }) };
      const isCurrent = catalog.holds(req.params.link, version);
      deps.ready.keep(req, res, ROUTE, { etag, body: page, entity, isCurrent, anonymous: true });
    }
    if (isNotChanged) res.status(304).end();
    else sendPacked(res, page, encoding);
  };

  const product: RequestHandler<{ link: string; productId: string }> = async (req, res) => {
    const store = await catalog.storeOf(req.params.link);
    const { productId } = req.params;
    if (!Id.safeParse(productId).success) throw notFound('product');
    const found = await products.find(store, productId);
    if (!isVisible(found)) throw notFound('product');
    const cart = await visits.cart(req, store).catch(() => undefined);
    const context = pages.context(req, store, cart);
    const category = { id: found.categoryId, name: found.category };
    const page = ProductPage({
      context: { ...context, here: req.baseUrl + req.path },
      product: buyerView(found, mediaUrl),
      category,
    });
    await pages.send(req, res, page);
  };

  /** From the chat, with the cart that was filled there. */
  const comeWithCart: RequestHandler<{ link: string; cartId: string }> = async (req, res) => {
    const store = await catalog.storeOf(req.params.link);
    const { cartId, storeLink } = await deps.carts.read(req.params.cartId);
    if (storeLink !== store.link) throw notFound('cart');
    visits.keepCart(res, store, cartId);
    res.redirect(303, orderPath(store.link));
  };

  const router = Router();
  router.use(named);
  router.get('/assets/:version/:file', assets.serve);
  router.get('/:link/orders/:orderId/news', rightLink, orders.follow);
  router.use(withDeadline(DEADLINE_MS));
  router.post(
    '/{*any}',
    sameOriginOnly(publicUrl),
    (req, _res, next) => void countChange(req).then(() => next(), next),
    express.urlencoded({ extended: false, limit: MOST_BYTES, parameterLimit: 50 }),
  );
  router.get('/:link', rightLink, shop);
  router.get('/:link/p/:productId', rightLink, product);
  router.get('/:link/preview/:file', rightLink, preview(deps));
  router.get('/:link/sitemap.xml', rightLink, sitemap(deps));
  router.post('/:link/language', rightLink, chooseLanguage({ texts, secure }));
  router.post('/:link/cart', rightLink, changeCart({ ...deps, visits, pages }));
  router.get('/:link/c/:cartId', rightLink, comeWithCart);
  router.get('/:link/order', rightLink, order.form);
  router.get('/:link/order/known', rightLink, order.known);
  router.post('/:link/order', rightLink, order.submit);
  router.get('/:link/orders/:orderId', rightLink, orders.show);
  router.post('/:link/orders/:orderId/again', rightLink, orders.again);
  router.post('/:link/orders/:orderId/cancel', rightLink, orders.cancel);
  router.post('/:link/orders/:orderId/paid', rightLink, orders.paid);
  router.get('/{*rest}', () => {
    throw notFound('shop');
  });
  router.use(sayWhy({ texts, defaultLanguage, logger, assets, publicUrl, policy }));
  return { router, quiet: news.quiet };
}

/** The page that most visitors open, the same for all of them. */
const isFront = ({ q, category }: Asked): boolean => q === undefined && category === undefined;

/** So that links of shops stay out of logs and metrics. */
const named: RequestHandler = (_req, res, next) => {
  res.locals.route = ROUTE;
  next();
};

const queryOf = (url: string): string => (url.includes('?') ? url.slice(url.indexOf('?')) : '');
