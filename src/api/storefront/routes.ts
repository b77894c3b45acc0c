import { z } from 'zod';
import { buyerView } from '../../catalog/product-view.js';
import { knowsVersion } from '../../platform/http/knows-version.js';
import { Id } from '../../platform/ids.js';
import { pageOf, pageQuery } from '../edge/pages.js';
import { PathParam } from '../edge/path-params.js';
import { answer, bare, premade, type Route, route } from '../edge/route.js';
import { OfferSchema } from '../products/product-schema.js';
import type { Services } from '../services.js';
import { ShopFace, shopFace } from '../stores/store-schema.js';
import { takesGzip } from './kept-answer.js';

const tag = 'storefront';
const JSON_TYPE = 'application/json; charset=utf-8';
const params = z.object({ link: PathParam.link });

const CatalogSchema = z
  .object({
    store: ShopFace,
    categories: z.array(
      z.object({ id: Id, name: z.string(), productCount: z.int().min(1), products: z.array(OfferSchema).max(200) }),
    ),
  })
  .meta({ id: 'Catalog' });

export const storefrontRoutes = ({
  stores,
  catalog,
  mediaUrl,
}: Pick<Services, 'stores' | 'catalog' | 'mediaUrl'>): Route[] => [
  route(
    {
      id: 'readShop',
      method: 'get',
      path: '/storefront/{link}',
      tag,
      summary: 'The shop of a link, present or former',
      params,
      answers: { 200: ShopFace },
    },
    async ({ params: { link } }) => answer(200, shopFace(await catalog.storeOf(link), stores.url, stores.now())),
  ),
  route(
    {
      id: 'readCatalog',
      method: 'get',
      path: '/storefront/{link}/catalog',
      tag,
      summary: 'All categories with their products, at most 200 of each; the rest is read by the next call',
      params,
      answers: { 200: CatalogSchema, 304: null },
    },
    async ({ params: { link }, header }) => {
      const { etag, json, gzip } = await catalog.viewOf(link);
      // weak: the bytes differ with the encoding, the catalog does not
      const headers = { ETag: `W/${etag}`, 'Cache-Control': 'no-cache', Vary: 'Accept-Encoding' };
      const isZipped = takesGzip(header('accept-encoding'));
      const body = isZipped ? gzip : json;
      const entity = { 'content-type': JSON_TYPE, ...(isZipped && { 'content-encoding': 'gzip' }) };
      const ready = { etag: headers.ETag, body, entity, isCurrent: catalog.holds(link, etag) };
      if (knowsVersion(header('if-none-match'), etag)) return { ...bare(304, headers), ready };
      return { ...premade(200, body, { ...headers, ...(isZipped && { 'Content-Encoding': 'gzip' }) }), ready };
    },
  ),
  route(
    {
      id: 'listOffers',
      method: 'get',
      path: '/storefront/{link}/products',
      tag,
      summary:
        "A shop's products, the newest first: all, of one category (its id or name), or those with each word of q",
      params,
      query: z.strictObject({
        ...pageQuery,
        category: z.string().min(1).max(200).optional(),
        q: z.string().max(200).optional(),
      }),
      answers: { 200: pageOf(OfferSchema) },
      refuses: { 422: ['bad_cursor'] },
    },
    async ({ params: { link }, query }) => {
      const { items, nextCursor } = await catalog.page(await catalog.storeOf(link), query);
      return answer(200, { items: items.map((product) => buyerView(product, mediaUrl)), nextCursor });
    },
  ),
];
