import type { RequestHandler, Response } from 'express';
import { z } from 'zod';
import { type Cart, MOST_OF_A_LINE } from '../carts/rules.js';
import type { Carts } from '../carts/service.js';
import type { Catalog } from '../catalog/catalog.js';
import { Id } from '../platform/ids.js';
import { hrefOf } from './asked.js';
import { piecesOf, qtyOf } from './context.js';
import type { Pages } from './pages.js';
import type { Visits } from './visits.js';

/** `qty` pieces of a product; 0 takes it out. `back` is where the form stands. */
const Wish = z.object({
  product: Id,
  qty: z.coerce.number().int().min(0).max(MOST_OF_A_LINE),
  back: z.string().max(500).optional(),
});

export type ChangeCartDeps = {
  catalog: Pick<Catalog, 'storeOf'>;
  carts: Pick<Carts, 'set' | 'remove'>;
  visits: Visits;
  pages: Pages;
};

/**
 * `POST /s/{link}/cart`: sets how many of a product are in the cart. A browser without script goes back to where it
 * was; a script asks for JSON and is told what to show.
 */
export const changeCart =
  ({ catalog, carts, visits, pages }: ChangeCartDeps): RequestHandler<{ link: string }> =>
  async (req, res) => {
    const { product, qty, back } = Wish.parse(req.body);
    const store = await catalog.storeOf(req.params.link);
    const { cartId } = await visits.ownCart(req, res, store);
    const cart =
      qty === 0
        ? await carts.remove(cartId, product)
        : await carts.set(cartId, product, { qty, storeLink: store.link });
    if (req.accepts(['html', 'json']) === 'json') return void res.json(seen(cart));
    return goBack(res, store.link, back);

    function seen(now: Cart) {
      const { t, money, number } = pages.context(req, store, now).reader;
      const pieces = piecesOf(now);
      return {
        qty: qtyOf(now, product),
        shown: number(qtyOf(now, product)),
        pieces,
        bar: t('storefront.cart', { count: pieces, pieces: number(pieces), total: money(now.subtotal) }),
        order: t('storefront.order'),
      };
    }
  };

/** Only to a page of this very shop: the address came with the form. */
export function goBack(res: Response, link: string, back: string | undefined): void {
  const home = hrefOf(link);
  const isOurs = back !== undefined && new RegExp(`^${home}([/?#][^\\\\]*)?$`).test(back) && !back.includes('//');
  res.redirect(303, isOurs ? back : home);
}
