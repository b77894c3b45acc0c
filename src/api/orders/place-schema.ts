import { z } from 'zod';
import { PAYMENT_METHODS } from '../../orders/model.js';
import { Address, BuyerName, Note, PlacedOrder, SeenCart } from '../../orders/rules.js';

/** A field of the cart that comes along and is not read. */
const unread = z.unknown().optional();

const SentCart = z.strictObject({
  ...SeenCart.shape,
  lines: z
    .array(
      z.strictObject({
        ...SeenCart.shape.lines.element.shape,
        name: unread,
        image: unread,
        mrp: unread,
        lineTotal: unread,
        available: unread,
      }),
    )
    .min(1)
    .max(100),
  storeLink: unread,
  subtotal: unread,
  delivery: unread,
  expiresAt: unread,
});

const line = { productId: '6923a0f1c5d2e84b7a901234', qty: 2, salePrice: 14900 };
const cart = { cartId: 'kXh2c0mFv3yQ9sT1uWz4Ag', version: 1, lines: [line], total: 29800 };

/** An order as it is asked for: the cart object as it was read, whole, or only what is read of it. */
export const PlaceOrder = z
  .strictObject({
    cart: SentCart,
    name: BuyerName,
    address: Address.optional().meta({ description: 'Needed, unless it is picked up.' }),
    note: Note.optional(),
    payment: z.enum(PAYMENT_METHODS).optional(),
    pickup: z.boolean().optional().meta({ description: 'The buyer comes for it: nothing is paid for delivery.' }),
  })
  .pipe(PlacedOrder)
  .meta({
    anyOf: [{ required: ['address'] }, { required: ['pickup'], properties: { pickup: { const: true } } }],
    examples: [
      { cart, name: 'Ravi', address: '12 MG Road, Pune', payment: 'cod' },
      { cart, name: 'Ravi', pickup: true },
    ],
  });
