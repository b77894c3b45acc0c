import { z } from 'zod';

/** Photos that wait for their line; more come in a next go. */
export const MOST_DRAFTS = 30;

/** What was typed for one product so far, as the caption grammar reads it. */
const Typed = z.object({
  name: z.string().optional(),
  salePrice: z.number().optional(),
  mrp: z.number().optional(),
  category: z.string().optional(),
  stock: z.number().optional(),
  description: z.string().optional(),
});
export type Typed = z.infer<typeof Typed>;

const Photo = z.object({ key: z.string(), width: z.number(), height: z.number(), blur: z.string().optional() });

/** A product that is not for sale yet. `readings`: only the seller knows which of them is meant. */
const Draft = z.object({ photo: Photo.nullable(), typed: Typed, readings: z.array(Typed).optional() });
export type Draft = z.infer<typeof Draft>;

/** A product that was just put up; `price` is written as on screen. */
const Added = z.object({ productId: z.string(), name: z.string(), price: z.string() });
export type Added = z.infer<typeof Added>;

/**
 * What came together: photos without their line, lines without their photo, and what is for sale already. `since`: when
 * the last photo came, in ms since 1970.
 */
const Batch = z.object({
  storeId: z.string(),
  drafts: z.array(Draft).max(MOST_DRAFTS),
  lines: z.array(z.string()).max(MOST_DRAFTS),
  added: z.array(Added),
  since: z.number(),
});
export type Batch = z.infer<typeof Batch>;

/** What can be said of a product after it was put up, each by a button. */
export const DETAILS = ['mrp', 'category', 'describe', 'stock', 'photo'] as const;
export type Detail = (typeof DETAILS)[number];

/**
 * Products that are for sale: one, of which more can be said, or an album. `said` has the newest last; `undo` takes the
 * last change back.
 */
const Shelf = z.object({
  storeId: z.string(),
  added: z.array(Added),
  said: z.array(z.enum(DETAILS)),
  undo: z.string().optional(),
  since: z.number(),
});
export type Shelf = z.infer<typeof Shelf>;

export const Turn = z.discriminatedUnion('at', [
  z.object({ at: z.literal('photo'), text: z.string().optional() }),
  Batch.extend({ at: z.literal('details') }),
  Batch.extend({ at: z.literal('name') }),
  Batch.extend({ at: z.literal('price') }),
  Batch.extend({ at: z.literal('reading') }),
  Batch.extend({ at: z.literal('sheet') }),
  Batch.extend({ at: z.literal('lines') }),
  // `unchanged`: one more thing was asked, and not answered
  Shelf.extend({ at: z.literal('added'), unchanged: z.boolean().optional() }),
  Shelf.extend({ at: z.literal('mrp') }),
  Shelf.extend({ at: z.literal('mrpReading'), readings: z.array(z.number()) }),
  Shelf.extend({ at: z.literal('category') }),
  Shelf.extend({ at: z.literal('describe') }),
  Shelf.extend({ at: z.literal('stock') }),
  Shelf.extend({ at: z.literal('picture') }),
]);
export type Turn = z.infer<typeof Turn>;
