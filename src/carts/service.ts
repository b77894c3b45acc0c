import type { Redis } from 'ioredis';
import type { Catalog } from '../catalog/catalog.js';
import { createFreshProducts } from '../catalog/fresh-products.js';
import type { MediaUrl } from '../catalog/product-view.js';
import type { Products } from '../catalog/products.js';
import { isVisible } from '../catalog/rules.js';
import type { Clock } from '../platform/clock.js';
import type { Once } from '../platform/once.js';
import type { Store } from '../stores/model.js';
import { createKeptCarts, type KeptCart } from './kept-carts.js';
import { type Cart, type ChosenLine, MOST_OF_A_LINE, priceCart } from './rules.js';
import type { CartChange, Wish } from './script.js';

export type CartsDeps = {
  redis: Redis;
  products: Pick<Products, 'forOrder' | 'storesOf'>;
  catalog: Pick<Catalog, 'storeOf' | 'storeById'>;
  clock: Clock;
  mediaUrl: MediaUrl;
};

export type Carts = ReturnType<typeof createCarts>;

/**
 * What people who are not signed in have chosen. Every verb answers with the cart as it now is, and throws the Refusal
 * `unavailable` (503) when Redis does not answer. Names and prices are those of the catalog's present version and the
 * stock is at most a second old; what is ordered is held against the database itself.
 */
export function createCarts({ redis, products, catalog, clock, mediaUrl }: CartsDeps) {
  const kept = createKeptCarts({ redis, clock });
  const fresh = createFreshProducts({ products, clock });

  async function price({ cartId, storeId, version, expiresAt, chosen }: KeptCart, known?: Store): Promise<Cart> {
    const store = known?._id === storeId ? known : await catalog.storeById(storeId);
    const found = await fresh.find(
      store,
      chosen.map(({ productId }) => productId),
    );
    const priced = priceCart(store, chosen, found, mediaUrl);
    return { cartId, storeLink: store.link, version, ...priced, currency: store.currency, expiresAt };
  }

  /** Why the store cannot put so many of the product into a cart; undefined when it can. */
  async function refusalOf(store: Store, { productId, qty }: ChosenLine): Promise<string | undefined> {
    if (!Number.isInteger(qty) || qty < 1 || qty > MOST_OF_A_LINE) return 'bad_qty';
    const product = (await fresh.find(store, [productId])).get(productId);
    if (product) return isVisible(product) ? undefined : 'no_product';
    const elsewhere = await products.storesOf([productId]);
    return elsewhere.length > 0 ? 'cart_other_store' : 'no_product';
  }

  /** What the wish may be refused for is found out first and told by the script, which knows whether it is a repetition. */
  async function put(cartId: string, line: ChosenLine & { storeLink: string }, wish: Wish, once: Once | undefined) {
    const store = await catalog.storeOf(line.storeLink);
    const refusal = await refusalOf(store, line);
    const change = { wishes: [wish], store: store._id, ...asked(once), ...(refusal && { refusal }) };
    return price(await kept.change(cartId, change), store);
  }

  return {
    /**
     * An empty cart of a store. The same key gives the same cart to the same asker.
     * @param by who asks, where the key is not of our own making: whoever names another asker's key gets a new cart
     * @throws Refusal `no_shop` (404), `idempotency_key_reused` (422)
     */
    async create(storeLink: string, once?: Once, by = ''): Promise<Cart> {
      const { _id } = await catalog.storeOf(storeLink);
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
     * Whoever has the same products in a cart sees at once that there are fewer.
     * @throws Refusal `unavailable` (503)
     */
    async takeOut(cartId: string, orderId: string, lines: readonly ChosenLine[]): Promise<void> {
      fresh.forget(lines.map(({ productId }) => productId));
      const wishes = lines.map(({ productId, qty }) => ({ productId, by: -qty }));
      await kept.changeIfThere(cartId, { wishes, order: orderId });
    },
  };
}

const asked = (once: Once | undefined): Pick<CartChange, 'onceKey' | 'onceHash'> =>
  once ? { onceKey: once.key, ...(once.hash && { onceHash: once.hash }) } : {};
