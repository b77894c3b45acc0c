import type { VNode } from 'preact';
import type { Way } from '../../contacts/index.js';
import type { Order } from '../../orders/model.js';
import { givesBack, mayMove, type Status } from '../../orders/statuses.js';
import { hrefOf } from '../asked.js';
import type { ShopContext } from '../context.js';
import { Ways } from '../elsewhere.js';
import { BackIcon } from '../icons.js';
import { Languages } from '../languages.js';
import { Layout } from '../layout.js';
import { placedPath } from '../paths.js';
import { ShopHeader } from '../shop-header.js';

export type PlacedPage = {
  context: ShopContext;
  order: Order;
  /** What there is to do about paying it; nothing once it is paid or came to nothing. */
  toPay: VNode | undefined;
  /** Ways to be told of the order in a messenger. */
  toFollow: readonly Way[];
};

/** The steps of an order that comes, as a buyer is told of them: that it is packed is the seller's own matter. */
const STEPS: readonly Status[] = ['placed', 'accepted', 'shipped', 'delivered'];

/** Between two looks of a browser that runs no script. */
const LOOK_AGAIN_SECONDS = 30;

/** How one order stands, and what its buyer can do about it. */
export function PlacedPage({ context, order, toPay, toFollow }: PlacedPage) {
  const { store, reader, assets } = context;
  const { t } = reader;
  const { number, status } = order;
  const path = placedPath(store.link, order._id);
  const moved = movesOf(order).at(-1);
  const head = (
    <noscript>
      <meta http-equiv="refresh" content={String(LOOK_AGAIN_SECONDS)} />
    </noscript>
  );
  return (
    <Layout title={`${number} · ${store.name}`} assets={assets} reader={reader} unlisted head={head}>
      <ShopHeader context={context} />
      <main class="ordering placed" data-news={`${path}/news?seen=${order.history.length}`}>
        <p class="way-back">
          <a href={hrefOf(store.link)}>
            <BackIcon />
            {t('storefront.back')}
          </a>
        </p>
        <h1>{t(`storefront.is.${status}`, { number, shop: store.name })}</h1>
        {moved?.reason && <p class="why">{moved.reason}</p>}
        <Steps order={order} context={context} />
        <Ways ways={toFollow} label="storefront.followIn" t={t} />
        {toPay && (
          <section class="to-pay" aria-labelledby="to-pay">
            <h2 id="to-pay">{t('storefront.payment')}</h2>
            {toPay}
            {order.payment.method === 'upi' && (
              <form method="post" action={`${path}/paid`}>
                <button type="submit" class="other">
                  {t('buy.iPaid')}
                </button>
              </form>
            )}
          </section>
        )}
        <Paid order={order} context={context} />
        <Bought order={order} context={context} />
        <div class="acts">
          <form method="post" action={`${path}/again`}>
            <button type="submit" class="main">
              {t('storefront.orderAgain')}
            </button>
          </form>
          {mayMove(status, 'cancelled', 'customer') && (
            <form method="post" action={`${path}/cancel`}>
              <button type="submit" class="other">
                {t('storefront.cancel')}
              </button>
            </form>
          )}
        </div>
        <Languages context={context} />
      </main>
    </Layout>
  );
}

/** Where it moved on; its payment and its note are told elsewhere. */
const movesOf = ({ history }: Order) =>
  history.filter(({ payment, note }) => payment === undefined && note === undefined);

/** What happened when, and what is still to come; an order that came to nothing shows only what happened. */
function Steps({ order, context }: { order: Order; context: ShopContext }) {
  const { t, time } = context.reader;
  const at = new Map(movesOf(order).map((entry) => [entry.status, entry.at]));
  const reached = STEPS.findLastIndex((step) => at.has(step));
  const isOver = order.status === 'rejected' || order.status === 'cancelled';
  const steps = isOver ? [...STEPS.slice(0, reached + 1), order.status] : STEPS;
  return (
    <ol class="steps">
      {steps.map((step, index) => {
        const when = at.get(step);
        const done = isOver || index <= reached;
        return (
          <li key={step} class={done ? 'done' : undefined} aria-current={step === order.status ? 'step' : undefined}>
            {t(`orders.step.${step}`)}
            {when && (
              <>
                {' '}
                <time dateTime={when.toISOString()}>{time(when)}</time>
              </>
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** What is known of the payment once there is nothing more to do about it. */
function Paid({ order: { payment, status }, context }: { order: Order; context: ShopContext }) {
  const { store, reader } = context;
  if (payment.state === 'due' || givesBack(status)) return null;
  return (
    <p class="quiet-word">
      {payment.state === 'received' ? reader.t('buy.isPaid') : reader.t('buy.isClaimed', { shop: store.name })}
    </p>
  );
}

function Bought({ order, context }: { order: Order; context: ShopContext }) {
  const { t, money, number } = context.reader;
  return (
    <section class="lines" aria-label={t('storefront.lines')}>
      <ul>
        {order.lines.map(({ productId, name, qty, lineTotal }) => (
          <li class="line" key={productId}>
            <span class="what">
              <bdi>{name}</bdi>
              <small>× {number(qty)}</small>
            </span>
            <strong class="sum">{money(lineTotal)}</strong>
          </li>
        ))}
      </ul>
      <dl class="sums">
        {order.delivery > 0 && (
          <>
            <dt>{t('storefront.delivery')}</dt>
            <dd>{money(order.delivery)}</dd>
          </>
        )}
        <dt class="all">{t('storefront.total')}</dt>
        <dd class="all">{money(order.total)}</dd>
      </dl>
      <address>
        <bdi>{order.name}</bdi>
        <br />
        {order.pickup ? t('storefront.pickUpAt', { address: context.store.address }) : <bdi>{order.address}</bdi>}
      </address>
      {order.note && <p class="note">{t('order.note', { note: order.note })}</p>}
    </section>
  );
}
