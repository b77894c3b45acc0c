import type { RequestHandler } from 'express';
import type { Catalog } from '../catalog/catalog.js';
import type { Products } from '../catalog/products.js';
import { isVisible } from '../catalog/rules.js';
import { hrefOf } from './asked.js';
import { productPath } from './paths.js';
import { etagOf, isKnown } from './send-page.js';

/** The most that one sitemap may name (sitemaps.org). */
const MOST_URLS = 50_000;

export type SitemapDeps = {
  catalog: Pick<Catalog, 'storeOf' | 'view' | 'etag'>;
  products: Pick<Products, 'each'>;
  /** Without a slash at the end. */
  publicUrl: string;
};

/** `GET /s/{link}/sitemap.xml`: the pages of a shop that search engines may find. */
export const sitemap =
  ({ catalog, products, publicUrl }: SitemapDeps): RequestHandler<{ link: string }> =>
  async (req, res) => {
    const store = await catalog.storeOf(req.params.link);
    const etag = etagOf('sitemap', catalog.etag(store));
    res.set({ 'Cache-Control': 'no-cache', ETag: etag });
    if (isKnown(req, etag)) return void res.status(304).end();
    const { categories } = (await catalog.view(store)).catalog;
    const paths = [hrefOf(store.link), ...categories.map(({ id }) => hrefOf(store.link, { category: id }))];
    for await (const product of products.each(store._id)) {
      if (paths.length === MOST_URLS) break;
      if (isVisible(product)) paths.push(productPath(store.link, product._id));
    }
    const urls = paths.map((path) => `<url><loc>${publicUrl}${path}</loc></url>`);
    res
      .type('application/xml')
      .send(
        `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join('\n')}\n</urlset>\n`,
      );
  };

/** What programs that look for pages leave alone: what is one person's, and what is for programs of another kind. */
export const ROBOTS = [
  'User-agent: *',
  'Disallow: /api/',
  'Disallow: /chat',
  'Disallow: /s/*/order',
  'Disallow: /s/*/c/',
  '',
].join('\n');
