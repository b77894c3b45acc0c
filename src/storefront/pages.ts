import type { Request, Response } from 'express';
import type { VNode } from 'preact';
import type { Cart } from '../carts/rules.js';
import type { Catalog } from '../catalog/catalog.js';
import type { Store } from '../stores/model.js';
import type { Assets } from './assets.js';
import type { ShopContext } from './context.js';
import { type Languages, localeFor, readerOf, shopReader } from './reader.js';
import { sendPage, setPageHeaders } from './send-page.js';

export type PagesDeps = Languages & {
  catalog: Pick<Catalog, 'openState'>;
  assets: Assets;
  publicUrl: string;
  policy: string;
};

export type Pages = ReturnType<typeof createPages>;

/** Draws and sends the pages of one shop. */
export function createPages({ catalog, assets, publicUrl, policy, ...languages }: PagesDeps) {
  return {
    /** The language that the browser asks for, of those that there are. */
    language: (req: Request): string => readerOf(req, languages).language,

    /** What a page of this shop is drawn with, for this visitor. */
    context(req: Request, store: Store, cart: Cart | undefined): ShopContext {
      const reader = shopReader(readerOf(req, languages, store), store);
      const opening = catalog.openState(store, localeFor(reader, store));
      return { store, opening, reader, assets, publicUrl, cart, here: req.originalUrl };
    },

    /** Sends a page that is this visitor's alone. */
    async send(req: Request, res: Response, page: VNode, status = 200): Promise<void> {
      setPageHeaders(res, policy);
      res.set('Cache-Control', 'private, no-store');
      await sendPage(req, res, page, status);
    },
  };
}
