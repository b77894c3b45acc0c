import { z } from 'zod';
import { LanguageTag } from '../platform/language-tag.js';
import { CurrencyCode, formatMoney, MAX_MONEY, type Money } from '../platform/money.js';
import { Refusal } from '../platform/refusal.js';
import { cleanText } from '../platform/text.js';
import { Hours, isOpenAt, type Opening } from './hours.js';
import { Link } from './link.js';
import { localeOf } from './locale.js';
import type { Store } from './model.js';
import { StoreClosed } from './opening.js';

export { localeOf };

export const LONGEST_NAME = 80;
export const LONGEST_ADDRESS = 200;
export const LONGEST_PAYMENT_TEXT = 300;

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

/** How to pay, in several lines if need be. */
const PaymentText = cleanText({ min: 1, max: LONGEST_PAYMENT_TEXT, lines: true }).refine(
  (text) => VISIBLE.test(text),
  'should have a letter, a digit or a sign',
);

const TimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'should be a time zone like Asia/Kolkata')
  .meta({ format: 'iana-time-zone', examples: ['Asia/Kolkata'] });

/** What a new store is made from. */
export const NewStore = z.strictObject({ name: StoreName, address: Address, currency: CurrencyCode.optional() });
export type NewStore = z.infer<typeof NewStore>;

/** What can be changed: absent is unchanged, null clears. The currency has prices with it, and a verb of its own. */
export const StoreChange = z.strictObject({
  name: StoreName.optional(),
  address: Address.optional(),
  link: Link.optional(),
  open: z.boolean().optional(),
  /** Closed up to this moment. */
  closedUntil: z.iso.datetime({ offset: true }).nullable().optional(),
  /** Null: always open. */
  hours: Hours.nullable().optional(),
  upiVpa: UpiVpa.nullable().optional(),
  paymentText: PaymentText.nullable().optional(),
  pickup: z.boolean().optional(),
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

/** Everything of a store that can be set. */
export const StoreSettings = StoreChange.extend({ currency: CurrencyCode.optional() });
export type StoreSettings = z.infer<typeof StoreSettings>;

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

/** Whether buyers may pay before the delivery: the shop says where, or how. */
export const takesUpi = ({ upiVpa, paymentText }: Pick<Store, 'upiVpa' | 'paymentText'>): boolean =>
  upiVpa !== undefined || paymentText !== undefined;

type Orderable = Opening & Pick<Store, 'name' | 'minOrder' | 'currency' | 'language' | 'country'>;

/**
 * Whether the store takes an order of this subtotal now.
 * @throws StoreClosed (409), Refusal `below_minimum` (409, `shop`, `minimum` and `missing` as formatted money)
 */
export function checkOrderable(store: Orderable, subtotal: Money, now: Date): void {
  if (!isOpenAt(store, now)) throw new StoreClosed(store, now);
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
