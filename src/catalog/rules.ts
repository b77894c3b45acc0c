import { z } from 'zod';
import { MAX_MONEY } from '../platform/money.js';
import { Refusal } from '../platform/refusal.js';
import { cleanText } from '../platform/text.js';
import type { Product } from './model.js';
import type { Photo } from './photos.js';

export const LONGEST_NAME = 120;
export const LONGEST_DESCRIPTION = 2000;
export const LONGEST_CATEGORY = 60;
export const MOST_STOCK = 1_000_000_000;

const Name = cleanText({ min: 1, max: LONGEST_NAME });
const Description = cleanText({ min: 0, max: LONGEST_DESCRIPTION, lines: true });
const CategoryName = cleanText({ min: 1, max: LONGEST_CATEGORY });
/** Minor units. */
const Price = z.int().min(1).max(MAX_MONEY);
const Pieces = z.int().min(0).max(MOST_STOCK);
/** Whole pieces; null is unlimited. */
const Stock = Pieces.nullable();

/** A product as JSON. */
export const NewProduct = z.strictObject({
  name: Name,
  description: Description.nullable().optional(),
  mrp: Price,
  salePrice: Price,
  category: CategoryName,
  stock: Stock.optional(),
});
export type NewProduct = z.infer<typeof NewProduct>;

/** A change as JSON: absent is unchanged, null clears (`image: null` takes the photo away). */
export const ProductChange = z.strictObject({
  ...NewProduct.partial().shape,
  hidden: z.boolean().optional(),
  image: z.null().optional(),
});
export type ProductChange = z.infer<typeof ProductChange>;

/** @param pattern what the document says of the digits, so that it promises no more than `schema` takes */
const numberText = (schema: z.ZodType<number, number>, pattern: string) =>
  z
    .string()
    .regex(/^\s*\d{1,16}\s*$/, 'should be a whole number')
    .meta({ pattern })
    .transform(Number)
    .pipe(schema);
const PriceText = numberText(Price, '^0{0,4}([1-9][0-9]{0,10}|100000000000)$');
const StockText = z.union(
  [z.literal('').transform(() => null), numberText(Pieces, '^0{0,6}([0-9]{1,9}|1000000000)$')],
  `should be empty or a whole number of at most ${MOST_STOCK}`,
);

/** A product as the text fields of a multipart form; an empty `stock` is unlimited. */
export const NewProductForm = z.strictObject({
  ...NewProduct.shape,
  description: Description.optional(),
  mrp: PriceText,
  salePrice: PriceText,
  stock: StockText.optional(),
});

/** A change as the text fields of a multipart form: absent is unchanged, empty clears. */
export const ProductChangeForm = z.strictObject({
  ...NewProductForm.partial().shape,
  hidden: z
    .enum(['true', 'false'])
    .transform((word) => word === 'true')
    .optional(),
  image: z
    .literal('')
    .transform(() => null)
    .optional(),
});

/** What a product is made from; without a `stock` it is unlimited. Amounts in minor units of the store's currency. */
export type ProductDraft = {
  name: string;
  description?: string | null | undefined;
  mrp: number;
  salePrice: number;
  /** By name; a missing one is made. */
  category: string;
  stock?: number | null | undefined;
  photo?: Photo | null | undefined;
};

/** What a change names; what is absent or undefined stays. A null description is none, a null photo takes it away. */
export type ProductPatch = { [Field in keyof ProductDraft]?: ProductDraft[Field] | undefined } & {
  hidden?: boolean | undefined;
  /** A new sale price with which the printed one goes, where both were the same or it would be above it. */
  price?: number | undefined;
};

/** What the printed price becomes when a seller names a new price and nothing else. */
export const mrpFor = (price: number, { mrp, salePrice }: Pick<Product, 'mrp' | 'salePrice'>): number =>
  mrp === salePrice ? price : Math.max(mrp, price);

export type Checked = Pick<Product, 'name' | 'description' | 'mrp' | 'salePrice' | 'category' | 'stock'>;

/**
 * The rules of a whole product, also after a change of part of it. Gives the texts back cleaned.
 * @throws Refusal (422) `bad_product_name`, `bad_description`, `bad_category`, `price_out_of_range`,
 *   `price_above_mrp`, `bad_stock`
 */
export function checkProduct(product: Checked): Checked {
  const take = <T>(schema: z.ZodType<T>, field: keyof Checked, code: string, params = {}): T => {
    const parsed = schema.safeParse(product[field]);
    if (!parsed.success) throw new Refusal(code, 422, params, [{ path: field, message: messageOf(parsed.error) }]);
    return parsed.data;
  };
  const checked = {
    name: take(Name, 'name', 'bad_product_name', { longest: LONGEST_NAME }),
    description: take(Description, 'description', 'bad_description', { longest: LONGEST_DESCRIPTION }),
    mrp: take(Price, 'mrp', 'price_out_of_range'),
    salePrice: take(Price, 'salePrice', 'price_out_of_range'),
    category: take(CategoryName, 'category', 'bad_category', { longest: LONGEST_CATEGORY }),
    stock: take(Stock, 'stock', 'bad_stock', { most: MOST_STOCK }),
  };
  if (checked.salePrice > checked.mrp) {
    throw new Refusal('price_above_mrp', 422, {}, [{ path: 'salePrice', message: 'should be at most mrp' }]);
  }
  return checked;
}

const messageOf = (error: z.ZodError): string => error.issues[0]?.message ?? '';

type Seen = Pick<Product, 'hidden' | 'deleted' | 'stock'>;

/** Whether buyers find it in the shop at all. */
export const isVisible = ({ hidden, deleted }: Pick<Product, 'hidden' | 'deleted'>): boolean => !hidden && !deleted;

/** Whether it can be bought: visible and not sold out. */
export const available = (product: Seen): boolean => isVisible(product) && product.stock !== 0;

/** Whether a buyer would notice that the one became the other. */
export function looksDifferent(before: Product, after: Product): boolean {
  return JSON.stringify(face(before)) !== JSON.stringify(face(after));
}

const face = (product: Product): unknown =>
  isVisible(product) && [
    product.name,
    product.description,
    product.mrp,
    product.salePrice,
    product.categoryId,
    product.photo?.key,
    available(product),
    // a cart asks of an unlimited product once for each version
    product.stock === null,
  ];
