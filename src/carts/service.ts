import type { Redis } from 'ioredis';
import type { MediaUrl } from '../catalog/product-view.js';
import type { Products } from '../catalog/products.js';
import { isVisible } from '../catalog/rules.js';
import type { Clock } from '../platform/clock.js';
import type { Once } from '../platform/once.js';
import type { Stores } from '../stores/service.js';
import { createKeptCarts, type KeptCart } from './kept-carts.js';
import { type Cart, type ChosenLine, MOST_OF_A_LINE, priceCart } from './rules.js';
import type { CartChange, Wish } from './script.js';

export type CartsDeps = {
  redis: Redis;
  products: Pick<Products, 'forOrder' | 'storesOf'>;
  stores: Pick<Stores, 'byLink' | 'byId'>;
  clock: Clock;
  mediaUrl: MediaUrl;
};

export type Carts = ReturnType<typeof createCarts>;

/**
 * What people who are not signed in have chosen. Every verb answers with the cart as it now is, named and priced from
 * the database at that moment, and throws the Refusal `unavailable` (503) when Redis does not answer.
 */
export function createCarts({ redis, products, stores, clock, mediaUrl }: CartsDeps) {
  const kept = createKeptCarts({ redis, clock });

  async function price({ cartId, storeId, version, expiresAt, chosen }: KeptCart): Promise<Cart> {
    const ids = chosen.map(({ productId }) => productId);
    const [store, found] = await Promise.all([stores.byId(storeId), products.forOrder(storeId, ids)]);
    const priced = priceCart(store, chosen, found, mediaUrl);
    return { cartId, storeLink: store.link, version, ...priced, currency: store.currency, expiresAt };
  }

  /** Why the store cannot put so many of the product into a cart; undefined when it can. */
  async function refusalOf(storeId: string, { productId, qty }: ChosenLine): Promise<string | undefined> {
    if (!Number.isInteger(qty) || qty < 1 || qty > MOST_OF_A_LINE) return 'bad_qty';
    const product = (await products.forOrder(storeId, [productId])).get(productId);
    if (product) return isVisible(product) ? undefined : 'no_product';
    const elsewhere = await products.storesOf([productId]);
    return elsewhere.length > 0 ? 'cart_other_store' : 'no_product';
  }

  /** What the wish may be refused for is found out first and told by the script, which knows whether it is a repetition. */
  async function put(cartId: string, line: ChosenLine & { storeLink: string }, wish: Wish, once: Once | undefined) {
    const { _id: store } = await stores.byLink(line.storeLink);
    const refusal = await refusalOf(store, line);
    return price(await kept.change(cartId, { wishes: [wish], store, ...asked(once), ...(refusal && { refusal }) }));
  }

  return {
    /**
     * An empty cart of a store. The same key gives the same cart to the same asker.
     * @param by who asks, where the key is not of our own making: whoever names another asker's key gets a new cart
     * @throws Refusal `no_shop` (404), `idempotency_key_reused` (422)
     */
    async create(storeLink: string, once?: Once, by = ''): Promise<Cart> {
      const { _id } = await stores.byLink(storeLink);
      return price(await kept.create(_id, by, once));
    },

    /**
     * Adds `qty` pieces to what the cart has of a product.
     * @throws Refusal `no_cart`, `no_shop`, `no_product` (404), `cart_other_store` (409), `bad_qty`, `cart_full` (422)
     */
    add: (cartId: string, line: ChosenLine & { storeLink: string }, once?: Once): Promise<Cart> =>
      put(cartId, line, { productId: line.productId, by: line.qty }, once),

    /** Makes it `qty` pieces, whatever the cart had. @throws Refusal as `add` */
    set: (cartId: string, productId: string, line: { qty: number; storeLink: string }, once?: Once): Promise<Cart> =>
      put(cartId, { productId, ...line }, { productId, to: line.qty }, once),

    /** Takes a line out; a line that is not there is no fault. @throws Refusal `no_cart` (404) */
    remove: async (cartId: string, productId: string, once?: Once): Promise<Cart> =>
      price(await kept.change(cartId, { wishes: [{ productId, to: 0 }], ...asked(once) })),

    /** @throws Refusal `no_cart` (404) */
    read: async (cartId: string): Promise<Cart> => price(await kept.read(cartId)),

    /**
     * Takes out what was ordered, once for each order; what was added since stays. A cart that is gone is no fault.
     * @throws Refusal `unavailable` (503)
     */
    async takeOut(cartId: string, orderId: string, lines: readonly ChosenLine[]): Promise<void> {
      const wishes = lines.map(({ productId, qty }) => ({ productId, by: -qty }));
      await kept.change(cartId, { wishes, order: orderId }).catch((error: unknown) => {
        if (!isGone(error)) throw error;
      });
    },
  };
}

const asked = (once: Once | undefined): Pick<CartChange, 'onceKey' | 'onceHash'> =>
  once ? { onceKey: once.key, ...(once.hash && { onceHash: once.hash }) } : {};

const isGone = (error: unknown): boolean => error instanceof Error && error.message === 'no_cart';
