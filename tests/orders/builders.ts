import type { Cart } from '../../src/carts/rules.js';
import type { Product } from '../../src/catalog/model.js';
import type { ProductDraft } from '../../src/catalog/rules.js';
import { newSecretId } from '../../src/platform/ids.js';
import type { Store } from '../../src/stores/model.js';
import type { TestServices } from '../support/services.js';

let mobiles = 9_876_500_000;
export const aMobile = (): string => `+91${mobiles++}`;

/** The few things an order needs, made by the real services. */
export const buildersOf = (services: TestServices) => ({
  async aStore(name = 'Asha Pickles'): Promise<Store> {
    const { account } = await services.accounts.ensure(aMobile());
    return services.stores.create(account, { name, address: 'Camp, Pune' });
  },

  aProduct: (store: Store, draft: Partial<ProductDraft> = {}): Promise<Product> =>
    services.products.add(store, {
      name: 'Mango pickle',
      mrp: 19900,
      salePrice: 14900,
      category: 'Pickles',
      ...draft,
    }),

  async aCustomer(): Promise<string> {
    return (await services.customers.ensure(aMobile())).customer._id;
  },

  /** A cart as a buyer's client holds it. */
  async aCart(store: Store, ...lines: [product: Product, qty: number][]): Promise<Cart> {
    let cart = await services.carts.create(store.link);
    for (const [product, qty] of lines) {
      cart = await services.carts.add(cart.cartId, { productId: product._id, qty, storeLink: store.link });
    }
    return cart;
  },

  async stockOf(store: Store, product: Product): Promise<number | null> {
    return (await services.products.find(store, product._id)).stock;
  },

  /** An order of a cart as it is now; give a key to say that it is the same request. */
  order: (customerId: string, cart: Cart, key: string = newSecretId(), more: { note?: string; hash?: string } = {}) =>
    services.orders.place(
      customerId,
      { cart, name: 'Ravi', address: '12 MG Road, Pune', payment: 'cod', ...(more.note && { note: more.note }) },
      undefined,
      { key, ...(more.hash && { hash: more.hash }) },
    ),
});

export const fulfilled = <T>(result: PromiseSettledResult<T>): result is PromiseFulfilledResult<T> =>
  result.status === 'fulfilled';
