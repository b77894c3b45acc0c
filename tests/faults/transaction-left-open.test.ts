import { expect, it, onTestFinished, vi } from 'vitest';
import { newSecretId } from '../../src/platform/ids.js';
import { testShop } from '../support/builders.js';

const { services, aProduct, aCustomer, aCart, stockOf } = testShop();

it('sells on within seconds when a process was killed in the middle of an order of the same product', async () => {
  const pickle = await aProduct({ stock: 12 });
  const { customer } = await aCustomer();
  const cart = await aCart([pickle, 2]);

  // the server does not notice that nobody will ever end this
  const left = await services.db.startSession();
  onTestFinished(() => left.endSession());
  left.startTransaction();
  await services.db.model('Product').updateOne({ _id: pickle._id }, { $inc: { stock: -1 } }, { session: left });

  const asked = { cart, name: 'Ravi', address: '4 MG Road, Pune', payment: 'cod' } as const;
  const once = { key: newSecretId() };
  const order = () => services.orders.place(customer._id, asked, undefined, once);
  await vi.waitFor(order, { timeout: 40_000 });
  expect(await stockOf(pickle)).toBe(10);
}, 60_000);
