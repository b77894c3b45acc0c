import type { Product } from '../../../src/catalog/model.js';
import { photoKey } from '../../../src/catalog/photos.js';
import { available } from '../../../src/catalog/rules.js';
import { notFound } from '../../../src/platform/refusal.js';
import type { Store } from '../../../src/stores/model.js';
import { goTo, pass, type Say, type Step } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import { piecesLeft } from './change-cart.js';
import { search } from './search.js';
import { cartRows } from './shelf.js';
import { closedText, glanceAtCart, isOpen, moneyIn, toShop } from './shop.js';
import type { At, Turn } from './turn.js';

/** From so few pieces on buyers are told how many are left. */
const FEW = 3;

/** One product with its photo, and a − n + once it is in the cart. */
export const productCard: Step<At<'product'>, Turn, Deps> = {
  rest: true,

  async ask({ productId, shelf }, deps): Promise<Say> {
    const { products, stores, t } = deps;
    const store = await stores.byId(shelf.storeId);
    const [found, cart] = await Promise.all([products.forOrder(store._id, [productId]), glanceAtCart(deps, store._id)]);
    const product = found.get(productId);
    if (!product || product.deleted || product.hidden) throw notFound('product');
    const qty = cart?.lines.find((line) => line.productId === productId)?.qty ?? 0;
    const canBeHad = qty < piecesLeft(product) && isOpen(store, deps);
    return {
      text: cardText(product, store, qty, deps),
      card: `product:${productId}`,
      ...(product.photo && { photo: photoKey(product.photo.key, 1080) }),
      choices: [
        ...(qty > 0 ? [{ id: `less:${productId}`, label: t('buy.less') }] : []),
        ...(qty > 0 && canBeHad ? [{ id: `more:${productId}`, label: t('buy.more') }] : []),
        ...(qty === 0 && canBeHad ? [{ id: `add:${productId}`, label: t('buy.add') }] : []),
        ...cartRows(cart, store, deps),
        { id: `ask:${productId}`, label: t('talk.do.ask') },
        toShop(deps),
      ],
    };
  },

  accept({ text, choice }, { shelf }, deps) {
    if (choice === 'buy') return goTo({ at: 'shelf', ...shelf });
    return text ? search(text, shelf.storeId, deps) : pass();
  },

  back: ({ shelf }) => ({ at: 'shelf', ...shelf }),
};

function cardText(product: Product, store: Store, qty: number, deps: Deps): string {
  const { t } = deps;
  const money = moneyIn(store, deps);
  const { name, description, mrp, salePrice, stock } = product;
  const price = money(salePrice);
  const priceLine =
    mrp === salePrice
      ? t('buy.card', { name, price })
      : t(store.country === 'IN' ? 'buy.cardMrp' : 'buy.cardBefore', { name, price, mrp: money(mrp) });
  return [
    priceLine,
    ...(description ? [description] : []),
    ...(stock !== null && stock > 0 && stock <= FEW ? [t('buy.fewLeft', { count: stock })] : []),
    ...(available(product) ? [] : [t('buy.noneLeft')]),
    ...(isOpen(store, deps) ? [] : [closedText(store, deps)]),
    ...(qty > 0 ? [t('buy.piecesInCart', { count: qty })] : []),
  ].join('\n');
}
