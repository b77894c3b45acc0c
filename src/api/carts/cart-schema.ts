import { z } from 'zod';
import { Id, SecretId } from '../../platform/ids.js';
import { Amount, ImageSchema, Time } from '../edge/schemas.js';

export const CartLineSchema = z
  .object({
    productId: Id,
    name: z.string(),
    image: ImageSchema.nullable(),
    mrp: Amount,
    salePrice: Amount,
    qty: z.int().min(1).max(99),
    lineTotal: Amount,
    available: z.boolean(),
  })
  .meta({ id: 'CartLine' });

export const CartSchema = z
  .object({
    cartId: SecretId,
    storeLink: z.string(),
    version: z.int().min(0),
    lines: z.array(CartLineSchema).max(100),
    subtotal: Amount,
    delivery: Amount,
    total: Amount,
    currency: z.string(),
    expiresAt: Time,
  })
  .meta({ id: 'Cart', description: 'Names, prices and photos as they are at this moment.' });
