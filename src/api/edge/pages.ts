import { z } from 'zod';
import { Id } from '../../platform/ids.js';

/** In a query everything is text; what is no plain number is left for the schema to refuse. */
const wholeNumber = (text: unknown): unknown =>
  typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : text;

/** What every list takes. */
export const pageQuery = {
  limit: z.preprocess(wholeNumber, z.int().min(1).max(100).default(50)),
  cursor: z
    .string()
    .min(1)
    .max(200)
    .meta({ description: '`nextCursor` of the page before.', pattern: '^[A-Za-z0-9_-]+$' })
    .optional(),
};

/** The same for a list whose cursor is an id. */
export const pageQueryById = {
  ...pageQuery,
  cursor: Id.meta({ description: '`nextCursor` of the page before.' }).optional(),
};

/** What every list answers; `nextCursor` is null on the last page. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
