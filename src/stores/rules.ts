import { z } from 'zod';
import { LanguageTag } from '../platform/language-tag.js';
import { CurrencyCode, formatMoney, MAX_MONEY, type Money } from '../platform/money.js';
import { Refusal } from '../platform/refusal.js';
import { cleanText } from '../platform/text.js';
import type { Store } from './model.js';

export const LONGEST_NAME = 80;
export const LONGEST_ADDRESS = 200;

/** Whoever has more pieces than this is not short of them. */
export const MOST_LOW = 9999;

/** Hangul fillers, the empty Braille cell and joiners alone make a text that nobody can see. */
const VISIBLE = /(?![\u115f\u1160\u3164\uffa0\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;

/** One line that can be seen, of at most `max` characters. */
const line = (max: number) =>
  cleanText({ min: 1, max }).refine((text) => VISIBLE.test(text), 'should have a letter, a digit or a sign');

const StoreName = line(LONGEST_NAME);
const Address = line(LONGEST_ADDRESS);

/** Minor units. */
const Amount = z
  .int()
  .min(0)
  .max(MAX_MONEY)
  // -0 would be shown as "-₹0"
  .overwrite((amount) => amount + 0);

/** `name@bank`, as NPCI writes it. */
const UpiVpa = z
  .string()
  .trim()
  .regex(/^[a-zA-Z0-9._-]{2,256}@[a-zA-Z]{2,64}$/, 'should be a UPI ID like asha@okbank');

const TimeZone = z.string().max(64).refine(isTimeZone, 'should be a time zone like Asia/Kolkata');

/** What a new store is made from. */
export const NewStore = z.strictObject({ name: StoreName, address: Address, currency: CurrencyCode.optional() });
export type NewStore = z.infer<typeof NewStore>;

/** What can be changed: absent is unchanged, null clears. The currency stays, since every price is in it. */
export const StoreChange = z.strictObject({
  name: StoreName.optional(),
  address: Address.optional(),
  open: z.boolean().optional(),
  upiVpa: UpiVpa.nullable().optional(),
  deliveryCharge: Amount.nullable().optional(),
  freeAbove: Amount.nullable().optional(),
  minOrder: Amount.nullable().optional(),
  /** 0: told only of what is sold out. */
  lowStockAt: z.int().min(0).max(MOST_LOW).optional(),
  digest: z.boolean().optional(),
  language: LanguageTag.optional(),
  timeZone: TimeZone.optional(),
});
export type StoreChange = z.infer<typeof StoreChange>;

/** @throws Refusal `bad_store_name` (422, `longest`) */
export const parseStoreName = (text: string): string => {
  const parsed = StoreName.safeParse(text);
  if (!parsed.success) throw new Refusal('bad_store_name', 422, { longest: LONGEST_NAME });
  return parsed.data;
};

/** @throws Refusal `bad_address` (422, `longest`) */
export const parseAddress = (text: string): string => {
  const parsed = Address.safeParse(text);
  if (!parsed.success) throw new Refusal('bad_address', 422, { longest: LONGEST_ADDRESS });
  return parsed.data;
};

/** What the delivery of a cart costs; nothing while the cart is empty. */
export function deliveryFor(store: Pick<Store, 'deliveryCharge' | 'freeAbove'>, subtotal: Money): Money {
  if (subtotal === 0 || (store.freeAbove !== undefined && subtotal >= store.freeAbove)) return 0;
  return store.deliveryCharge;
}

/** The locale that the store's amounts and dates are written in, as `en-IN`. */
export const localeOf = ({ language, country }: Pick<Store, 'language' | 'country'>): string =>
  language.includes('-') ? language : `${language}-${country}`;

type Orderable = Pick<Store, 'name' | 'open' | 'minOrder' | 'currency' | 'language' | 'country'>;

/**
 * Whether the store takes an order of this subtotal now.
 * @throws Refusal `store_closed` (409, `shop`), `below_minimum` (409, `shop`, `minimum` and `missing` as formatted money)
 */
export function checkOrderable(store: Orderable, subtotal: Money): void {
  if (!store.open) throw new Refusal('store_closed', 409, { shop: store.name });
  if (store.minOrder !== undefined && subtotal < store.minOrder) {
    const money = (amount: Money): string => formatMoney(amount, store.currency, localeOf(store));
    const missing = money(store.minOrder - subtotal);
    throw new Refusal('below_minimum', 409, { shop: store.name, minimum: money(store.minOrder), missing });
  }
}

/** Offsets like `+05:30` are refused: they know no summer time. */
function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return /^[A-Za-z]/.test(zone);
  } catch {
    return false;
  }
}
