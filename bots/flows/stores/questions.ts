import { parseCount } from '../../../src/catalog/typed/count.js';
import { parsePrice, plainText } from '../../../src/catalog/typed/price.js';
import { ownName } from '../../../src/platform/language-tag.js';
import type { Ask, Choice } from '../../../src/platform/prompt.js';
import { Refusal } from '../../../src/platform/refusal.js';
import { parseLink } from '../../../src/stores/link.js';
import type { Store } from '../../../src/stores/model.js';
import {
  LONGEST_PAYMENT_TEXT,
  localeOf,
  MOST_LOW,
  parseAddress,
  parseStoreName,
  StoreSettings,
} from '../../../src/stores/rules.js';
import type { Answer } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import { readHours } from './read-hours.js';
import type { Asked } from './turn.js';
import { findZone, zonesOf } from './zones.js';

/** One setting that is asked for: how, what may be tapped, and what an answer makes of the store. */
export type Question = {
  ask: Ask | undefined;
  choices?(store: Store, deps: Deps, free: readonly string[]): Choice[];
  /** Undefined for what is no answer. */
  read(answer: Answer, store: Store): StoreSettings | undefined;
};

/** A choice that clears what is set. */
const clearing = (key: string, isSet: (store: Store) => boolean): NonNullable<Question['choices']> => {
  return (store, { t }) => (isSet(store) ? [{ id: 'none', label: t(key) }] : []);
};

/** A text, or what `none` makes of it. */
const typed =
  (read: (text: string, store: Store) => StoreSettings, none?: StoreSettings): Question['read'] =>
  ({ text, choice }, store) => {
    if (choice === 'none') return none;
    return text === undefined ? undefined : read(text, store);
  };

/** An amount in the money of the store; nothing at all is an amount here. */
const amount = (text: string, { currency, ...store }: Store): number =>
  /^\p{Sc}?\s*0+([.,]0+)?$/u.test(plainText(text)) ? 0 : parsePrice(text, currency, localeOf(store));

/** The value of a field as a program may send it. */
function field<Name extends keyof StoreSettings>(name: Name, value: unknown, refusal: Refusal): StoreSettings {
  const parsed = StoreSettings.safeParse({ [name]: value });
  if (!parsed.success) throw refusal;
  return parsed.data;
}

const chosen = ({ choice = '' }: Answer, prefix: string): string | undefined =>
  choice.startsWith(prefix) ? choice.slice(prefix.length) : undefined;

export const questions: Record<Exclude<Asked, 'days'>, Question> = {
  name: { ask: 'name', read: typed((text) => ({ name: parseStoreName(text) })) },
  address: {
    ask: 'address',
    read: ({ text, location }) => {
      const place = text ?? location?.label;
      return place === undefined ? undefined : { address: parseAddress(place) };
    },
  },
  link: {
    ask: 'text',
    choices: (_, __, free) => free.map((link) => ({ id: `link:${link}`, label: link })),
    read(answer) {
      const text = chosen(answer, 'link:') ?? answer.text;
      return text === undefined ? undefined : { link: parseLink(text) };
    },
  },
  hours: {
    ask: 'text',
    choices: clearing('settings.do.always', ({ hours }) => hours !== undefined),
    read: typed((text, { hours }) => ({ hours: { ...readHours(text), closedDays: hours?.closedDays ?? [] } }), {
      hours: null,
    }),
  },
  delivery: {
    ask: 'price',
    choices: clearing('settings.do.noCharge', ({ deliveryCharge }) => deliveryCharge > 0),
    read: typed((text, store) => ({ deliveryCharge: amount(text, store) }), { deliveryCharge: null }),
  },
  freeAbove: {
    ask: 'price',
    choices: clearing('settings.do.neverFree', ({ freeAbove }) => freeAbove !== undefined),
    read: typed((text, store) => ({ freeAbove: amount(text, store) || null }), { freeAbove: null }),
  },
  minOrder: {
    ask: 'price',
    choices: clearing('settings.do.noMinimum', ({ minOrder }) => minOrder !== undefined),
    read: typed((text, store) => ({ minOrder: amount(text, store) || null }), { minOrder: null }),
  },
  upi: {
    ask: 'text',
    choices: clearing('settings.do.noUpi', ({ upiVpa }) => upiVpa !== undefined),
    read: typed((text) => field('upiVpa', text, new Refusal('bad_upi', 422)), { upiVpa: null }),
  },
  payment: {
    ask: 'text',
    choices: clearing('settings.do.noPayment', ({ paymentText }) => paymentText !== undefined),
    read: typed(
      (text) => field('paymentText', text, new Refusal('bad_payment', 422, { longest: LONGEST_PAYMENT_TEXT })),
      { paymentText: null },
    ),
  },
  language: {
    ask: undefined,
    choices: (_, { texts }) => texts.languages.map((code) => ({ id: `lang:${code}`, label: ownName(code) })),
    read(answer) {
      const language = chosen(answer, 'lang:');
      return language === undefined ? undefined : { language };
    },
  },
  currency: {
    ask: 'text',
    read: typed((text) => field('currency', text.trim().toUpperCase(), new Refusal('bad_currency', 422))),
  },
  lowStock: { ask: 'count', read: typed((text) => ({ lowStockAt: parseCount(text, { most: MOST_LOW }) })) },
  timeZone: {
    ask: 'text',
    choices: ({ country }) => zonesOf(country).map(({ zone, city }) => ({ id: `zone:${zone}`, label: city })),
    read(answer) {
      const text = chosen(answer, 'zone:') ?? answer.text;
      return text === undefined ? undefined : { timeZone: findZone(text) };
    },
  },
};
