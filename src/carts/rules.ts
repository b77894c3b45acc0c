import { z } from 'zod';
import type { Product } from '../catalog/model.js';
import { type Image, imageOf, type MediaUrl } from '../catalog/product-view.js';
import { available } from '../catalog/rules.js';
import { Id } from '../platform/ids.js';
import type { Money } from '../platform/money.js';
import type { Store } from '../stores/model.js';
import { deliveryFor } from '../stores/rules.js';

/** Pieces of one line. */
export const MOST_OF_A_LINE = 99;
export const MOST_LINES = 100;
/** From the last change of a cart to its end. */
export const CART_DAYS = 30;

/** A product in a cart, as it is named and priced just now. Amounts in minor units of the cart's currency. */
export type CartLine = {
  productId: string;
  name: string;
  image: Image | null;
  mrp: Money;
  salePrice: Money;
  qty: number;
  /** 0 for a line that cannot be had, so that the lines always sum up to `subtotal`. */
  lineTotal: Money;
  /** Whether all its pieces could be bought now: visible, and enough in stock. */
  available: boolean;
};

/** What somebody chose in one store, before it is ordered. `version` grows with every change. */
export type Cart = {
  cartId: string;
  storeLink: string;
  version: number;
  lines: CartLine[];
  subtotal: Money;
  delivery: Money;
  total: Money;
  currency: string;
  /** ISO 8601. */
  expiresAt: string;
};

/** What a cart keeps of a line; all else is read again every time. */
export type ChosenLine = { productId: string; qty: number };

export type PricedCart = Pick<Cart, 'lines' | 'subtotal' | 'delivery' | 'total'>;

const Qty = z.int().min(1).max(MOST_OF_A_LINE);
const StoreLink = z.string().min(1).max(200);

export const NewCart = z.strictObject({ storeLink: StoreLink });
export const NewLine = z.strictObject({ productId: Id, qty: Qty, storeLink: StoreLink });
export const LineChange = z.strictObject({ qty: Qty, storeLink: StoreLink });

/**
 * Names and prices the chosen lines as the store's products now are. What is hidden, deleted, sold out or short of
 * pieces stays listed, is not `available` and counts nothing; an id that is no product of the store is left out.
 */
export function priceCart(
  store: Pick<Store, 'deliveryCharge' | 'freeAbove'>,
  chosen: readonly ChosenLine[],
  products: ReadonlyMap<string, Product>,
  mediaUrl: MediaUrl,
): PricedCart {
  const lines = chosen.flatMap(({ productId, qty }) => {
    const product = products.get(productId);
    return product ? [priceLine(product, qty, mediaUrl)] : [];
  });
  const subtotal = lines.reduce((sum, { lineTotal }) => sum + lineTotal, 0);
  const delivery = deliveryFor(store, subtotal);
  return { lines, subtotal, delivery, total: subtotal + delivery };
}

function priceLine(product: Product, qty: number, mediaUrl: MediaUrl): CartLine {
  const { _id, name, mrp, salePrice, stock, photo } = product;
  const canBeHad = available(product) && (stock === null || stock >= qty);
  return {
    productId: _id,
    name,
    image: imageOf(photo, mediaUrl),
    mrp,
    salePrice,
    qty,
    lineTotal: canBeHad ? salePrice * qty : 0,
    available: canBeHad,
  };
}
