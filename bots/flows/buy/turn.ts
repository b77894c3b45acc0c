import { z } from 'zod';

const qty = z.number().int();

/** Where in a shop a buyer looks: all of it, a category (by id), or what a search found; `cursor` is of a later page. */
export const Shelf = z.object({
  storeId: z.string(),
  category: z.string().optional(),
  q: z.string().optional(),
  cursor: z.string().optional(),
});
export type Shelf = z.infer<typeof Shelf>;

/** What is known so far of an order that is being made. */
export const Draft = z.object({
  storeId: z.string(),
  cartId: z.string(),
  name: z.string().optional(),
  customerId: z.string().optional(),
  address: z.string().optional(),
  /** The buyer comes for it; undefined until that was asked, or where it is not offered. */
  pickup: z.boolean().optional(),
  note: z.string().optional(),
});
export type Draft = z.infer<typeof Draft>;

/** The cart exactly as the buyer sees it in the review: this, and nothing newer, is what is ordered. */
export const SeenCart = z.object({
  cartId: z.string(),
  version: z.number().int(),
  lines: z.array(
    z.object({ productId: z.string(), name: z.string(), qty, salePrice: z.number(), lineTotal: z.number() }),
  ),
  delivery: z.number(),
  total: z.number(),
  /** Absent from what was shown before it was kept. */
  currency: z.string().optional(),
});
export type SeenCart = z.infer<typeof SeenCart>;

/** How many of each product (by id) were in the cart when it was shown, for putting a line back as it was. */
const Pieces = z.record(z.string(), qty);

const at = <Name extends string>(name: Name) => ({ at: z.literal(name) });

export const Turn = z.discriminatedUnion('at', [
  z.object({ ...at('link') }),
  z.object({ ...at('shelf'), ...Shelf.shape }),
  z.object({ ...at('product'), productId: z.string(), shelf: Shelf }),
  z.object({ ...at('cart'), storeId: z.string(), pieces: Pieces }),
  z.object({ ...at('name'), draft: Draft }),
  z.object({ ...at('phone'), draft: Draft }),
  z.object({ ...at('code'), draft: Draft, mobile: z.string() }),
  z.object({ ...at('way'), draft: Draft }),
  z.object({ ...at('address'), draft: Draft }),
  z.object({
    ...at('review'),
    draft: Draft.required({ name: true, customerId: true }),
    cart: SeenCart,
  }),
  z.object({ ...at('placed'), storeId: z.string(), customerId: z.string(), orderId: z.string() }),
]);
export type Turn = z.infer<typeof Turn>;

/** The part of the turn that one step has. */
export type At<Name extends Turn['at']> = Extract<Turn, { at: Name }>;
