import { z } from 'zod';
import { Id, SecretId } from '../../platform/ids.js';
import { Refusal } from '../../platform/refusal.js';

/** The parts of our paths that name something. */
export const PathParam = {
  storeId: Id,
  productId: Id,
  orderId: Id,
  importId: Id,
  talkId: Id,
  cartId: SecretId.meta({ description: '22 characters, not to be guessed' }),
  link: z
    .string()
    .min(1)
    .max(200)
    .meta({ examples: ['asha-pickles'] }),
} as const;

const CODES: Readonly<Record<string, string>> = {
  storeId: 'no_store',
  productId: 'no_product',
  orderId: 'no_order',
  importId: 'no_import',
  talkId: 'no_talk',
  cartId: 'no_cart',
  link: 'no_shop',
};

/** What is answered (404) when the thing that a part of the path names is not there. */
export const codeOfParam = (name: unknown): string => CODES[String(name)] ?? 'no_page';

/** @throws Refusal `no_store`, `no_order` … (404): what does not even look like an id is nobody's */
export function readParams<P>(schema: z.ZodType<P> | undefined, given: unknown): P | undefined {
  const parsed = schema?.safeParse(given);
  if (!parsed || parsed.success) return parsed?.data;
  throw new Refusal(codeOfParam(parsed.error.issues[0]?.path[0]), 404);
}
