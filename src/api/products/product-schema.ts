import { z } from 'zod';
import { Id } from '../../platform/ids.js';
import { Amount, ImageSchema } from '../edge/schemas.js';

/** A product as its seller reads it. */
export const ProductSchema = z
  .object({
    id: Id,
    storeId: Id,
    name: z.string(),
    description: z.string(),
    mrp: Amount,
    salePrice: Amount,
    category: z.string(),
    stock: z.int().min(0).nullable().meta({ description: 'Null when unlimited.' }),
    image: ImageSchema.nullable(),
    hidden: z.boolean(),
  })
  .meta({ id: 'Product' });

/** A product as buyers read it. */
export const OfferSchema = z
  .object({
    id: Id,
    name: z.string(),
    description: z.string(),
    mrp: Amount,
    salePrice: Amount,
    image: ImageSchema.nullable(),
    available: z.boolean(),
  })
  .meta({ id: 'Offer' });
