import type { Cart } from '../carts/rules.js';
import type { Store } from '../stores/model.js';
import type { OpenState } from '../stores/opening.js';
import type { Assets } from './assets.js';
import type { ShopReader } from './reader.js';

/** What every page of a shop is drawn with. */
export type ShopContext = {
  store: Store;
  /** Whether it takes orders now. */
  opening: OpenState;
  reader: ShopReader;
  assets: Pick<Assets, 'url'>;
  /** Without a slash at the end. */
  publicUrl: string;
  /** What the visitor has chosen here; undefined before anything was. */
  cart: Cart | undefined;
  /** The path that a form of this page comes back to. */
  here: string;
};

/** Whether the printed price is called MRP, as the law of India has it. */
export const saysMrp = ({ country }: Pick<Store, 'country'>): boolean => country === 'IN';

/** Pieces of a product in the cart. */
export const qtyOf = (cart: Cart | undefined, productId: string): number =>
  cart?.lines.find((line) => line.productId === productId)?.qty ?? 0;

/** Pieces in the cart that can be had. */
export const piecesOf = (cart: Cart | undefined): number =>
  (cart?.lines ?? []).reduce((sum, { qty, available }) => sum + (available ? qty : 0), 0);
