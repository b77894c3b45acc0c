import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Carts } from '../../carts/service.js';
import type { Catalog } from '../../catalog/catalog.js';
import { putAgain } from '../../orders/again.js';
import type { Order } from '../../orders/model.js';
import type { Orders } from '../../orders/service.js';
import { givesBack, isClosed } from '../../orders/statuses.js';
import { Id } from '../../platform/ids.js';
import { notFound, Refusal } from '../../platform/refusal.js';
import type { Store } from '../../stores/model.js';
import type { Elsewhere } from '../elsewhere.js';
import type { Pages } from '../pages.js';
import { orderPath, placedPath } from '../paths.js';
import { wayOf } from '../payments/index.js';
import type { Visits } from '../visits.js';
import type { News } from './news.js';
import { PlacedPage } from './placed-page.js';

export type PlacedDeps = {
  catalog: Pick<Catalog, 'storeOf'>;
  orders: Pick<Orders, 'ofCustomerById' | 'cancel' | 'claimPaid'>;
  carts: Pick<Carts, 'create' | 'set' | 'read'>;
  visits: Visits;
  elsewhere: Elsewhere;
  pages: Pages;
  news: News;
};

type Params = { link: string; orderId: string };

/** `/s/{link}/orders/{orderId}` and what its buyer can do there. It is nobody else's: for them there is no such page. */
export function placed({ catalog, orders, carts, visits, elsewhere, pages, news }: PlacedDeps) {
  async function own(req: Parameters<RequestHandler<Params>>[0]): Promise<{ store: Store; order: Order }> {
    const [store, buyer] = await Promise.all([catalog.storeOf(req.params.link), visits.buyer(req)]);
    const { orderId } = req.params;
    if (!buyer || !Id.safeParse(orderId).success) throw notFound('order');
    const order = await orders.ofCustomerById(buyer._id, orderId);
    if (order.storeId !== store._id) throw notFound('order');
    return { store, order };
  }

  const show: RequestHandler<Params> = async (req, res) => {
    const { store, order } = await own(req);
    const cart = await visits.cart(req, store).catch(() => undefined);
    const context = pages.context(req, store, cart);
    const isDue = order.payment.state === 'due' && !givesBack(order.status);
    const toPay = isDue ? await wayOf(order.payment.method).toPay(order, store, context.reader) : undefined;
    const toFollow = isClosed(order.status) ? [] : await elsewhere.proof(visits.proofId(req, res), context.reader.t);
    await pages.send(req, res, PlacedPage({ context, order, toPay, toFollow }));
  };

  const cancel: RequestHandler<Params> = async (req, res) => {
    const { store, order } = await own(req);
    try {
      await orders.cancel(order.customerId, order._id, { key: `web.cancel.${order._id}` });
    } catch (error) {
      // the shop was quicker: the page says how it stands
      if (!(error instanceof Refusal && error.code === 'illegal_status')) throw error;
    }
    res.redirect(303, placedPath(store.link, order._id));
  };

  /** Puts what was ordered into the cart again, at today's prices; what cannot be had any more is left out. */
  const again: RequestHandler<Params> = async (req, res) => {
    const { store, order } = await own(req);
    const cart = await visits.ownCart(req, res, store);
    await putAgain({ carts }, order, store, cart, `web.again.${order._id}.${cart.version}`);
    res.redirect(303, orderPath(store.link));
  };

  /** The buyer says that the order is paid; the seller is told to look into the bank. */
  const paid: RequestHandler<Params> = async (req, res) => {
    const { store, order } = await own(req);
    try {
      await orders.claimPaid(order.customerId, order._id, undefined, { key: `web.paid.${order.history.length}` });
    } catch (error) {
      // the seller was quicker: the page says how it stands
      if (!(error instanceof Refusal && error.code === 'nothing_to_pay')) throw error;
    }
    res.redirect(303, placedPath(store.link, order._id));
  };

  const Seen = z.object({ seen: z.coerce.number().int().min(0).catch(0) });

  const follow: RequestHandler<Params> = async (req, res) => {
    const { order } = await own(req);
    await news.follow(res, order, Seen.parse(req.query).seen);
  };

  return { show, cancel, again, paid, follow };
}
