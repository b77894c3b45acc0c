import type { Account } from '../../src/accounts/model.js';
import type { Cart } from '../../src/carts/rules.js';
import type { Product } from '../../src/catalog/model.js';
import type { ProductDraft } from '../../src/catalog/rules.js';
import type { Customer } from '../../src/orders/customer-model.js';
import type { Order } from '../../src/orders/model.js';
import { newSecretId } from '../../src/platform/ids.js';
import type { Store } from '../../src/stores/model.js';
import type { NewStore, StoreChange } from '../../src/stores/rules.js';
import { type TestServices, testServices } from './services.js';

/** Somebody who signed in: a token for HTTP beside what is kept. */
export type Seller = { account: Account; token: string };
export type Buyer = { customer: Customer; mobile: string; token: string };

/** Products of one store, and how many of each. */
export type Wanted = readonly [product: Product, qty: number];
export type SomeWanted = readonly [Wanted, ...Wanted[]];

let numbers = 0;

/** A mobile number that nobody in this file has had before. */
export const aMobile = (): string => `+91${9_300_000_000 + numbers++}`;

/**
 * The whole shop over this test file's own database and Redis, with builders that make what a test mentions through
 * the real services, and whatever that needs. To be called at the top of a file.
 */
export function testShop(options?: Parameters<typeof testServices>[0]) {
  const services = testServices(options);
  return { services, ...buildersOf(services) };
}

export function buildersOf(services: TestServices) {
  async function aSeller(mobile = aMobile()): Promise<Seller> {
    const { account } = await services.accounts.ensure(mobile);
    return { account, token: services.tokens.issue('seller', account._id, 'otp') };
  }

  /** An open store; without a `seller`, of a new one. */
  async function aStore(given: Partial<NewStore> & StoreChange & { seller?: Seller } = {}): Promise<Store> {
    const { seller, name = 'Asha Pickles', address = 'Malviya Nagar, Jaipur', currency, ...change } = given;
    const { account } = seller ?? (await aSeller());
    const store = await services.stores.create(account, { name, address, ...(currency && { currency }) });
    return Object.keys(change).length > 0 ? services.stores.update(account._id, store._id, change) : store;
  }

  /** A token of the seller of a store. */
  const tokenOf = (store: Store): string => services.tokens.issue('seller', store.accountId, 'otp');

  /** A mango pickle at ₹149 (MRP ₹199), without end; without a `store`, of a new one. */
  async function aProduct(given: Partial<ProductDraft> & { store?: Store; hidden?: boolean } = {}): Promise<Product> {
    const { store = await aStore(), hidden, ...draft } = given;
    const fields = { name: 'Mango pickle', mrp: 19900, salePrice: 14900, category: 'Pickles', ...draft };
    const product = await services.products.add(store, fields);
    return hidden ? (await services.products.change(store, product._id, { hidden })).product : product;
  }

  async function aCustomer(mobile = aMobile()): Promise<Buyer> {
    const { customer } = await services.customers.ensure(mobile);
    return { customer, mobile, token: services.tokens.issue('customer', customer._id, 'otp') };
  }

  const storeOf = (product: Product): Promise<Store> => services.stores.byId(product.storeId);

  /** A cart as a buyer's client holds it. */
  async function aCart(...wanted: SomeWanted): Promise<Cart> {
    const { link: storeLink } = await storeOf(wanted[0][0]);
    let cart = await services.carts.create(storeLink);
    for (const [{ _id: productId }, qty] of wanted) {
      cart = await services.carts.add(cart.cartId, { productId, qty, storeLink });
    }
    return cart;
  }

  /** An order of these products as they are now; without a `buyer`, of a new one. */
  async function anOrder(
    wanted: SomeWanted,
    given: { buyer?: Buyer; key?: string; note?: string; contactId?: string } = {},
  ): Promise<Order> {
    const { customer } = given.buyer ?? (await aCustomer());
    const cart = await aCart(...wanted);
    const note = given.note === undefined ? {} : { note: given.note };
    const asked = { cart, name: 'Ravi', address: '12 MG Road, Pune', payment: 'cod', ...note } as const;
    return services.orders.place(customer._id, asked, given.contactId, { key: given.key ?? newSecretId() });
  }

  const stockOf = async (product: Product): Promise<number | null> =>
    (await services.products.find(await storeOf(product), product._id)).stock;

  return { aSeller, aStore, tokenOf, aProduct, aCustomer, storeOf, aCart, anOrder, stockOf };
}
