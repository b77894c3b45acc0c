import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Cart } from '../carts/rules.js';
import { Id, readableCode, SecretId } from '../platform/ids.js';
import { MAX_MONEY, type Money } from '../platform/money.js';
import { Refusal } from '../platform/refusal.js';
import { cleanText } from '../platform/text.js';
import type { Customer } from './customer-model.js';
import { PAYMENT_METHODS } from './model.js';
import { STATUSES } from './statuses.js';

const amount = z.number().int().min(0).max(MAX_MONEY);

/**
 * The cart as the buyer saw it. Only what is named here is read; the names, pictures and sums that come with it are
 * not believed and not needed.
 */
export const SeenCart = z.object({
  cartId: SecretId,
  version: z.number().int().min(0),
  lines: z
    .array(z.object({ productId: Id, qty: z.number().int().min(1).max(99), salePrice: amount }))
    .min(1)
    .max(100)
    .refine((lines) => new Set(lines.map(({ productId }) => productId)).size === lines.length, 'names a product twice'),
  total: z.number().int().min(0),
  /** Where it is told, it is part of what was seen: 149 of another currency is another price. */
  currency: z.string().max(10).optional(),
});
export type SeenCart = z.infer<typeof SeenCart>;

/** `HT-7K3Q9`; never with a second HT at its beginning, since who types a part of it may leave the first out, or not. */
export function newNumber(): string {
  for (;;) {
    const code = readableCode(5);
    if (!code.startsWith('HT')) return `HT-${code}`;
  }
}

export const BuyerName = cleanText({ min: 1, max: 80 });
export const Address = cleanText({ min: 1, max: 300, lines: true });
export const Note = cleanText({ min: 0, max: 500, lines: true });
export const Reason = cleanText({ min: 1, max: 200, lines: true });

export const PlacedOrder = z
  .object({
    cart: SeenCart,
    name: BuyerName,
    address: Address.optional(),
    note: Note.optional(),
    payment: z.enum(PAYMENT_METHODS).default('cod'),
    /** The buyer comes for it: no address, no delivery. */
    pickup: z.boolean().optional(),
  })
  .refine(({ address, pickup }) => pickup || address !== undefined, {
    path: ['address'],
    message: 'is needed, unless the order is picked up',
  });
export type PlacedOrder = z.infer<typeof PlacedOrder>;

export const StatusChange = z.strictObject({
  status: z.enum(STATUSES),
  reason: Reason.optional(),
  /** Of a rejection: products of the order that are not there after all; their stock becomes 0. */
  soldOut: z.array(Id).min(1).max(100).optional(),
});
export type StatusChange = z.infer<typeof StatusChange>;

/** What the buyer saw is not so any more. Nothing was ordered; `cart` is how it is now. */
export class CartChanged extends Refusal {
  constructor(readonly cart: Cart) {
    super('cart_changed', 409);
  }

  override get extra() {
    return { cart: this.cart };
  }
}

/**
 * Whether a freshly priced cart is what the buyer agreed to. Who comes for it may have seen the total without delivery,
 * or the cart as it was read, with delivery: then less is to be paid than was seen.
 */
export function isAsSeen(
  seen: SeenCart,
  now: Pick<Cart, 'lines' | 'total' | 'subtotal' | 'currency'>,
  pickup = false,
): boolean {
  const priceOf = new Map<string, Money>(seen.lines.map(({ productId, salePrice }) => [productId, salePrice]));
  return (
    (now.total === seen.total || (pickup && now.subtotal === seen.total)) &&
    (seen.currency ?? now.currency) === now.currency &&
    now.lines.length === seen.lines.length &&
    now.lines.every(({ productId, salePrice, available }) => available && priceOf.get(productId) === salePrice)
  );
}

const MOST_ADDRESSES = 10;

/** The customer with the name and the address of an order, if it has one, first among the last 10; the same one where nothing is new. */
export function remembering(customer: Customer, { name, address }: { name: string; address: string }): Customer {
  const others = customer.addresses.filter((known) => known !== address);
  const addresses = [...(address ? [address] : []), ...others].slice(0, MOST_ADDRESSES);
  return customer.name === name && isDeepStrictEqual(customer.addresses, addresses)
    ? customer
    : { ...customer, name, addresses };
}
