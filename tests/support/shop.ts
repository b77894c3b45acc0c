import type { Product } from '../../src/catalog/model.js';
import type { Store } from '../../src/stores/model.js';
import { type Chat, chatWith } from './chat.js';
import type { TestServices } from './services.js';

let shops = 0;

/** A shop with products named `Mango`, `Lemon` …, each for ₹149 unless told, none of them limited. */
export async function aShop(
  services: TestServices,
  names: readonly string[] = ['Mango'],
  { name = `Asha ${++shops}`, category = 'Pickles' } = {},
): Promise<{ store: Store; products: Product[]; accountId: string }> {
  const { account } = await services.accounts.ensure(`+9197${String(10_000_000 + ++shops)}`);
  const store = await services.stores.create(account, { name, address: 'Jaipur' });
  const products: Product[] = [];
  for (const product of names) products.push(await aProduct(services, store, { name: product, category }));
  return { store: await services.stores.byId(store._id), products, accountId: account._id };
}

type Wanted = { name?: string; salePrice?: number; mrp?: number; category?: string; stock?: number | null };

/** A product for ₹149, unlimited unless told. */
export function aProduct({ products }: TestServices, store: Store, wanted: Wanted = {}): Promise<Product> {
  const { name = 'Mango', salePrice = 14900, mrp = salePrice, category = 'Pickles', stock = null } = wanted;
  return products.add(store, { name, salePrice, mrp, category, stock });
}

/** A buyer whose number, name and address are known from an order before. */
export async function aKnownBuyer(
  services: TestServices,
  options: Parameters<typeof chatWith>[1] & { mobile?: string } = {},
): Promise<Chat & { customerId: string }> {
  const chat = await chatWith(services, options);
  const mobile = options.mobile ?? `+9196${String(10_000_000 + ++shops)}`;
  const { customer } = await services.customers.ensure(mobile);
  await services.db
    .model('Customer')
    .updateOne({ _id: customer._id }, { name: 'Ravi', addresses: ['4 MI Road, Jaipur'] });
  await services.contacts.linkCustomer(chat.contactId, customer._id, mobile, 'platform');
  return Object.assign(chat, { customerId: customer._id });
}
