import { z } from 'zod';
import { PAYMENT_METHODS } from '../../orders/model.js';
import { Address, BuyerName, Note, SeenCart } from '../../orders/rules.js';
import { type Country, parseMobile } from '../../platform/mobile.js';
import { Refusal } from '../../platform/refusal.js';

const typed = (most: number) =>
  z
    .string()
    .transform((text) => text.slice(0, most))
    .catch('');

/** The order form as it came, nothing judged yet; what a browser could not have sent is empty. */
export const Filled = z.object({
  seen: typed(40_000),
  mobile: typed(60),
  otp: typed(20),
  name: typed(400),
  address: typed(1500),
  note: typed(2500),
  payment: z.enum(PAYMENT_METHODS).catch('cod'),
  /** How it comes to the buyer; only a shop that can be come to asks. */
  way: z.enum(['delivery', 'pickup']).catch('delivery'),
});
export type Filled = z.infer<typeof Filled>;

export const EMPTY: Filled = {
  seen: '',
  mobile: '',
  otp: '',
  name: '',
  address: '',
  note: '',
  payment: 'cod',
  way: 'delivery',
};

/** Under which field it is told, and the Refusal that is told. */
export type Mistakes = Partial<Record<keyof Filled, Refusal>>;

/** The cart as the form had it; undefined for what no page of ours can have sent. */
export function seenCart(text: string): SeenCart | undefined {
  try {
    return SeenCart.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** What is judged of the form before anything is done; `mobile` is asked of newcomers only. */
export function judge(filled: Filled, country: Country, isKnown: boolean) {
  const mistakes: Mistakes = {};
  const name = BuyerName.safeParse(filled.name);
  if (!name.success) mistakes.name = new Refusal('bad_buyer_name', 422);
  const pickup = filled.way === 'pickup';
  const address = Address.safeParse(filled.address);
  if (!pickup && !address.success) mistakes.address = new Refusal('bad_delivery_address', 422);
  const note = Note.safeParse(filled.note);
  if (!note.success) mistakes.note = new Refusal('bad_note', 422);
  const mobile = isKnown ? undefined : readMobile(filled.mobile, country);
  if (mobile instanceof Refusal) mistakes.mobile = mobile;
  return {
    mistakes,
    mobile: mobile instanceof Refusal ? undefined : mobile,
    input:
      name.success && note.success && (pickup || address.success)
        ? {
            name: name.data,
            ...(pickup ? { pickup } : { address: address.data }),
            ...(note.data && { note: note.data }),
          }
        : undefined,
  };
}

function readMobile(text: string, country: Country): string | Refusal {
  try {
    return parseMobile(text, country);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
