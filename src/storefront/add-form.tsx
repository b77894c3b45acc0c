import { MOST_OF_A_LINE } from '../carts/rules.js';
import type { BuyerView } from '../catalog/product-view.js';
import { qtyOf, type ShopContext } from './context.js';
import { cartPath } from './paths.js';
import type { ShopReader } from './reader.js';

/**
 * **Add**, which becomes − n + once the product is in the cart. It sets a number and adds none, so that a double tap is
 * one. Without script it comes back to the product's place on the page.
 */
export function AddForm({ product, context }: { product: Pick<BuyerView, 'id' | 'name'>; context: ShopContext }) {
  const { store, reader, cart, here } = context;
  const { id, name } = product;
  const qty = qtyOf(cart, id);
  return (
    <form class="add" method="post" action={cartPath(store.link)} data-cart={id}>
      <input type="hidden" name="product" value={id} />
      <input type="hidden" name="back" value={`${here}#p-${id}`} />
      {qty === 0 ? <PutButton name={name} reader={reader} /> : <Counter name={name} qty={qty} reader={reader} />}
    </form>
  );
}

export const PutButton = ({ name, reader: { t } }: { name: string; reader: ShopReader }) => (
  <button type="submit" class="put" name="qty" value="1" aria-label={t('storefront.addIt', { product: name })}>
    {t('storefront.add')}
  </button>
);

export const Counter = ({ name, qty, reader }: { name: string; qty: number; reader: ShopReader }) => (
  <span class="count-of">
    <button type="submit" name="qty" value={qty - 1} aria-label={reader.t('storefront.less', { product: name })}>
      −
    </button>
    <output aria-label={reader.t('storefront.inCart', { product: name })}>{reader.number(qty)}</output>
    <button
      type="submit"
      name="qty"
      value={qty + 1}
      disabled={qty >= MOST_OF_A_LINE}
      aria-label={reader.t('storefront.moreOf', { product: name })}
    >
      +
    </button>
  </span>
);
