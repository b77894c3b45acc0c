import type { Cart } from '../../carts/rules.js';
import type { Way } from '../../contacts/index.js';
import type { Refusal } from '../../platform/refusal.js';
import { AddForm } from '../add-form.js';
import { hrefOf } from '../asked.js';
import type { ShopContext } from '../context.js';
import { Ways } from '../elsewhere.js';
import { BackIcon } from '../icons.js';
import { Languages } from '../languages.js';
import { Layout } from '../layout.js';
import { orderPath } from '../paths.js';
import { waysOf } from '../payments/index.js';
import { ShopHeader } from '../shop-header.js';
import { Choose, Field, Mistake } from './fields.js';
import type { Filled, Mistakes } from './filled.js';

export type OrderPage = {
  context: ShopContext;
  cart: Cart;
  filled: Filled;
  mistakes?: Mistakes;
  /** What keeps the order from being placed, besides the fields. */
  problem?: Refusal | undefined;
  /** What is otherwise now than the buyer saw, one sentence each. */
  changes?: readonly string[];
  /** The number of a buyer who is known already. */
  knownMobile?: string | undefined;
  /** `bypass` takes any code, `verify` sends one. */
  otpMode: 'bypass' | 'verify';
  /** Where a code was sent to. */
  sentTo?: string | undefined;
  /** Ways to prove the number in a messenger, and to go on there with this cart. */
  toProve?: readonly Way[];
  toGoOn?: readonly Way[];
};

/** The one page of an order: what, to whom, how it is paid. Its first button places it. */
export function OrderPage(page: OrderPage) {
  const { context, cart, changes = [], problem } = page;
  const { store, reader, assets } = context;
  const { t } = reader;
  const title = t('storefront.yourOrder', { shop: store.name });
  return (
    <Layout title={title} assets={assets} reader={reader} unlisted>
      <ShopHeader context={context} />
      <main class="ordering">
        <p class="way-back">
          <a href={hrefOf(store.link)}>
            <BackIcon />
            {t('storefront.back')}
          </a>
        </p>
        <h1>{title}</h1>
        {(changes.length > 0 || problem) && (
          <div class="changed" role="alert">
            {changes.map((change) => (
              <p key={change}>{change}</p>
            ))}
            {problem && <p>{t(`refusals.${problem.code}`, problem.params)}</p>}
          </div>
        )}
        {cart.lines.length === 0 ? (
          <p class="quiet">{t('storefront.emptyCart')}</p>
        ) : (
          <>
            <Lines cart={cart} context={context} />
            {cart.lines.some(({ available }) => available) && <Form {...page} />}
            <Ways ways={page.toGoOn ?? []} label="storefront.goOnIn" t={t} />
          </>
        )}
        <Languages context={context} />
      </main>
    </Layout>
  );
}

function Lines({ cart, context }: { cart: Cart; context: ShopContext }) {
  const { t, money } = context.reader;
  return (
    <section class="lines" aria-label={t('storefront.lines')}>
      <ul>
        {cart.lines.map(({ productId: id, name, image, lineTotal, salePrice, available }) => (
          <li class={available ? 'line' : 'line sold-out'} id={`p-${id}`} key={id}>
            {image ? (
              <img src={image.thumbnail} width="56" height="56" alt="" decoding="async" />
            ) : (
              <span class="no-photo" aria-hidden="true" />
            )}
            <span class="what">
              <bdi>{name}</bdi>
              <small>{available ? money(salePrice) : t('storefront.notToBeHad')}</small>
            </span>
            <AddForm product={{ id, name }} context={context} />
            <strong class="sum">{available ? money(lineTotal) : ''}</strong>
          </li>
        ))}
      </ul>
      <dl class="sums">
        {cart.delivery > 0 && (
          <>
            <dt>{t('storefront.subtotal')}</dt>
            <dd>{money(cart.subtotal)}</dd>
            <dt>{t('storefront.delivery')}</dt>
            <dd>{money(cart.delivery)}</dd>
          </>
        )}
        <dt class="all">{t('storefront.total')}</dt>
        <dd class="all">{money(cart.total)}</dd>
      </dl>
    </section>
  );
}

function Form({ context, cart, filled, mistakes = {}, knownMobile, otpMode, sentTo, toProve = [] }: OrderPage) {
  const { store, reader } = context;
  const { t, money } = reader;
  const ways = waysOf(store);
  const seen = {
    cartId: cart.cartId,
    version: cart.version,
    lines: cart.lines.map(({ productId, qty, salePrice }) => ({ productId, qty, salePrice })),
    total: cart.total,
  };
  const field = { filled, mistakes, t };
  return (
    <form class="order" method="post" action={orderPath(store.link)} data-once>
      <input type="hidden" name="seen" value={JSON.stringify(seen)} />
      {knownMobile === undefined ? (
        <div class="who-orders" data-known={`${orderPath(store.link)}/known`}>
          <Ways ways={toProve} label="storefront.proveIn" t={t} />
          <Field {...field} name="mobile" label={t('storefront.mobile')}>
            {(rest) => <input {...rest} type="tel" inputmode="tel" autocomplete="tel" maxlength={40} required />}
          </Field>
          {(otpMode === 'bypass' || sentTo !== undefined) && (
            <Field
              {...field}
              name="otp"
              label={sentTo === undefined ? t('storefront.testCode') : t('storefront.code', { mobile: sentTo })}
            >
              {(rest) => (
                <input
                  {...rest}
                  inputmode="numeric"
                  autocomplete="one-time-code"
                  maxlength={8}
                  required
                  autofocus={sentTo !== undefined}
                />
              )}
            </Field>
          )}
        </div>
      ) : (
        <p class="known">{t('storefront.knownAs', { mobile: knownMobile })}</p>
      )}
      <Field {...field} name="name" label={t('storefront.name')}>
        {(rest) => <input {...rest} autocomplete="name" maxlength={80} required />}
      </Field>
      {store.pickup && (
        <Choose
          legend={t('storefront.way')}
          name="way"
          chosen={filled.way}
          options={[
            { id: 'delivery', label: t('buy.deliver') },
            { id: 'pickup', label: t('storefront.pickUpAt', { address: store.address }) },
          ]}
        />
      )}
      <Field {...field} name="address" label={t('storefront.address')}>
        {({ value, ...rest }) => (
          <textarea {...rest} rows={3} autocomplete="street-address" maxlength={300} required={!store.pickup}>
            {value}
          </textarea>
        )}
      </Field>
      <Field {...field} name="note" label={t('storefront.note')}>
        {({ value, ...rest }) => (
          <textarea {...rest} rows={2} maxlength={500}>
            {value}
          </textarea>
        )}
      </Field>
      {ways.length === 1 ? (
        <input type="hidden" name="payment" value={ways[0]?.id} />
      ) : (
        <Choose
          legend={t('storefront.payment')}
          name="payment"
          chosen={filled.payment}
          options={ways.map((way) => ({ id: way.id, label: way.label(t) }))}
        >
          <Mistake refusal={mistakes.payment} id="payment" t={t} />
        </Choose>
      )}
      <div class="place">
        <button type="submit" class="main">
          {knownMobile === undefined && otpMode === 'verify' && sentTo === undefined
            ? t('storefront.sendCode')
            : t('storefront.place', { total: money(cart.total) })}
        </button>
      </div>
    </form>
  );
}
