import type { Request, RequestHandler, Response } from 'express';
import type { Otp } from '../../accounts/otp.js';
import type { Cart } from '../../carts/rules.js';
import type { Catalog } from '../../catalog/catalog.js';
import type { Customers } from '../../orders/customers.js';
import { CartChanged, type PlacedOrder, type SeenCart } from '../../orders/rules.js';
import type { Orders } from '../../orders/service.js';
import { Refusal } from '../../platform/refusal.js';
import type { Store } from '../../stores/model.js';
import type { Elsewhere } from '../elsewhere.js';
import type { Pages } from '../pages.js';
import { placedPath } from '../paths.js';
import type { Buyer, Visits } from '../visits.js';
import { changesOf } from './changes.js';
import { EMPTY, Filled, judge, type Mistakes, seenCart } from './filled.js';
import { OrderPage } from './order-page.js';

export type OrderingDeps = {
  catalog: Pick<Catalog, 'storeOf'>;
  otp: Pick<Otp, 'mode' | 'send' | 'check'>;
  customers: Pick<Customers, 'ensure'>;
  orders: Pick<Orders, 'place'>;
  /** Counts a try to prove a number. @throws Refusal `too_many_requests` (429) */
  countProof(req: Request, mobile: string): Promise<void>;
  visits: Visits;
  elsewhere: Elsewhere;
  pages: Pages;
};

/** Which field a Refusal is told under; others are told at the top. */
const FIELD_OF: Readonly<Record<string, keyof Filled>> = {
  bad_otp: 'otp',
  wrong_otp: 'otp',
  otp_expired: 'otp',
  otp_too_soon: 'mobile',
  upi_not_taken: 'payment',
};

/** `/s/{link}/order`: the order form, and placing what it shows. */
export function ordering(deps: OrderingDeps) {
  const { catalog, otp, customers, orders, countProof, visits, elsewhere, pages } = deps;

  type Shown = {
    filled: Filled;
    mistakes?: Mistakes;
    problem?: Refusal;
    changes?: readonly string[];
    sentTo?: string;
    status?: number;
  };

  async function show(req: Request, res: Response, store: Store, cart: Cart, buyer: Buyer | undefined, shown: Shown) {
    const { status = 200, ...rest } = shown;
    const context = {
      ...pages.context(req, store, cart),
      here: req.path.startsWith('/s/') ? req.path : `/s${req.path}`,
    };
    const [toProve, toGoOn] = await Promise.all([
      buyer ? [] : elsewhere.proof(visits.proofId(req, res), context.reader.t),
      elsewhere.cart(cart.cartId, context.reader.t),
    ]);
    const page = OrderPage({ context, cart, knownMobile: buyer?.mobile, otpMode: otp.mode, toProve, toGoOn, ...rest });
    await pages.send(req, res, page, status);
  }

  const whoIs = async (req: Request, res: Response): Promise<Buyer | undefined> =>
    (await visits.buyer(req)) ?? (await visits.provedElsewhere(req, res));

  /** What a page that waits for a proof asks: the sentence that says who orders, once that is known. */
  const known: RequestHandler<{ link: string }> = async (req, res) => {
    const store = await catalog.storeOf(req.params.link);
    const buyer = await whoIs(req, res);
    const { t, money } = pages.context(req, store, undefined).reader;
    res.set('Cache-Control', 'no-store');
    if (!buyer) return void res.status(204).end();
    const cart = await visits.cart(req, store);
    res.json({
      knownAs: t('storefront.knownAs', { mobile: buyer.mobile }),
      place: t('storefront.place', { total: money(cart?.total ?? 0) }),
    });
  };

  const form: RequestHandler<{ link: string }> = async (req, res) => {
    const store = await catalog.storeOf(req.params.link);
    const cart = await visits.ownCart(req, res, store);
    const buyer = await whoIs(req, res);
    const filled = { ...EMPTY, name: buyer?.name ?? '', address: buyer?.addresses[0] ?? '' };
    await show(req, res, store, cart, buyer, { filled });
  };

  const submit: RequestHandler<{ link: string }> = async (req, res) => {
    const store = await catalog.storeOf(req.params.link);
    const filled = Filled.parse(req.body ?? {});
    let buyer = await whoIs(req, res);
    const cart = await visits.ownCart(req, res, store);
    const again = (shown: Omit<Shown, 'filled'>) =>
      show(req, res, store, cart, buyer, { filled, status: 422, ...shown });
    const seen = seenCart(filled.seen);
    if (!seen) return again({ problem: new Refusal('cart_changed', 409), status: 409 });
    const { mistakes, mobile, input } = judge(filled, store.country, buyer !== undefined);
    if (!input || Object.keys(mistakes).length > 0) return again({ mistakes, ...sentAlready(filled, mobile) });
    try {
      buyer ??= await prove(req, res, mobile ?? '', filled.otp, seen);
      if (!buyer) return await again({ sentTo: mobile ?? '', status: 200 });
      await place(res, store, buyer._id, { ...input, cart: seen, payment: filled.payment });
    } catch (error) {
      if (error instanceof CartChanged) {
        const changes = changesOf(seen, error.cart, pages.context(req, store, cart).reader);
        return show(req, res, store, error.cart, buyer, { filled, changes, status: 409 });
      }
      if (!(error instanceof Refusal) || error.status === 503) throw error;
      const field = FIELD_OF[error.code];
      await again({
        ...(field ? { mistakes: { [field]: error } } : { problem: error }),
        ...sentAlready(filled, mobile),
        status: error.status,
      });
    }
  };

  /** Where a code was typed, the field for it stays. */
  const sentAlready = ({ otp: typed }: Filled, mobile: string | undefined) =>
    otp.mode === 'verify' && typed !== '' && mobile !== undefined ? { sentTo: mobile } : {};

  /** @returns the buyer; undefined when a code was sent and is now to be typed */
  async function prove(
    req: Request,
    res: Response,
    mobile: string,
    typed: string,
    seen: SeenCart,
  ): Promise<Buyer | undefined> {
    await countProof(req, mobile);
    const language = pages.language(req);
    const key = `web.${seen.cartId}.${seen.version}`;
    if (otp.mode === 'verify' && typed === '') {
      await otp.send(mobile, 'customer', language, { key });
      return undefined;
    }
    const proof = await otp.check(mobile, 'customer', typed, { key });
    const { customer } = await customers.ensure(mobile);
    visits.keepBuyer(res, customer._id, proof);
    return { ...customer, mobile };
  }

  async function place(res: Response, store: Store, customerId: string, input: PlacedOrder) {
    // two tabs and a double tap send the same cart: they make one order
    const once = { key: `${input.cart.cartId}.${input.cart.version}` };
    const order = await orders.place(customerId, input, undefined, once);
    res.redirect(303, placedPath(store.link, order._id));
  }

  return { form, known, submit };
}
