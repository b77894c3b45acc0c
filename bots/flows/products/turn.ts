import { z } from 'zod';

/** Where in the list the seller is: a search, and the place where the page begins. */
const Place = z.object({ storeId: z.string(), q: z.string().optional(), cursor: z.string().optional() });
export type Place = z.infer<typeof Place>;

/** One product, and the page that it was opened from. `undo` takes its last change back. */
const Open = Place.extend({ productId: z.string(), undo: z.string().optional() });
export type Open = z.infer<typeof Open>;

export const Turn = z.discriminatedUnion('at', [
  Place.extend({ at: z.literal('page') }),
  Open.extend({ at: z.literal('product') }),
  Open.extend({ at: z.literal('price') }),
  Open.extend({ at: z.literal('mrp') }),
  // only where a currency has three decimals: `1.500` may be either
  Open.extend({ at: z.literal('reading'), of: z.enum(['price', 'mrp']), readings: z.array(z.number()) }),
  Open.extend({ at: z.literal('rename') }),
  Open.extend({ at: z.literal('stock') }),
  Open.extend({ at: z.literal('category') }),
  Open.extend({ at: z.literal('describe') }),
  Open.extend({ at: z.literal('photo') }),
]);
export type Turn = z.infer<typeof Turn>;
